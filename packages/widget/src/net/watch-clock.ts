/** How often the clock is looked at, and how much more than that must have passed for the machine to have slept, in ms. */
const lookEveryMs = 1_000;
const asleepMs = 4_000;

/** Calls back when the machine wakes up: its clock has then gone on, and no timer has. Returns its undo. */
export const watchClock = (woken: () => void, now: () => number = Date.now): (() => void) => {
  let last = now();
  const look = (): void => {
    const gap = Math.abs(now() - last);
    last = now();
    // Hidden pages are given a timer a minute; they look when they come to the front.
    if (gap > lookEveryMs + asleepMs && document.visibilityState === 'visible') woken();
  };
  const timer = setInterval(look, lookEveryMs);
  return () => clearInterval(timer);
};
