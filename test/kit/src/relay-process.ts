/*
 * A relay as a process of its own, so that it can be killed. Says on its first line of output, as JSON, where it
 * listens and who works there; ends on SIGTERM like any relay.
 *
 *     node --conditions=source relay-process.ts '{"databaseUrl":"file:…","port":0,"premises":null}'
 */
import { flushCompileCache } from 'node:module';
import { createRelay, withoutLimits, type RelayOptions } from '@shopbell/server';
import { openPremises, type Premises } from './premises.ts';
import type { RunningRelay } from './relay.ts';

/** What the process is told. `premises`: the shop opened at the first start, `null` then. */
export type RelayOrder = {
  databaseUrl: string;
  port: number;
  premises: Premises | null;
  options?: Pick<RelayOptions, 'limits'>;
};

const order = JSON.parse(process.argv[2] ?? '') as RelayOrder;
const { databaseUrl } = order;
const relay = await createRelay({ databaseUrl, limits: withoutLimits, ...order.options });
const premises = order.premises ?? (await openPremises(relay.admin));
const { url } = await relay.listen({ port: order.port, host: '127.0.0.1' });
const running: RunningRelay = { ...premises, url, port: Number(new URL(url).port) };
console.log(JSON.stringify({ ready: running }));
flushCompileCache();
process.once('SIGTERM', () => void relay.close().then(() => process.exit(0)));
