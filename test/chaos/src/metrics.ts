/** One figure of a relay’s `/metrics`; `name` with its labels as it stands there. 0 where it is not. */
export const figureOf = async (relay: { url: string }, name: string): Promise<number> => {
  const text = await fetch(`${relay.url}/metrics`).then((answer) => answer.text());
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1) ?? 0);
};
