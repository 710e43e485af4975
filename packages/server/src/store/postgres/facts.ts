import type { ActionId, ConversationId, DraftId, FollowupId, ShopperId } from '@shopbell/protocol';
import type { FollowupAt } from '../followup-row.ts';
import type { HeldAt } from '../held-row.ts';
import type { ActionAt } from '../objections.ts';
import type { RoomAt } from '../routing-store.ts';
import type { Append } from '../store.ts';
import type { Facts } from './plan.ts';
import type { Ask } from './session.ts';
import { loadKnown, loadOpen, loadStates, type Keyed } from './states.ts';

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

const conversationsOf = (batch: readonly Append[]): ConversationId[] =>
  unique(batch.flatMap(({ conversation }) => (typeof conversation === 'string' ? [conversation] : [])));
const shoppersOf = (batch: readonly Append[]): ShopperId[] =>
  batch.flatMap(({ conversation }) => (typeof conversation === 'object' ? [conversation.begin.shopper] : []));

const lockConversations = (ask: Ask, ids: readonly ConversationId[]) =>
  ask({
    name: 'lock',
    text: 'SELECT 1 FROM conversations WHERE id = ANY($1) ORDER BY key FOR NO KEY UPDATE',
    values: [ids],
  });

const lockShoppers = async (ask: Ask, ids: readonly ShopperId[]): Promise<Map<ShopperId, string>> => {
  const text = 'SELECT id, shop FROM shoppers WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE';
  const { rows } = await ask<{ id: ShopperId; shop: string }>({ name: 'shoppers', text, values: [ids] });
  return new Map(rows.map(({ id, shop }) => [id, shop]));
};

const freshKeys = async (ask: Ask, count: number): Promise<number[]> => {
  const text = `SELECT nextval(pg_get_serial_sequence('conversations', 'key')) AS key FROM generate_series(1, $1)`;
  return (await ask<{ key: number }>({ name: 'keys', text, values: [count] })).rows.map(({ key }) => key);
};

const lockActions = async (ask: Ask, ids: readonly ActionId[]): Promise<Map<ActionId, ActionAt>> => {
  const text = `SELECT id, step, revision, conversation FROM actions WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`;
  const { rows } = await ask<ActionAt & { id: ActionId }>({ name: 'actions', text, values: [ids] });
  return new Map(rows.map(({ id, ...at }) => [id, at]));
};

/** Where follow-ups or drafts are. */
const lockBeside = async <Id extends string>(
  ask: Ask,
  table: 'followups' | 'drafts',
  ids: readonly Id[],
): Promise<Map<Id, FollowupAt & HeldAt>> => {
  if (ids.length === 0) return new Map();
  const text = `SELECT id, state, conversation FROM ${table} WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`;
  const { rows } = await ask<FollowupAt & { id: Id }>({ name: table, text, values: [ids] });
  return new Map(rows.map(({ id, ...at }) => [id, at]));
};

const roomsSql = `SELECT w.person, w.state, (SELECT COUNT(*) FROM conversations c WHERE c.shop = w.shop
  AND c.assignee_id = w.person AND c.status = 'open')::int AS load FROM work_states w WHERE w.person = ANY($1)`;

/** Locked first: what another relay has just given them is counted after it has let go. */
const lockRooms = async (ask: Ask, people: readonly string[]): Promise<Map<string, RoomAt>> => {
  if (people.length === 0) return new Map();
  const text = 'SELECT 1 FROM work_states WHERE person = ANY($1) ORDER BY person FOR NO KEY UPDATE';
  await ask({ name: 'rooms', text, values: [people] });
  const { rows } = await ask<RoomAt & { person: string }>({
    name: 'rooms counted',
    text: roomsSql,
    values: [people],
  });
  return new Map(rows.map(({ person, ...at }) => [person, at]));
};

/** What those who begin a conversation have: they themselves, locked, their open ones, and keys for new ones. */
const beginningsOf = async (ask: Ask, batch: readonly Append[]) => {
  const beginning = shoppersOf(batch);
  if (beginning.length === 0) return { shoppers: new Map<ShopperId, string>(), open: [], keys: [] };
  const shoppers = await lockShoppers(ask, unique(beginning));
  return {
    shoppers,
    open: await loadOpen(ask, [...shoppers.keys()]),
    keys: await freshKeys(ask, beginning.length),
  };
};

/**
 * What a batch meets, locked in the transaction under way, so that it stays so until the commit. A lock waits for who
 * had it; what is read is read after it, by statements of their own.
 */
export const lockFacts = async (ask: Ask, batch: readonly Append[]): Promise<Facts & { states: Keyed[] }> => {
  const ids = conversationsOf(batch);
  if (ids.length > 0) await lockConversations(ask, ids);
  const beginnings = await beginningsOf(ask, batch);
  const actions = unique(batch.flatMap(({ action }) => (action ? [action.id] : [])));
  const at = actions.length > 0 ? await lockActions(ask, actions) : new Map<ActionId, ActionAt>();
  const followups = await lockBeside<FollowupId>(
    ask,
    'followups',
    unique(batch.flatMap((each) => each.followup?.id ?? [])),
  );
  const held = await lockBeside<DraftId>(ask, 'drafts', unique(batch.flatMap((each) => each.held?.id ?? [])));
  const rooms = await lockRooms(ask, unique(batch.flatMap(({ room }) => room?.person ?? [])));
  const known = await loadKnown(
    ask,
    batch.map(({ nonce, by }) => ({ nonce, sender: by.id })),
  );
  const elsewhere = [...known.values()].map(({ id }) => id);
  const states = await loadStates(ask, unique([...ids, ...elsewhere]));
  const byId = new Map([...beginnings.open, ...states].map((keyed) => [keyed.state.id, keyed]));
  return { ...beginnings, known, actions: at, followups, rooms, held, states, find: (id) => byId.get(id) };
};

/** Whether a batch can be planned on what is remembered: messages to conversations that are there. */
export const isPlain = (batch: readonly Append[]): boolean =>
  batch.every(
    ({ conversation, action, followup, room, held }) =>
      typeof conversation === 'string' && !action && !followup && !room && !held,
  );

/** What is remembered, and what of it had to be read first. No nonce is known: the write finds out. */
export const rememberedFacts = async (
  batch: readonly Append[],
  recall: (id: ConversationId) => Keyed | undefined,
  read: (ids: readonly ConversationId[]) => Promise<Keyed[]>,
): Promise<Facts> => {
  const missing = conversationsOf(batch).filter((id) => recall(id) === undefined);
  const states = missing.length > 0 ? await read(missing) : [];
  const byId = new Map(states.map((keyed) => [keyed.state.id, keyed]));
  return {
    find: (id) => recall(id) ?? byId.get(id),
    known: new Map(),
    shoppers: new Map(),
    open: [],
    keys: [],
    actions: new Map(),
    followups: new Map(),
    rooms: new Map(),
    held: new Map(),
  };
};
