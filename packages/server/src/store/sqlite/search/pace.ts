/** How a background work is to go on: after how many milliseconds. */
export type Pace = (done: { isDone: boolean; tookMs: number; latest: number; now: number }) => number;

const idleMs = 250;
const busyPerSecond = 1_500;
/** So many times as long as a step took it rests: a twentieth of one core where the relay is busy, else half of it. */
const rests = { busy: 19, free: 1 } as const;

/**
 * Paces the indexing by what else there is to do: where entries come by the thousand, it takes little and falls behind
 * rather than take it from them.
 */
export const createPace = (): Pace => {
  let before: { latest: number; now: number } | null = null;
  return ({ isDone, tookMs, latest, now }) => {
    const perSecond = before ? ((latest - before.latest) * 1_000) / Math.max(now - before.now, 1) : 0;
    before = { latest, now };
    if (isDone) return idleMs;
    return Math.max(1, tookMs * (perSecond > busyPerSecond ? rests.busy : rests.free));
  };
};
