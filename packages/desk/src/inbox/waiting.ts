/** How long a shopper may wait before the desk marks it, in milliseconds: first in amber, then in red. */
export const waitLimits = { soonMs: 2 * 60_000, lateMs: 5 * 60_000 } as const;

/** How pressing a wait is. `late` breaks a promise, and is the only one drawn in red. */
export type WaitLevel = 'fresh' | 'soon' | 'late';

/** The level of a wait that began at `since`. A clock that runs behind reads as no wait at all. */
export const waitLevel = (since: number, now: number): WaitLevel => {
  const waitedMs = now - since;
  if (waitedMs >= waitLimits.lateMs) return 'late';
  return waitedMs >= waitLimits.soonMs ? 'soon' : 'fresh';
};

const dayMs = 86_400_000;

/** A wait as a clock: `0:07`, `12:40`, `3:05:00`; from a day on `2 d 4 h`, with the units given. */
export const waitClock = (waitedMs: number, units: { day: string; hour: string }): string => {
  const ms = Math.max(0, waitedMs);
  const seconds = Math.floor(ms / 1_000);
  const hours = Math.floor(seconds / 3_600);
  if (ms >= dayMs) return `${Math.floor(hours / 24)} ${units.day} ${hours % 24} ${units.hour}`;
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
};
