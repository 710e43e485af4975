/*
 * A shop with teams has several queues in one. Those of a team wait for its people, those of no team for anybody: they also
 * take people of the team away from the others.
 */

/** Whether one who waits in this line takes the place of another who waits in that one. */
export const competes = (mine: string | null, theirs: string | null): boolean =>
  mine === null || theirs === null || mine === theirs;

/** How many of those before each wait for the same people; `waiting` in the order of their waiting. */
export const placesAhead = (waiting: readonly { team: string | null }[]): number[] => {
  const before = new Map<string | null, number>();
  return waiting.map(({ team }, index) => {
    const anybodys = before.get(null) ?? 0;
    const ahead = team === null ? index : anybodys + (before.get(team) ?? 0);
    before.set(team, (before.get(team) ?? 0) + 1);
    return ahead;
  });
};
