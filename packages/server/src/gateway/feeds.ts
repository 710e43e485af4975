import { createApprovalFeed } from '../delivery/approvals.ts';
import { createCarts } from '../delivery/carts.ts';
import type { Connection } from '../delivery/connection.ts';
import { createDelivery } from '../delivery/delivery.ts';
import { createInbox } from '../delivery/inbox.ts';
import { createPresence } from '../delivery/presence.ts';
import { createQueue } from '../delivery/queue.ts';
import { createRooms } from '../delivery/rooms.ts';
import { createRoster } from '../delivery/roster.ts';
import { createShopperView } from '../delivery/shopper-view.ts';
import { createSignals } from '../delivery/signals.ts';
import { createWaiters } from '../delivery/waiters.ts';
import type { Store } from '../store/store.ts';

/** What the relay tells whom, and who there is to tell. */
export const createFeeds = (store: Store, onError: (error: unknown) => void, now = Date.now) => {
  const roster = createRoster();
  const rooms = createRooms();
  const carts = createCarts();
  const waiters = createWaiters();
  const inbox = createInbox({ store, onError });
  const approvals = createApprovalFeed({ store, onError });
  const queue = createQueue({ store, roster, now, onError });
  const tellShopper = createShopperView({ store, roster, onError });
  return {
    roster,
    rooms,
    waiters,
    inbox,
    approvals,
    queue,
    presence: createPresence({ store, roster, onError }),
    carts,
    signals: createSignals({ rooms, carts, peers: store.peers }),
    delivery: createDelivery({ rooms, waiters, inbox, approvals, queue, tellShopper }),
  };
};

/** What a relay tells whom. */
export type Feeds = ReturnType<typeof createFeeds>;

/** The connection hears nothing more. */
export const leaveFeeds = ({ rooms, inbox, approvals }: Feeds, gone: Connection): void => {
  for (const feed of [rooms, inbox, approvals]) feed.leave(gone);
};

/** Nothing more is told of itself. */
export const closeFeeds = ({ inbox, approvals, presence, queue }: Feeds): void => {
  for (const feed of [inbox, approvals, presence, queue]) feed.close();
};
