import type * as CartModule from '../late/tell-cart.ts';
import type { ChatOptions } from './chat-options.ts';
import type { Presence } from './presence.ts';
import type { PanelState } from './panel-state.ts';
import type { Store } from './store.ts';

/** A page tells of the whole cart on its next page anyway. */
const toldMost = 100;

/**
 * What the page tells of the cart. It waits here, in memory, until the shopper has a conversation and the page lets the
 * chat keep anything; only then what reads it is fetched.
 */
export const createTracking = (
  { keeping, readCart }: Pick<ChatOptions, 'keeping'> & { readCart: () => Promise<typeof CartModule> },
  store: Store<PanelState>,
  presence: Pick<Presence, 'session'>,
) => {
  const told: CartModule.Told[] = [];
  let more = (): void => {
    if (told.length === 0 || !store.value.conversation || !keeping.isAllowed) return;
    off();
    more = () => {};
    void readCart().then(({ tellCart }) => (more = tellCart({ keeping, store, presence, told })));
  };
  const off = store.subscribe(() => more());
  return {
    hear: (...event: CartModule.Told): void => {
      told.push(event);
      if (told.length > toldMost) told.shift();
      more();
    },
    /** Somebody else may be here now. */
    forget: (): void => void told.splice(0),
  };
};
