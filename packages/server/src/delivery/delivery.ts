import type { Log } from '../log/log.ts';
import type { ApprovalFeed } from './approvals.ts';
import type { Inbox } from './inbox.ts';
import type { Rooms } from './rooms.ts';
import type { createShopperView } from './shopper-view.ts';
import type { Waiters } from './waiters.ts';

type DeliveryOptions = {
  log: Pick<Log, 'onCommitted'>;
  rooms: Rooms;
  inbox: Inbox;
  approvals: ApprovalFeed;
  waiters: Waiters;
  tellShopper: ReturnType<typeof createShopperView>;
};

/** Starts to deliver what is committed, batch by batch, in the order of the log. Returns its end. */
export const startDelivery = ({
  log,
  rooms,
  inbox,
  approvals,
  waiters,
  tellShopper,
}: DeliveryOptions): (() => void) =>
  log.onCommitted((batch) => {
    for (const { entries, conversation } of batch) {
      for (const entry of entries) rooms.deliver(entry);
      waiters.wake(conversation.id);
      inbox.changed(conversation.shop, conversation.id);
      approvals.stored(conversation.shop, entries);
      tellShopper(conversation);
    }
  });
