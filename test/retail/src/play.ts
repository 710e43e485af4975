import { startRelay, type RunningRelay } from '@shopbell-test/kit';
import {
  connectAgent,
  ShopbellError,
  type Agent,
  type AnyEntry,
  type ConversationHandle,
} from '@shopbell/agent';
import { readActions, writeActions } from './actions.ts';
import { audit, type Audit } from './audit.ts';
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
export type Played = { id: string; changed: Changed } & Audit;

/** A counter at which tasks are played: a relay in this process, an agent program, and per task an office and a shopper. */
export type Counter = AsyncDisposable & { play(task: Task): Promise<Played> };

const writeNames: ReadonlySet<string> = new Set(Object.values(writeActions).map(({ name }) => name));
const handOver = 'YOU ARE BEING TRANSFERRED TO A HUMAN AGENT. PLEASE HOLD ON.';

/** What the shop's rules say no to; everything else that goes wrong ends the play. */
const isShopsNo = (error: unknown): boolean =>
  error instanceof ShopbellError && error.code === 'action_failed';

/** Whom the shop has signed in: nobody where the representative finds the customer, else whose records come first. */
const signedIn = ({ books }: Shop, { actions }: Task): string | null => {
  for (const { name, arguments: input } of actions) {
    const { order_id, user_id } = input as { order_id?: string; user_id?: string };
    const found = name.startsWith('find_user_id') && isRead(name) ? look(books, name, input) : null;
    if (found && !isRefusal(found)) return null;
    const customer = user_id ?? books.order(order_id ?? '')?.user_id;
    if (customer !== undefined) return customer;
  }
  return null;
};

const actionFor = (tool: string) => {
  if (isWrite(tool)) return writeActions[tool];
  return isRead(tool) ? readActions[tool] : null;
};

const make = async (conversation: ConversationHandle, call: Call): Promise<void> => {
  const action = actionFor(call.name);
  if (action === null) return void (await conversation.note(`There is no tool ${call.name}.`));
  try {
    await conversation.run(action.name, call.arguments);
  } catch (error) {
    if (!isShopsNo(error)) throw error;
  }
  if (call.name !== 'transfer_to_human_agents') return;
  await conversation.reply(handOver);
  await conversation.assign(null);
};

const wholeHistory = async (conversation: ConversationHandle): Promise<AnyEntry[]> => {
  const entries: AnyEntry[] = [];
  for (;;) {
    const page = await conversation.history({ after: entries.length, limit: 200 });
    if (page.entries.length === 0) return entries;
    entries.push(...page.entries);
  }
};

type Scene = { relay: RunningRelay; agent: Agent; database: Database };

const playTask = async ({ relay, agent, database }: Scene, task: Task): Promise<Played> => {
  const shop = openShop(database);
  await using stack = new AsyncDisposableStack();
  stack.use(await retailOffice(shop, { url: relay.url, key: relay.office.key }));
  const customer = stack.use(await consentingShopper(relay, signedIn(shop, task)));
  const conversation = await agent.conversation(await customer.begin(`Task ${task.id}`));
  for (const call of task.actions) await make(conversation, call);
  if (customer.troubles.length > 0) throw new Error(customer.troubles.join('; '));
  const heard = await wholeHistory(conversation);
  // The same customer may come again: that is another conversation.
  await conversation.close();
  const counted = audit(heard, { isWrite: (name) => writeNames.has(name), done: shop.keys() });
  return { id: task.id, changed: convertMoney(shop.changed(), toDollars), ...counted };
};

/** Opens a counter over a database in cents. Each task finds the shop as the database has it. */
export const openCounter = async (database: Database): Promise<Counter> => {
  const stack = new AsyncDisposableStack();
  const relay = stack.use(await startRelay());
  const agent = stack.use(await connectAgent({ url: relay.url, key: relay.agent.key }));
  return {
    play: (task) => playTask({ relay, agent, database }, task),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
};
