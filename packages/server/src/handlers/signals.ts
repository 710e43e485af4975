import type { AgentCommands, ConversationId, ShopperCommands } from '@shopbell/protocol';
import { eventPacket } from '../delivery/packets.ts';
import { authorOf, conversationFor, type ShopperContext, type StaffContext } from './context.ts';

type Context = ShopperContext | StaffContext;

const exceptCaller = ({ caller }: Context) => (caller.connection ? { except: caller.connection } : {});

/** `typing:set`: a shopper’s goes to staff; one of staff goes to the shopper and to colleagues. */
export const setTyping = async (
  context: Context,
  { conversation, typing }: { conversation: ConversationId; typing: boolean },
): Promise<Record<string, never>> => {
  await conversationFor(context, conversation);
  const { rooms, identity } = context;
  const json = JSON.stringify({ conversation, by: authorOf(context), typing });
  const toStaff = eventPacket('staff', 'typing:changed', json);
  rooms.signal(conversation, toStaff, { side: 'staff', ...exceptCaller(context) });
  if (identity.kind === 'staff')
    rooms.signal(conversation, eventPacket('shopper', 'typing:changed', json), { side: 'shopper' });
  return {};
};

/** Moves one side’s read position, never past the end, and tells those who watch if it moved. */
const markRead = async (
  context: Context,
  conversation: ConversationId,
  place: { side: 'shopper' | 'staff'; seq: number },
): Promise<Record<string, never>> => {
  const { store, rooms, inbox } = context;
  const state = await conversationFor(context, conversation);
  const publicSeq = Math.min(place.seq, state.lastPublicSeq);
  if (publicSeq === 0 || !(await store.markRead(conversation, place.side, publicSeq))) return {};
  const read = JSON.stringify({ conversation, side: place.side, publicSeq });
  const toStaff = eventPacket('staff', 'read:changed', read);
  rooms.signal(conversation, toStaff, { side: 'staff', ...exceptCaller(context) });
  inbox.changed(state.shop, conversation);
  if (place.side === 'shopper') return {};
  const seen = eventPacket('shopper', 'read:changed', JSON.stringify({ conversation, seq: publicSeq }));
  rooms.signal(conversation, seen, { side: 'shopper' });
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
