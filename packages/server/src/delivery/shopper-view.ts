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

/** What a shopper is told of, and nothing that changes with each message. */
type Told = Pick<ConversationState, 'shopper' | 'status'> & { assigneeId: string | null };

const isAsTold = (told: Told | undefined, { shopper, status, assignee }: ConversationState): boolean =>
  told !== undefined &&
  told.shopper === shopper &&
  told.status === status &&
  told.assigneeId === (assignee?.id ?? null);

/**
 * Makes the function that tells a shopper’s own sockets when a conversation of theirs gets another status or
 * assignee, or is new. Costs nothing for shoppers who are not connected.
 */
export const createShopperView = ({ store, roster, onError, remembered = 10_000 }: ShopperViewOptions) => {
  const told = new Map<ConversationId, Told>();

  const remember = ({ id, shopper, status, assignee }: ConversationState): void => {
    told.set(id, { shopper, status, assigneeId: assignee?.id ?? null });
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
    if (isAsTold(told.get(state.id), state) || roster.ofShopper(state.shopper).size === 0) return;
    remember(state);
    tell(state.shop, state.shopper, state.id).catch(onError);
  };
};
