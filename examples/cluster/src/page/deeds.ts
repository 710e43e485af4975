import type { Postgres } from '../database/postgres.ts';
import type { HintGate } from '../database/hint-gate.ts';
import type { Probe } from '../probe/probe.ts';
import type { RelaySlot } from '../relays/relay-slot.ts';

/** What the page’s buttons act on. */
export type Stage = {
  relays: readonly RelaySlot[];
  database: Postgres;
  gates: readonly HintGate[];
  probe: Probe;
  say: (sentence: string) => void;
};

/** What the page may ask for. `relay`: its place, from 0. */
export type Deed =
  | { deed: 'kill' | 'drain' | 'start'; relay: number }
  | { deed: 'database-stop' | 'database-start' | 'hints-lose' | 'hints-pass' | 'send' };

const withRelay = new Set(['kill', 'drain', 'start']);
const without = new Set(['database-stop', 'database-start', 'hints-lose', 'hints-pass', 'send']);

/** Reads what came from the page; `null` when it is nothing that can be asked for. */
export const readDeed = (given: unknown): Deed | null => {
  if (typeof given !== 'object' || given === null) return null;
  const { deed, relay } = given as Record<string, unknown>;
  if (typeof deed !== 'string') return null;
  if (withRelay.has(deed) && Number.isInteger(relay)) return { deed, relay } as Deed;
  return without.has(deed) ? ({ deed } as Deed) : null;
};

const onRelay = async (stage: Stage, { deed, relay }: Deed & { relay: number }): Promise<void> => {
  const slot = stage.relays[relay];
  if (slot === undefined) return;
  if (deed === 'kill') return slot.kill();
  if (deed === 'drain') return slot.drain();
  await slot.start();
  stage.probe.wake(relay);
};

const onDatabase = async ({ database, say }: Stage, deed: Deed['deed']): Promise<void> => {
  if (deed === 'database-stop') {
    await database.stop();
    return say('PostgreSQL is stopped. What is sent waits with its sender.');
  }
  await database.start();
  say('PostgreSQL is up again.');
};

const onHints = ({ gates, say }: Stage, isLosing: boolean): void => {
  for (const gate of gates) gate.lose(isLosing);
  say(isLosing ? 'Every hint is lost from now on. Each relay looks once a second.' : 'Hints pass again.');
};

const burstOf = 1_000;

/** Does it; what becomes of it is said. Rejects with the reason when it cannot be done. */
export const doDeed = async (stage: Stage, asked: Deed): Promise<void> => {
  if ('relay' in asked) return onRelay(stage, asked);
  switch (asked.deed) {
    case 'database-stop':
    case 'database-start':
      return onDatabase(stage, asked.deed);
    case 'hints-lose':
    case 'hints-pass':
      return onHints(stage, asked.deed === 'hints-lose');
    case 'send':
      if (stage.probe.send(burstOf)) stage.say('1,000 messages are being sent.');
      return undefined;
    default:
      return asked satisfies never;
  }
};
