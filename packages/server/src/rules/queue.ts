/** What is known of a queue: when its latest departures were, oldest first, on one clock. */
export type Departures = readonly number[];

/** Fewer departures say nothing of a pace. */
const departuresMin = 4;
/** Older ones say nothing of now. */
const windowMs = 30 * 60_000;
/** What is longer is not said: nobody can tell. */
const waitMaxMs = 2 * 60 * 60_000;
const minuteMs = 60_000;

/** How many departures are remembered. */
export const departuresKept = 24;

/**
 * About how long somebody with so many before them waits, in whole minutes, at the pace of the latest departures. `null`: too
 * few are known, or nobody has been taken for so long that the pace no longer holds.
 */
export const estimateWait = (ahead: number, departures: Departures, now: number): number | null => {
  const recent = departures.filter((at) => now - at <= windowMs);
  const [first] = recent;
  const last = recent.at(-1);
  if (first === undefined || last === undefined || recent.length < departuresMin) return null;
  const pace = (last - first) / (recent.length - 1);
  // A queue that stands still has another pace than it had: the pause counts as one more departure, yet to come.
  const still = now - last;
  if (still > Math.max(4 * pace, 5 * minuteMs)) return null;
  const slowest = Math.max(pace, (now - first) / recent.length);
  const wait = slowest * (ahead + 1);
  return wait > waitMaxMs ? null : Math.max(1, Math.ceil(wait / minuteMs)) * minuteMs;
};
