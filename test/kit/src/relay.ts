import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRelay, withoutLimits, type Relay, type RelayOptions } from '@shopbell/server';
import { openPremises, type Premises } from './premises.ts';

/** A relay that runs, with one shop open on it. */
export type RunningRelay = Premises & { url: string; port: number };

/** A folder for a relay’s data, gone when disposed of. */
export const temporaryFolder = (): Disposable & { path: string; database: string } => {
  const path = mkdtempSync(join(tmpdir(), 'shopbell-'));
  return {
    path,
    database: `file:${join(path, 'shopbell.db')}`,
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
};

/** Starts a relay in this process on a free port, on an own database. Options are {@link createRelay}’s; limits are off unless given. */
export const startRelay = async (
  options: Partial<RelayOptions> = {},
): Promise<AsyncDisposable & RunningRelay & { relay: Relay; database: string }> => {
  const folder = temporaryFolder();
  const relay = await createRelay({ databaseUrl: folder.database, limits: withoutLimits, ...options });
  const premises = await openPremises(relay.admin);
  const { url } = await relay.listen({ port: 0, host: '127.0.0.1' });
  return {
    ...premises,
    url,
    port: Number(new URL(url).port),
    relay,
    database: folder.database,
    [Symbol.asyncDispose]: async () => {
      await relay.close();
      folder[Symbol.dispose]();
    },
  };
};
