import { join } from 'node:path';
import { temporaryFolder, type Launch, type RunningRelay } from '@shopbell-test/kit';
import type { Failpoint } from './failpoints.ts';
import { startLives, type Lives } from './lives.ts';
import type { RelayOrder } from './relay-process.ts';

const program = join(import.meta.dirname, 'relay-process.ts');

/** A relay in whose place another stands ready whenever it dies. `failpoint` is asked for at each birth but the first. */
export const startUndyingRelay = async (
  options: Pick<Launch, 'nodeArgs' | 'env'> & { failpoint?: () => Failpoint | null } = {},
): Promise<Lives<RunningRelay>> => {
  const { failpoint = () => null, ...how } = options;
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(temporaryFolder());
  const relay = stack.use(
    await startLives<RunningRelay>({
      ...how,
      program,
      standby: true,
      order: (before): RelayOrder => ({
        databaseUrl: folder.database,
        port: before?.ready.port ?? 0,
        premises: before?.ready ?? null,
        timeoutMs: 30_000,
        failpoint: before === null ? null : failpoint(),
        waitFor: before?.pid ?? null,
      }),
    }),
  );
  const kept = stack.move();
  return { ...relay, [Symbol.asyncDispose]: () => kept.disposeAsync() };
};
