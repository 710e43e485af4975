import type { ChatCall } from '../chat/chat.ts';
import type { Shopbell, ShopbellCall } from '../types.ts';
import type { createEvents } from './events.ts';

/** What the methods are made of. Tuples: names would cost bytes. */
export type Deeds = [
  setOpen: (isOpen?: boolean) => void,
  update: Shopbell['update'],
  tell: (...call: ChatCall) => void,
  host: HTMLElement,
  undo: AbortController,
];

/** The methods a page has; the aliases are the same functions. */
export const createApi = (
  [setOpen, update, tell, host, undo]: Deeds,
  [emit, on, off]: ReturnType<typeof createEvents>,
): Shopbell => {
  const open = (): void => setOpen(true);
  const close = (): void => setOpen(false);
  const identify: Shopbell['identify'] = (identity) => tell('identify', identity);
  const logout = (): void => tell('logout');
  const destroy = (): void => {
    close();
    host.remove();
    emit('destroy');
    undo.abort();
  };
  const api: Shopbell = {
    open,
    close,
    toggle: () => setOpen(),
    show: () => update({ launcher: 'bell' }),
    hide: () => update({ launcher: 'none' }),
    identify,
    logout,
    update,
    on,
    once: (type, listener) => on(type, listener, true),
    off,
    destroy,
    setLocale: (locale) => update({ locale }),
    setTheme: (theme) => update({ theme }),
    prefill: (text) => tell('prefill', text),
    track: (...event) => tell('track', ...event),
    push: ([method, ...values]: ShopbellCall) => (api[method] as (...all: unknown[]) => void)(...values),
    boot: update,
    shutdown: destroy,
    setUser: identify,
    reset: logout,
    maximize: open,
    minimize: close,
  };
  emit('ready');
  return api;
};
