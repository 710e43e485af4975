import { createApprovalFeed } from '../delivery/approvals.ts';
import { createCarts } from '../delivery/carts.ts';
import type { Connection } from '../delivery/connection.ts';
import { createDelivery } from '../delivery/delivery.ts';
import { createDraftFeed } from '../delivery/drafts.ts';
import { createInbox } from '../delivery/inbox.ts';
import { createPresence } from '../delivery/presence.ts';
import { createQueue } from '../delivery/queue.ts';
import { createRooms } from '../delivery/rooms.ts';
import { createRoster } from '../delivery/roster.ts';
import { createShopperView } from '../delivery/shopper-view.ts';
import { createSignals } from '../delivery/signals.ts';
import { createWaiters } from '../delivery/waiters.ts';
import { createBoards } from '../routing/board.ts';
import type { Settings } from '../shop/settings.ts';
import type { Store } from '../store/store.ts';

type FeedOptions = {
  store: Store;
  settings: Settings;
  onError: (error: unknown) => void;
  now: () => number;
};

/** What the relay tells whom, and who there is to tell. */
export const createFeeds = ({ store, settings, onError, now }: FeedOptions) => {
  const roster = createRoster();
  const boards = createBoards({ store, settings, roster, now });
  const rooms = createRooms();
  const carts = createCarts();
  const waiters = createWaiters();
  const inbox = createInbox({ store, onError });
  const approvals = createApprovalFeed({ store, onError });
  const heldFeed = createDraftFeed({ store, now, onError });
  const queue = createQueue({ store, settings, roster, now, onError });
  const tellShopper = createShopperView({ store, roster, onError });
  return {
    roster,
    boards,
    rooms,
    waiters,
    inbox,
    approvals,
    heldFeed,
    queue,
    presence: createPresence({ store, roster, boards, onError }),
    carts,
    signals: createSignals({ rooms, carts, peers: store.peers }),
    delivery: createDelivery({ rooms, waiters, inbox, approvals, heldFeed, queue, tellShopper }),
  };
};

/** What a relay tells whom. */
export type Feeds = ReturnType<typeof createFeeds>;

/** The connection hears nothing more. */
export const leaveFeeds = ({ rooms, inbox, approvals, heldFeed }: Feeds, gone: Connection): void => {
  for (const feed of [rooms, inbox, approvals, heldFeed]) feed.leave(gone);
};

/** Nothing more is told of itself. */
export const closeFeeds = ({ inbox, approvals, heldFeed, presence, queue }: Feeds): void => {
  for (const feed of [inbox, approvals, heldFeed, presence, queue]) feed.close();
};
