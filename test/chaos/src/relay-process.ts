/*
 * A relay as a process of its own that dies where it was told to. It may be started while the one before it lives: it
 * takes over as soon as that one is dead.
 */
import { flushCompileCache } from 'node:module';
import { openPremises, withoutLimits, type Premises, type RunningRelay } from '@shopbell-test/kit';
import { times } from '@shopbell/protocol';
import { createRelay, openStore } from '@shopbell/server';
import { dieInTransaction } from './alter.ts';
import { withFailpoint, type Failpoint } from './failpoints.ts';
import { endWithParent, whenGone } from './standing-by.ts';

/** What the process is told. `timeoutMs`: how long an office has for each of plan, run and verify. */
export type RelayOrder = {
  databaseUrl: string;
  port: number;
  premises: Premises | null;
  timeoutMs: number;
  failpoint: Failpoint | null;
  waitFor: number | null;
};

const order = JSON.parse(process.argv[2] ?? '') as RelayOrder;
const { databaseUrl, timeoutMs, failpoint } = order;

// Half a minute each, or a run of this would take the day. The relay reads them at each use.
Object.assign(times, {
  actionPlanTimeoutMs: timeoutMs,
  actionRunTimeoutMs: timeoutMs,
  actionVerifyTimeoutMs: timeoutMs,
});

endWithParent();
flushCompileCache();
await whenGone(order.waitFor);
dieInTransaction(failpoint);
const store = await openStore(databaseUrl);
const relay = await createRelay({ store: withFailpoint(store, failpoint), limits: withoutLimits });
const premises = order.premises ?? (await openPremises(relay.admin));
const { url } = await relay.listen({ port: order.port, host: '127.0.0.1' });
const running: RunningRelay = { ...premises, url, port: Number(new URL(url).port) };
console.log(JSON.stringify({ ready: running }));
