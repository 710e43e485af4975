import type * as CartModule from '../late/cart.ts';
import type { TrackedEventName } from '../types.ts';
import type { ChatOptions } from './chat-options.ts';
import type { Presence } from './presence.ts';
import type { PanelState } from './panel-state.ts';
import type { Store } from './store.ts';

type Told = readonly [name: TrackedEventName, data: unknown];

/** A page tells of the whole cart on its next page anyway. */
const toldMost = 100;
/** Above what the relay takes of one shopper. */
const everyMs = 1_500;

/**
 * What the page tells of the cart. It waits here, in memory, until the shopper has a conversation and the page lets the
 * chat keep anything; only then is it read, and told to the relay as it is by then.
 */
export const createTracking = (
  { keeping, readCart }: Pick<ChatOptions, 'keeping'> & { readCart: () => Promise<typeof CartModule> },
  store: Store<PanelState>,
  presence: Pick<Presence, 'session'>,
) => {
  const told: Told[] = [];
  let reported = '';
  let isBusy = false;

  const report = async (): Promise<void> => {
    const { cartAfter, emptyCart } = await readCart();
    const { conversation } = store.value;
    const { session } = presence;
    if (!conversation || !session) return;
    const { lines, order } = told.reduce((cart, [name, data]) => cartAfter(cart, name, data), emptyCart);
    const report = { conversation: conversation.id, cart_lines: [...lines], ...(order ? { order } : {}) };
    await session.connection.call('cart:report', report).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  };
  const look = (): void => {
    const { conversation, connection } = store.value;
    // What a relay has heard it forgets when it is started anew: it is told again on each connection.
    if (connection.name !== 'live') reported = '';
    if (isBusy || told.length === 0 || connection.name !== 'live' || !keeping.isAllowed) return;
    const now = `${conversation?.id} ${told.length}`;
    if (!conversation || conversation.status === 'closed' || now === reported) return;
    reported = now;
    isBusy = true;
    void report().finally(() => {
      isBusy = false;
      look();
    });
  };
  store.subscribe(look);
  return {
    hear: (...event: Told): void => {
      // The whole cart makes what was told of it before needless, but for an order.
      if (event[0] === 'store_cart_was_updated')
        told.splice(0, Infinity, ...told.filter(([name]) => name === 'store_order_was_created').slice(-1));
      told.push(event);
      if (told.length > toldMost) told.shift();
      reported = '';
      look();
    },
    /** Somebody else may be here now. */
    forget: (): void => void told.splice(0),
  };
};
