/*
 * An office as a process of its own, on the SDK, that may be killed where it was told to: when so many actions have
 * come to a point, or some have and nobody else comes. SIGUSR2 tells it that the relay is there again.
 */
import { flushCompileCache } from 'node:module';
import { openOffice } from '@shopbell/agent';
import { openPaymentLedger, type PaymentLedger } from './actions/payment-ledger.ts';
import { tillHandlers, type At, type KillPoint } from './actions/payments.ts';
import { dieAt } from './hits.ts';
import { endWithParent, whenGone } from './standing-by.ts';

/** What the process is told. `kill: null`: it is left alone. */
export type OfficeOrder = {
  url: string;
  key: string;
  ledger: string;
  keyed: boolean;
  lateMs: number;
  kill: { point: KillPoint; after: number } | null;
  waitFor: number | null;
};

/** How long it is waited for others to come to the point. */
const quietMs = 60;

/** It dies only once it has said that it lives: actions come before that. */
const opened = Promise.withResolvers<void>();

/** Each action is hit at most once at a point: what comes back after the fault must get past it. */
const createAt = ({ kill }: OfficeOrder, { isFirst }: PaymentLedger): At => {
  const come: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  return (point, id) => {
    if (point !== kill?.point || !isFirst(`${point}-${id}`)) return Promise.resolve();
    come.push(id);
    const die = (): void => void opened.promise.then(() => dieAt({ at: point, actions: come }));
    clearTimeout(timer);
    if (come.length >= kill.after) die();
    else timer = setTimeout(die, quietMs);
    return new Promise(() => {});
  };
};

const order = JSON.parse(process.argv[2] ?? '') as OfficeOrder;
const { url, key, lateMs } = order;
const ledger = openPaymentLedger(order.ledger, order);
const actions = tillHandlers({ ledger, at: createAt(order, ledger), lateMs });
endWithParent();
flushCompileCache();
await whenGone(order.waitFor);
const office = await openOffice({ url, key, actions, concurrency: 64, onError: () => {} });
process.on('SIGUSR2', () => office.wake());
console.log(JSON.stringify({ ready: true }));
opened.resolve();
