/**
 * What the relay takes for the time, in ms since the Unix epoch. `onSet` hears that it was set to another time: waits
 * that were begun before are measured again. The answer undoes it.
 */
export type Clock = { now: () => number; onSet: (listener: () => void) => () => void };

/** The system’s, which does not tell when it is set. */
export const systemClock: Clock = { now: Date.now, onSet: () => () => {} };
