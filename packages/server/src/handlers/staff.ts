import { agentCommands, type AgentCommands } from '@shopbell/protocol';
import { uploadsFor } from './files.ts';
import { notFound, type StaffContext, type StaffHandlers } from './context.ts';

/** `session:open` of staff: who one is. */
export const openStaffSession = async ({
  store,
  identity,
  takesFiles,
  now,
}: StaffContext): Promise<AgentCommands['session:open']['output']> => {
  const shop = await store.shop(identity.shop);
  if (!shop) throw notFound('shop');
  const { id, name, role } = identity.person;
  const me = { id: id as `agt_${string}`, name, role, online: true, scopes: [...identity.scopes] };
  return { me, shop: { id: shop.id, name: shop.name }, ...uploadsFor(shop, takesFiles), now: now() };
};

const deciders: ReadonlySet<string> = new Set(agentCommands['approval:list'].roles);

/** `inbox:watch`. Over HTTP there is nowhere to tell: `conversation:list` with `changedSince` serves there. */
export const watchInbox: StaffHandlers['inbox:watch'] = (context) => {
  const { inbox, approvals, heldFeed, identity, caller } = context;
  if (!caller.connection) return {};
  inbox.watch(identity.shop, caller.connection);
  if (!deciders.has(identity.person.role)) return {};
  for (const feed of [approvals, heldFeed]) feed.watch(identity.shop, caller.connection);
  return {};
};

/** `shopper:get`. */
export const getShopper: StaffHandlers['shopper:get'] = async ({ store, identity }, { shopper: id }) => {
  const row = await store.shopper(identity.shop, id);
  if (!row) throw notFound('shopper');
  const { shop: _shop, ...shopper } = row;
  return { shopper };
};

/** `team:list`. */
export const listTeam: StaffHandlers['team:list'] = async ({ presence, identity }) => ({
  people: await presence.team(identity.shop),
});

/** `state:set`. */
export const setState: StaffHandlers['state:set'] = async (context, { state }) => {
  const { store, identity, router, presence, now } = context;
  const { shop, person } = identity;
  await store.saveWorkState({ shop, person: person.id, state, at: now() });
  router.look(shop);
  presence.changed(shop);
  return {};
};
