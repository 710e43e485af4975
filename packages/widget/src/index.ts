import { startChat } from './chat/chat.ts';
import { createWidget } from './loader/create.ts';
import type { Shopbell, ShopbellOptions } from './types.ts';
export type {
  CartLine,
  Shopbell,
  ShopbellCall,
  ShopbellEvent,
  ShopbellEventName,
  ShopbellEvents,
  ShopbellIdentity,
  ShopbellListener,
  ShopbellOptions,
  TrackedEventName,
  TrackedEvents,
  TrackedOrder,
} from './types.ts';

const nothing = (): void => {};
const undoNothing = (): (() => void) => nothing;

/** Where there is no page (rendering on a server), every method does nothing. */
const inert: Shopbell = {
  open: nothing,
  close: nothing,
  toggle: nothing,
  show: nothing,
  hide: nothing,
  identify: nothing,
  logout: nothing,
  update: nothing,
  on: undoNothing,
  once: undoNothing,
  off: nothing,
  destroy: nothing,
  setLocale: nothing,
  setTheme: nothing,
  prefill: nothing,
  track: nothing,
  push: nothing,
  boot: nothing,
  shutdown: nothing,
  setUser: nothing,
  reset: nothing,
  maximize: nothing,
  minimize: nothing,
};

/** Puts the widget into the page, once per call; `destroy()` takes it away whole. Safe to call where there is no page. */
export const createShopbell = (options: ShopbellOptions): Shopbell =>
  typeof document === 'undefined'
    ? inert
    : createWidget(options, async () => ({ startChat, greet: nothing }));
