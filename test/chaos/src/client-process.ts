/*
 * Customers in a process of their own, as on a laptop that falls asleep: each happening goes out as a line.
 */
import type { RunningRelay } from '@shopbell-test/kit';
import { startCustomer, type Books, type Customer } from './crowd/customer.ts';
import { endWithParent } from './standing-by.ts';

/** What the process is told. */
export type ClientOrder = {
  at: Pick<RunningRelay, 'url' | 'shop' | 'origin'>;
  names: readonly string[];
  betweenMs: number;
};

/** What it says, a line each: happenings for the ledger, conversations as they begin, at last that all is said. */
export type ClientLine =
  | { kind: keyof Books; told: never }
  | { kind: 'conversation'; id: string; token: string; name: string }
  | { kind: 'stopped'; problems: readonly string[] };

const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const tell =
  (kind: keyof Books) =>
  (told: object): void =>
    say({ kind, told });
const ledger: Books = {
  reader: tell('reader'),
  sent: tell('sent'),
  acknowledged: tell('acknowledged'),
  heard: tell('heard'),
};

const order = JSON.parse(process.argv[2] ?? '') as ClientOrder;
const start = async (name: string): Promise<Customer> => {
  const customer = await startCustomer(order.at, {
    name,
    ledger,
    onConversation: (id) => say({ kind: 'conversation', id, name, token: customer.token() }),
  });
  customer.talk({ betweenMs: order.betweenMs });
  return customer;
};
const customers = await Promise.all(order.names.map(start));
console.log(JSON.stringify({ ready: true }));

const stop = async (): Promise<void> => {
  await Promise.all(customers.map((customer) => customer.stop()));
  say({ kind: 'stopped', problems: customers.flatMap(({ problems }) => problems) });
};
process.on('SIGUSR2', () => void stop());
endWithParent();
