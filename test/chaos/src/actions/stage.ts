import { join } from 'node:path';
import { temporaryFolder, type RunningRelay } from '@shopbell-test/kit';
import type { Failpoint } from '../failpoints.ts';
import { startLives, type Before, type Lives } from '../lives.ts';
import type { OfficeOrder } from '../office-process.ts';
import type { RelayOrder } from '../relay-process.ts';
import { openPaymentLedger, type PaymentLedger } from './payment-ledger.ts';

/** What a scenario plays on: a relay and offices, each a process that is born again, and the books of the payment provider. */
export type Stage = AsyncDisposable & {
  relay: Lives<RunningRelay>;
  offices: readonly Lives<boolean>[];
  ledger: PaymentLedger;
};

/** What a scenario wants of it. Failpoints and kills are asked for at each birth; by default there are none. */
export type StageOptions = {
  /** Whether the payment provider knows idempotency keys. */
  keyed: boolean;
  /** How long an office has for each of plan, run and verify. */
  timeoutMs: number;
  offices?: number;
  lateMs?: number;
  failpoint?: () => Failpoint | null;
  kill?: () => OfficeOrder['kill'];
};

const programs = {
  relay: join(import.meta.dirname, '../relay-process.ts'),
  office: join(import.meta.dirname, '../office-process.ts'),
};

const startRelay = (database: string, { timeoutMs, failpoint }: StageOptions) =>
  startLives<RunningRelay>({
    program: programs.relay,
    standby: failpoint !== undefined,
    order: (before): RelayOrder => ({
      databaseUrl: database,
      port: before?.ready.port ?? 0,
      premises: before?.ready ?? null,
      timeoutMs,
      failpoint: before === null ? null : (failpoint?.() ?? null),
      waitFor: before?.pid ?? null,
    }),
  });

/** Builds it. */
export const openStage = async (options: StageOptions): Promise<Stage> => {
  const { keyed, offices = 1, lateMs = 0, kill } = options;
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(temporaryFolder());
  const relay = stack.use(await startRelay(folder.database, options));
  const { url, office } = relay.ready;
  const about = { url, key: office.key, ledger: folder.path, keyed, lateMs };
  const program = programs.office;
  const order = (before: Before<boolean> | null): OfficeOrder => ({
    ...about,
    kill: kill?.() ?? null,
    waitFor: before?.pid ?? null,
  });
  const open = async () =>
    stack.use(await startLives<boolean>({ program, standby: kill !== undefined, order }));
  const opened = await Promise.all(Array.from({ length: offices }, open));
  const ledger = openPaymentLedger(folder.path, { keyed });
  const kept = stack.move();
  return { relay, offices: opened, ledger, [Symbol.asyncDispose]: () => kept.disposeAsync() };
};
