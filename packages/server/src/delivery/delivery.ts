import type { ConversationId } from '@shopbell/protocol';
import type { ConversationState, StoredEntry } from '../store/store.ts';
import type { ApprovalFeed } from './approvals.ts';
import { createCursors, type Cursors } from './cursors.ts';
import type { DraftFeed } from './drafts.ts';
import type { Inbox } from './inbox.ts';
import type { Queue } from './queue.ts';
import type { Rooms } from './rooms.ts';
import type { createShopperView } from './shopper-view.ts';
import type { Waiters } from './waiters.ts';

type DeliveryOptions = {
  rooms: Rooms;
  inbox: Inbox;
  approvals: ApprovalFeed;
  heldFeed: DraftFeed;
  waiters: Waiters;
  queue: Queue;
  tellShopper: ReturnType<typeof createShopperView>;
};

/** Something stored: entries of one conversation in a row, and the state after them. */
export type Stored = { entries: readonly StoredEntry[]; conversation: ConversationState };

/** What is stored, on its way to those who follow it here. */
export interface Delivery extends Pick<Cursors, 'follow'> {
  /** Delivers what comes next. `false`: some entries before these are missing here, and these wait for them. */
  deliver: (stored: Stored) => boolean;
  /** How far a conversation was delivered; `undefined`: nobody follows it. */
  at: Cursors['at'];
  /** The conversations that are followed. */
  followed: () => ConversationId[];
}

/** Makes the delivery of one relay. */
export const createDelivery = (options: DeliveryOptions): Delivery => {
  const { rooms, inbox, approvals, heldFeed, waiters, queue, tellShopper } = options;
  const cursors = createCursors();
  return {
    follow: cursors.follow,
    at: cursors.at,
    followed: () => cursors.sweep((id) => rooms.has(id) || waiters.has(id)),
    deliver: ({ entries, conversation }) => {
      const next = cursors.next(conversation.id, entries);
      for (const entry of next ?? []) rooms.deliver(entry);
      if (next !== null) waiters.wake(conversation.id);
      inbox.changed(conversation.shop, conversation.id);
      approvals.stored(conversation.shop, entries);
      heldFeed.stored(conversation.shop, entries);
      tellShopper(conversation);
      queue.follow(conversation);
      return next !== null;
    },
  };
};
