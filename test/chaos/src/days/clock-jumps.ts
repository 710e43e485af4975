import { setTimeout as pause } from 'node:timers/promises';
import { agent, readTranscript, startRelay, withoutLimits } from '@shopbell-test/kit';
import { openCrowd } from '../crowd/crowd.ts';
import type { Scenario } from '../scenario.ts';
import { outcomeOf } from './outcome.ts';

const dayMs = 86_400_000;
/** Less than they say, so that their outboxes always wait for a time. */
const rates = { ...withoutLimits.rates, shopperMessageBurst: { burst: 2, perMs: 60 } };

/** A clock that can be set, back and forth. */
const openClock = () => {
  let skewMs = 0;
  const listeners = new Set<() => void>();
  return {
    now: () => Date.now() + skewMs,
    onSet: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    jump: (ms: number): void => {
      skewMs += ms;
      for (const listener of listeners) listener();
    },
  };
};

/** The clocks of the relay and of its customers jump by up to a day, back and forth: order is by seq, nobody waits for it. */
export const clockJumps: Scenario = {
  name: 'clock-jumps',
  rounds: { short: 20, long: 200 },
  play: async ({ rounds, random }) => {
    const [clock, theirs] = [openClock(), openClock()];
    await using relay = await startRelay({ clock, limits: { ...withoutLimits, rates } });
    await using crowd = await openCrowd(relay, { customers: 10, betweenMs: 20, tuning: { now: theirs.now } });
    const found: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      clock.jump(random.int(2 * dayMs) - dayMs);
      theirs.jump(random.int(2 * dayMs) - dayMs);
      await crowd.moreAcknowledged(20, 15_000).catch(() => found.push(`jump ${round} was waited for`));
      await pause(random.int(50));
    }
    const verdict = await crowd.judge();
    await using reader = await agent(relay);
    const [first] = crowd.customers;
    const times = (await readTranscript(reader, first?.conversation() ?? '')).map(
      (entry) => (entry as unknown as { at: number }).at,
    );
    const back = times.filter((at, index) => at < (times[index - 1] ?? 0)).length;
    const row = {
      fault: 'clocks jump',
      hits: rounds,
      wanted: rounds,
      ends: { 'times before the last': back },
    };
    // Without a time that goes back nothing was tried.
    return outcomeOf(row, verdict, back === 0 ? [...found, 'no clock went back'] : found);
  },
};
