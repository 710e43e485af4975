import type { AgentCommands, ConversationId, ShopperCommands } from '@shopbell/protocol';
import { authorOf, conversationFor, type ShopperContext, type StaffContext } from './context.ts';

type Context = ShopperContext | StaffContext;

/** `typing:set`: a shopper’s goes to staff; one of staff goes to the shopper and to colleagues. */
export const setTyping = async (
  context: Context,
  { conversation, typing }: { conversation: ConversationId; typing: boolean },
): Promise<Record<string, never>> => {
  await conversationFor(context, conversation);
  const { signals, identity, caller } = context;
  const json = JSON.stringify({ conversation, by: authorOf(context), typing });
  const signal = { conversation, event: 'typing:changed', json } as const;
  signals.send({ ...signal, side: 'staff' }, caller.connection);
  if (identity.kind === 'staff') signals.send({ ...signal, side: 'shopper' });
  return {};
};

/** Moves one side’s read position, never past the end, and tells those who watch if it moved. */
const markRead = async (
  context: Context,
  conversation: ConversationId,
  place: { side: 'shopper' | 'staff'; seq: number },
): Promise<Record<string, never>> => {
  const { store, signals, inbox, caller } = context;
  const state = await conversationFor(context, conversation);
  const publicSeq = Math.min(place.seq, state.lastPublicSeq);
  if (publicSeq === 0 || !(await store.markRead(conversation, place.side, publicSeq))) return {};
  const signal = { conversation, event: 'read:changed' } as const;
  const json = JSON.stringify({ conversation, side: place.side, publicSeq });
  signals.send({ ...signal, side: 'staff', json }, caller.connection);
  inbox.changed(state.shop, conversation);
  if (place.side === 'staff')
    signals.send({ ...signal, side: 'shopper', json: JSON.stringify({ conversation, seq: publicSeq }) });
  return {};
};

/** `read:mark` of a shopper. */
export const markShopperRead = (
  context: ShopperContext,
  { conversation, seq }: ShopperCommands['read:mark']['parsed'],
) => markRead(context, conversation, { side: 'shopper', seq });

/** `read:mark` of staff. */
export const markStaffRead = (
  context: StaffContext,
  { conversation, publicSeq }: AgentCommands['read:mark']['parsed'],
) => markRead(context, conversation, { side: 'staff', seq: publicSeq });
