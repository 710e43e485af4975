import { setTimeout as pause } from 'node:timers/promises';

/** Asks again until there is an answer that is neither `undefined`, `null` nor `false`. Rejects after `timeoutMs`, saying what was waited for. */
export const until = async <T>(
  what: string,
  ask: () => T | Promise<T>,
  timeoutMs = 10_000,
): Promise<NonNullable<T>> => {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain for ${what}`);
    await pause(10);
  }
};
