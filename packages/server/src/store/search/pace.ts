/** How a background work is to go on: after how many milliseconds. `latest` grows by one with each thing that comes. */
export type Pace = (done: { isDone: boolean; tookMs: number; latest: number; now: number }) => number;

/** How long it rests where there is nothing to do; else so many times as long as a step took. */
export type Rests = { idleMs: number; busy: number; free: number };

const busyPerSecond = 1_500;

/**
 * Paces the indexing by what else there is to do: where entries come by the thousand, it takes little and falls behind
 * rather than take it from them.
 */
export const createPace = ({ idleMs, busy, free }: Rests): Pace => {
  let before: { latest: number; now: number } | null = null;
  return ({ isDone, tookMs, latest, now }) => {
    const perSecond = before ? ((latest - before.latest) * 1_000) / Math.max(now - before.now, 1) : 0;
    before = { latest, now };
    if (isDone) return idleMs;
    return Math.max(1, tookMs * (perSecond > busyPerSecond ? busy : free));
  };
};
