import { createLedger, until, type Ledger } from '@shopbell-test/kit';
import type { Tuning } from '@shopbell/client';
import { readAfresh } from './afresh.ts';
import { startCustomer, type Customer } from './customer.ts';
import { startFollower, type Follower } from './follower.ts';
import type { Ground } from './ground.ts';

/** Customers who talk, agents who follow them live, and the ledger of it all. */
export type Crowd = AsyncDisposable & {
  readonly ledger: Ledger;
  readonly customers: readonly Customer[];
  readonly followers: readonly Follower[];
  /** How many sides are live now, and of how many. */
  readonly live: () => number;
  readonly size: number;
  /** Resolves to how long it took until everybody was live, in milliseconds. Rejects after `timeoutMs`. */
  allLive(timeoutMs: number): Promise<number>;
  /** Resolves when so many more than now are acknowledged. */
  moreAcknowledged(count: number, timeoutMs?: number): Promise<void>;
  /** Lets everybody finish, reads all afresh, and says what was wrong. */
  judge(): Promise<Verdict>;
};

/** What a crowd’s run came to. */
export type Verdict = {
  violations: string[];
  counts: { sent: number; acknowledged: number; stored?: number; heard: number };
};

export type CrowdOptions = {
  customers: number;
  betweenMs: number;
  /** Where customers and agents come in, if not at the relay itself. */
  customersUrl?: string;
  agentsUrl?: string;
  tuning?: Partial<Tuning>;
  /** A ledger of one’s own. */
  ledger?: Ledger;
};

/** An agent may watch 500 conversations. */
const followedMost = 400;
/** How many come at once, so that a busy machine lets each in before they give up. */
const atOnce = 100;

const createFollowers = (at: Ground, ledger: Ledger, customers: number): Follower[] =>
  Array.from({ length: Math.ceil(customers / followedMost) }, (_, index) =>
    startFollower(at, { name: `agent ${index + 1}, live`, ledger }),
  );

/** Waits until everybody has heard what is stored; whoever has not by then is for the ledger to name. */
const caughtUp = async (
  { customers, followers }: Pick<Crowd, 'customers' | 'followers'>,
  last: ReadonlyMap<string, { staff: number; everyone: number }>,
): Promise<void> => {
  const isThere = (customer: Customer): boolean =>
    customer.place() >= (last.get(customer.conversation() ?? '')?.everyone ?? 0);
  const follows = ({ places }: Follower): boolean =>
    [...places].every(([id, seq]) => seq >= (last.get(id)?.staff ?? 0));
  await until(
    'everybody to have caught up',
    () => customers.every(isThere) && followers.every(follows),
    30_000,
  ).catch(() => {});
};

const letIn = async (all: number, come: (index: number) => Promise<Customer>): Promise<Customer[]> => {
  const customers: Customer[] = [];
  while (customers.length < all) {
    const first = customers.length;
    const count = Math.min(atOnce, all - first);
    customers.push(...(await Promise.all(Array.from({ length: count }, (_, index) => come(first + index)))));
  }
  return customers;
};

type Run = { at: Ground; ledger: Ledger; customers: readonly Customer[]; followers: readonly Follower[] };

/** Lets everybody finish and judges the run. */
const judgeRun = async ({ at, ledger, customers, followers }: Run): Promise<Verdict> => {
  await Promise.all(customers.map((customer) => customer.stop()));
  const { last, stored } = await readAfresh(at, customers, ledger);
  await caughtUp({ customers, followers }, last);
  const { sent, acknowledged, heard } = ledger.counts();
  const found = ledger.judge().map(({ kind, what }) => `${kind}: ${what}`);
  const problems = [...customers, ...followers].flatMap((side) => side.problems);
  const unanswered = sent === acknowledged ? [] : [`unanswered: ${sent - acknowledged} of ${sent}`];
  return {
    violations: [...found, ...problems, ...unanswered],
    counts: { sent, acknowledged, stored, heard },
  };
};

/** Opens a crowd: all are let in, and begin to talk. */
export const openCrowd = async (at: Ground, options: CrowdOptions): Promise<Crowd> => {
  const { betweenMs, customersUrl = at.url, agentsUrl = at.url, tuning = {} } = options;
  const { ledger = createLedger() } = options;
  const followers = createFollowers({ ...at, url: agentsUrl }, ledger, options.customers);
  const come = (index: number): Promise<Customer> => {
    const follower = followers[Math.floor(index / followedMost)];
    const onConversation: Follower['follow'] = (id) => follower?.follow(id);
    return startCustomer(
      { ...at, url: customersUrl },
      { name: `customer${index + 1}`, ledger, tuning, onConversation },
    );
  };
  const customers = await letIn(options.customers, come);
  for (const [index, customer] of customers.entries())
    customer.talk({ betweenMs, firstMs: (betweenMs * index) / customers.length });
  const sides = [...customers, ...followers];
  const live = (): number => sides.filter(({ connection }) => connection.state.name === 'live').length;

  return {
    ledger,
    customers,
    followers,
    live,
    size: sides.length,
    allLive: async (timeoutMs) => {
      const since = performance.now();
      await until(`all ${sides.length} to be back`, () => live() === sides.length, timeoutMs);
      return performance.now() - since;
    },
    moreAcknowledged: async (count, timeoutMs = 30_000) => {
      const before = ledger.counts().acknowledged;
      await until(
        `${count} acknowledgements`,
        () => ledger.counts().acknowledged >= before + count,
        timeoutMs,
      );
    },
    judge: () => judgeRun({ at, ledger, customers, followers }),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(sides.map((side) => side[Symbol.asyncDispose]()));
    },
  };
};
