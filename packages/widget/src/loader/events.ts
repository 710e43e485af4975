import type { ShopbellEvent, ShopbellEventName, ShopbellEvents, ShopbellListener } from '../types.ts';

type Heard = (event: Event) => void;

/**
 * `[emit, on, off]`. The widget's events are window events, `shopbell:<type>`: the browser keeps one listener's error from the next.
 * When `signal` aborts, no listener is left.
 */
export const createEvents = (signal: AbortSignal) => {
  const wrapped = new WeakMap<object, Heard>();
  const last: Partial<Record<ShopbellEventName, unknown>> = {};
  let made = 0;

  const off = <K extends ShopbellEventName>(type: K, listener: ShopbellListener<K>): void =>
    removeEventListener(`shopbell:${type}`, wrapped.get(listener) as Heard);

  const on = <K extends ShopbellEventName>(type: K, listener: ShopbellListener<K>, once?: boolean) => {
    const heard: Heard =
      wrapped.get(listener) ?? ((event) => listener((event as CustomEvent<ShopbellEvent<K>>).detail));
    wrapped.set(listener, heard);
    const isLate = last[type];
    if (isLate) queueMicrotask(() => listener(isLate as ShopbellEvent<K>));
    if (!isLate || !once) addEventListener(`shopbell:${type}`, heard, { once: once as boolean, signal });
    return (): void => off(type, listener);
  };

  const emit = <K extends ShopbellEventName>(type: K, payload?: ShopbellEvents[K]): void => {
    const detail = { id: `${++made}`, at: Date.now(), type, ...payload };
    // Late listeners hear `ready` and `unread`.
    if (/read/.test(type)) last[type] = detail;
    dispatchEvent(new CustomEvent(`shopbell:${type}`, { detail }));
  };

  return [emit, on, off] as const;
};
