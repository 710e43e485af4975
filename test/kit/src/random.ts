/** Randomness that can be had again: the same seed gives the same run. */
export type Random = {
  readonly seed: number;
  /** From 0 up to, not including, `below`. */
  int(below: number): number;
  /** One of them; there must be one. */
  pick<T>(from: readonly T[]): T;
  /** A nonce as the protocol wants it. */
  nonce(): string;
};

/** Begins with the seed given, else with one of its own, and prints it, so that a failed run can be had again. */
export const seeded = (purpose: string, seed = Math.floor(Math.random() * 2 ** 31)): Random => {
  console.log(`${purpose}: seed ${seed}`);
  let state = seed >>> 0;
  // mulberry32: small, and good enough to shuffle tests.
  const next = (): number => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const int = (below: number) => next() % below;
  const pick = <T>(from: readonly T[]): T => {
    const [first] = from;
    if (first === undefined) throw new Error('nothing to pick from');
    return from[int(from.length)] ?? first;
  };
  let count = 0;
  return {
    seed,
    int,
    pick,
    nonce: () => `n${(count += 1)}-${next().toString(36)}${next().toString(36)}`,
  };
};
