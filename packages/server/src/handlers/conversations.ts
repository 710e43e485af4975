import type { AgentCommands } from '@shopbell/protocol';
import { decideAssign, decideClose, decideReopen } from '../rules/staff.ts';
import { appendTo, notFound, type StaffContext } from './context.ts';
import { storedForStaff } from './reply-data.ts';

type Stored = AgentCommands['conversation:assign']['output'];
type Parsed<K extends keyof AgentCommands> = AgentCommands[K]['parsed'];

/** Whose conversations, as the store’s queries want it. */
export const assigneeId = (assignee: Parsed<'conversation:list'>['assignee'], me: string) => {
  if (assignee === 'nobody') return { assigneeId: null };
  if (assignee === 'me') return { assigneeId: me };
  return assignee === undefined ? {} : { assigneeId: assignee };
};

/** `conversation:list` of staff. */
export const listConversations = (
  { store, identity }: StaffContext,
  { status, assignee, shopper, changedSince, cursor, limit }: Parsed<'conversation:list'>,
): Promise<AgentCommands['conversation:list']['output']> =>
  store.conversations(identity.shop, {
    limit,
    ...assigneeId(assignee, identity.person.id),
    ...(status === undefined ? {} : { status }),
    ...(shopper === undefined ? {} : { shopper }),
    ...(changedSince === undefined ? {} : { changedSince }),
    ...(cursor === undefined ? {} : { cursor }),
  });

/** `conversation:get`. */
export const getConversation = async (
  { store, identity }: StaffContext,
  { conversation: id }: Parsed<'conversation:get'>,
): Promise<AgentCommands['conversation:get']['output']> => {
  const conversation = await store.conversation(identity.shop, id);
  if (!conversation) throw notFound('conversation');
  return { conversation };
};

const handling = new Set(['agent', 'bot']);

/** `conversation:assign`: to somebody of the shop who answers shoppers, or to nobody. */
export const assignConversation = async (
  context: StaffContext,
  { to, ...place }: Parsed<'conversation:assign'>,
): Promise<Stored> => {
  const person = to === null ? null : await context.store.person(context.identity.shop, to);
  const isThere = person !== null && person.removedAt === null && handling.has(person.kind);
  if (to !== null && !isThere) throw notFound('colleague');
  const assignee = person && { id: person.id, name: person.name };
  return storedForStaff(await appendTo(context, place, (state) => decideAssign(state, { to: assignee })));
};

/** `conversation:close`. */
export const closeConversation = async (
  context: StaffContext,
  { outcome, ...place }: Parsed<'conversation:close'>,
): Promise<Stored> =>
  storedForStaff(await appendTo(context, place, (state) => decideClose(state, { outcome })));

/** `conversation:reopen`. */
export const reopenConversation = async (
  context: StaffContext,
  place: Parsed<'conversation:reopen'>,
): Promise<Stored> => storedForStaff(await appendTo(context, place, decideReopen));
