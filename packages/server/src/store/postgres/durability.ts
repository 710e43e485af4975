import { refuse } from '@shopbell/protocol';
import type { Ask } from './session.ts';

/** `isFsyncOffAccepted`: the operator has said that a crash of the machine may take what was acknowledged. */
export type DurabilityOptions = { isFsyncOffAccepted: boolean };

const settingsSql = `SELECT current_setting('synchronous_commit') AS commit, current_setting('fsync') AS fsync`;

/** Throws unless a commit on this connection is on the server’s disk when it returns. */
export const assertDurable = async (
  ask: Ask,
  { isFsyncOffAccepted }: DurabilityOptions,
): Promise<{ commit: string }> => {
  const { rows } = await ask<{ commit: string; fsync: string }>({ text: settingsSql });
  const { commit = 'off', fsync = 'off' } = rows[0] ?? {};
  const faults = [
    ...(commit === 'off'
      ? ['synchronous_commit=off: set it on for this role (ALTER ROLE … SET synchronous_commit = on)']
      : []),
    ...(fsync === 'off' && !isFsyncOffAccepted
      ? ['fsync=off: set it on for the server, or accept it by ?fsync=off in DATABASE_URL']
      : []),
  ];
  if (faults.length === 0) return { commit };
  throw refuse(
    'unavailable',
    `What is acknowledged would not be durable. PostgreSQL reports ${faults.join('; ')}.`,
  );
};

/** Makes a connection stay as durable as it is found, whatever is changed for the server later; refuses as above. */
export const pinDurability = async (ask: Ask, options: DurabilityOptions): Promise<void> => {
  const { commit } = await assertDurable(ask, options);
  await ask({ text: 'SELECT set_config($1, $2, false)', values: ['synchronous_commit', commit] });
};
