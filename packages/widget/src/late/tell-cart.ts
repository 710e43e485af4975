import type { Keeping } from '../panel/keeping.ts';
import type { PanelState } from '../panel/panel-state.ts';
import type { Presence } from '../panel/presence.ts';
import type { Store } from '../panel/store.ts';
import type { TrackedEventName } from '../types.ts';
import { cartAfter, emptyCart } from './cart.ts';

/** What the page told of, as it told it. */
export type Told = readonly [name: TrackedEventName, data: unknown];

type Telling = {
  keeping: Pick<Keeping, 'isAllowed'>;
  store: Store<PanelState>;
  presence: Pick<Presence, 'session'>;
  /** Grows while this goes on. */
  told: Told[];
};

/** Above what the relay takes of one shopper. */
const everyMs = 1_500;

/** The whole cart makes what was told of it before needless, but for an order. */
const shorten = (told: Told[]): void => {
  const whole = told.findLastIndex(([name]) => name === 'store_cart_was_updated');
  if (whole > 0)
    told.splice(
      0,
      whole,
      ...told
        .slice(0, whole)
        .filter(([name]) => name === 'store_order_was_created')
        .slice(-1),
    );
};

/**
 * Tells the relay of the cart, as it is by then, while the shopper has a conversation and the page lets the chat keep
 * anything; again on each connection. Returns what is called when the page has told more.
 */
export const tellCart = ({ keeping, store, presence, told }: Telling): (() => void) => {
  let reported = '';
  let isBusy = false;

  const report = async (): Promise<void> => {
    const { conversation } = store.value;
    const { session } = presence;
    if (!conversation || !session) return;
    shorten(told);
    const { lines, order } = told.reduce((cart, [name, data]) => cartAfter(cart, name, data), emptyCart);
    const input = { conversation: conversation.id, cart_lines: [...lines], ...(order ? { order } : {}) };
    await session.connection.call('cart:report', input).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  };
  const look = (): void => {
    const { conversation, connection } = store.value;
    // What a relay has heard it forgets when it is started anew: it is told again on each connection.
    if (connection.name !== 'live') reported = '';
    if (isBusy || told.length === 0 || connection.name !== 'live' || !keeping.isAllowed) return;
    if (!conversation || conversation.status === 'closed' || conversation.id === reported) return;
    reported = conversation.id;
    isBusy = true;
    void report().finally(() => {
      isBusy = false;
      look();
    });
  };
  const more = (): void => {
    reported = '';
    look();
  };
  store.subscribe(look);
  look();
  return more;
};
