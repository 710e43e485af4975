import type { AgentCommands } from '@shopbell/protocol';
import type { StaffContext } from './context.ts';
import { assigneeId } from './conversations.ts';

type Search = AgentCommands['conversation:search'];

/** `conversation:search`. */
export const searchConversations = async (
  { store, identity }: StaffContext,
  { query, status, assignee, shopper, from, to, cursor, limit }: Search['parsed'],
): Promise<Search['output']> => {
  const { shop, person } = identity;
  const { found, next } = await store.search(shop, {
    query,
    limit,
    ...assigneeId(assignee, person.id),
    ...(status === undefined ? {} : { status }),
    ...(shopper === undefined ? {} : { shopper }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(cursor === undefined ? {} : { cursor }),
  });
  const results = await Promise.all(
    found.map(async ({ conversation: id, matches }) => {
      const conversation = await store.conversation(shop, id);
      return conversation ? [{ conversation, matches }] : [];
    }),
  );
  return { results: results.flat(), next };
};
