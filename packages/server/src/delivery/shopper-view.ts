import type { ConversationId, ShopperId } from '@shopbell/protocol';
import type { ConversationState, Store } from '../store/store.ts';
import { eventPacket } from './packets.ts';
import type { Roster } from './roster.ts';

type ShopperViewOptions = {
  store: Pick<Store, 'shopperConversations'>;
  roster: Pick<Roster, 'ofShopper'>;
  onError: (error: unknown) => void;
  /** How many conversations are remembered as they were last told of. */
  remembered?: number;
};

/** Enough to find a conversation that just changed among the shopper’s newest. */
const newest = 50;

const digestOf = ({ status, assignee, shopper }: ConversationState): string =>
  `${shopper} ${status} ${assignee?.id ?? ''}`;

/**
 * Makes the function that tells a shopper’s own sockets when a conversation of theirs gets another status or
 * assignee, or is new. Costs nothing for shoppers who are not connected.
 */
export const createShopperView = ({ store, roster, onError, remembered = 10_000 }: ShopperViewOptions) => {
  const told = new Map<ConversationId, string>();

  const remember = (id: ConversationId, digest: string): void => {
    told.set(id, digest);
    const [oldest] = told.keys();
    if (told.size > remembered && oldest) told.delete(oldest);
  };

  const tell = async (shop: string, shopper: ShopperId, id: ConversationId): Promise<void> => {
    const mine = await store.shopperConversations(shop, shopper, newest);
    const conversation = mine.find((each) => each.id === id);
    if (!conversation) return;
    const packet = eventPacket('shopper', 'conversation:changed', JSON.stringify(conversation));
    for (const connection of roster.ofShopper(shopper)) connection.send(packet);
  };

  return (state: ConversationState): void => {
    if (roster.ofShopper(state.shopper).size === 0) return;
    const digest = digestOf(state);
    if (told.get(state.id) === digest) return;
    remember(state.id, digest);
    tell(state.shop, state.shopper, state.id).catch(onError);
  };
};
