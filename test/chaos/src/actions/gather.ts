/** Resolves together with everybody else who comes: when nobody has come for a while, or all are there. */
export type Gather = () => Promise<void>;

/** Makes a meeting point, so that what many do next happens in one turn. `atMost`: how many are all. */
export const createGather = (quietMs: number, atMost = Infinity): Gather => {
  let waiting: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  const go = (): void => {
    clearTimeout(timer);
    const all = waiting;
    waiting = [];
    for (const resolve of all) resolve();
  };
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      clearTimeout(timer);
      if (waiting.length >= atMost) go();
      else timer = setTimeout(go, quietMs);
    });
};
