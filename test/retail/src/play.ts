import { startRelay, type RunningRelay } from '@shopbell-test/kit';
import {
  connectAgent,
  ShopbellError,
  type Agent,
  type AnyEntry,
  type ConversationHandle,
  type ErrorCode,
} from '@shopbell/agent';
import { readActions, writeActions } from './actions.ts';
import { audit, type Counts } from './audit.ts';
import type { Changed } from './books.ts';
import { consentingShopper } from './consenting-shopper.ts';
import { convertMoney, toDollars } from './money.ts';
import { retailOffice } from './office.ts';
import { isRefusal } from './plan.ts';
import { isRead, look } from './reads.ts';
import type { Database } from './records.ts';
import { isWrite, openShop, type Shop } from './shop.ts';
import type { Call, Task } from './tasks.ts';

/** How a task went. `changed`: whole records that differ from the database, in its own shape, in decimal dollars. */
export type Played = { id: Task['id']; changed: Changed } & Counts;

/** A task as it went, and what must never be: none of it, unless something is broken. */
export type Play = { played: Played; faults: string[] };

/** Told after each call how the shop stands then, in cents, and whether the call was refused. */
export type AfterCall = (call: Call, now: { changed: Changed; isRefused: boolean }) => void;

/** A counter at which tasks are played: a relay in this process, an agent program, and per task an office and a shopper. */
export type Counter = AsyncDisposable & { play(task: Task, after?: AfterCall): Promise<Play> };

const writeNames: ReadonlySet<string> = new Set(Object.values(writeActions).map(({ name }) => name));
const handOver = 'YOU ARE BEING TRANSFERRED TO A HUMAN AGENT. PLEASE HOLD ON.';
const toolNameMaxChars = 100;

/**
 * A no, and by whom: the shop's rules (it stands in the transcript), or the relay, which takes no input that is off the
 * action's schema. Everything else that goes wrong is a fault.
 */
const noes: ReadonlyMap<ErrorCode, 'shop' | 'relay'> = new Map([
  ['action_failed', 'shop'],
  ['bad_request', 'relay'],
  ['too_large', 'relay'],
]);
const whoSaysNo = (error: unknown): 'shop' | 'relay' | undefined =>
  error instanceof ShopbellError ? noes.get(error.code) : undefined;

/** Whom the shop has signed in: nobody where the representative finds the customer, else whose records come first. */
const signedIn = ({ books }: Shop, { actions }: Task): string | null => {
  for (const { name, arguments: input } of actions) {
    const { order_id, user_id } = input;
    const found = name.startsWith('find_user_id') && isRead(name) ? look(books, name, input) : null;
    if (found && !isRefusal(found)) return null;
    const orders = typeof order_id === 'string' ? books.order(order_id)?.user_id : undefined;
    const owner = orders ?? (typeof user_id === 'string' ? books.customer(user_id)?.user_id : undefined);
    if (owner !== undefined) return owner;
  }
  return null;
};

const actionFor = (tool: string) => {
  if (isWrite(tool)) return writeActions[tool];
  return isRead(tool) ? readActions[tool] : null;
};

type Refuser = 'shop' | 'relay' | null;

/** Makes one call; says who refused it, if somebody did. Rejects when it went wrong otherwise. */
const make = async (conversation: ConversationHandle, call: Call): Promise<Refuser> => {
  const action = actionFor(call.name);
  if (action === null) {
    await conversation.note(`There is no tool ${call.name.slice(0, toolNameMaxChars)}.`);
    return 'relay';
  }
  try {
    await conversation.run(action.name, call.arguments);
  } catch (error) {
    const who = whoSaysNo(error);
    if (who === undefined) throw error;
    return who;
  }
  if (call.name !== 'transfer_to_human_agents') return null;
  await conversation.reply(handOver);
  await conversation.assign(null);
  return null;
};

const wholeHistory = async (conversation: ConversationHandle): Promise<AnyEntry[]> => {
  const entries: AnyEntry[] = [];
  for (;;) {
    const page = await conversation.history({ after: entries.length, limit: 200 });
    if (page.entries.length === 0) return entries;
    entries.push(...page.entries);
  }
};

type Scene = { relay: RunningRelay; agent: Agent; database: Database; after: AfterCall };

/** Makes the calls one after another, whatever becomes of each; the faults go into `faults`. */
const makeAll = async (
  conversation: ConversationHandle,
  { actions }: Task,
  { shop, after, faults }: { shop: Shop; after: AfterCall; faults: string[] },
): Promise<{ turnedAway: number }> => {
  let turnedAway = 0;
  for (const call of actions) {
    const refuser = await make(conversation, call).catch((error: unknown) => {
      faults.push(`${call.name}: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    });
    if (refuser === 'relay' && isWrite(call.name)) turnedAway += 1;
    after(call, { changed: shop.changed(), isRefused: refuser !== null });
  }
  return { turnedAway };
};

const playTask = async ({ relay, agent, database, after }: Scene, task: Task): Promise<Play> => {
  const shop = openShop(database);
  await using stack = new AsyncDisposableStack();
  stack.use(await retailOffice(shop, { url: relay.url, key: relay.office.key }));
  const customer = stack.use(await consentingShopper(relay, signedIn(shop, task)));
  const conversation = await agent.conversation(await customer.begin(`Task ${task.id}`));
  const faults: string[] = [];
  const { turnedAway } = await makeAll(conversation, task, { shop, after, faults });
  const heard = await wholeHistory(conversation);
  // The same customer may come again: that is another conversation.
  await conversation.close();
  const { faults: found, ...counts } = audit(heard, {
    isWrite: (name) => writeNames.has(name),
    done: shop.keys(),
  });
  const changed = convertMoney(shop.changed(), toDollars);
  return {
    played: { id: task.id, changed, ...counts, refused: counts.refused + turnedAway },
    faults: [...faults, ...customer.troubles, ...found],
  };
};

/** Opens a counter over a database in cents. Each task finds the shop as the database has it. */
export const openCounter = async (database: Database): Promise<Counter> => {
  const stack = new AsyncDisposableStack();
  const relay = stack.use(await startRelay());
  const agent = stack.use(await connectAgent({ url: relay.url, key: relay.agent.key }));
  return {
    play: (task, after = () => {}) => playTask({ relay, agent, database, after }, task),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
};
