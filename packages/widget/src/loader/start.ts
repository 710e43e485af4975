import type { Shopbell, ShopbellCall, ShopbellOptions } from '../types.ts';
import { createWidget, type FetchChat } from './create.ts';

/** The script tag; it is known only while its script runs. */
export const tag = document.currentScript as HTMLScriptElement | null;
const page = window as { Shopbell?: Shopbell | ShopbellCall[] };

/** Makes the widget of the script tag, and the calls that were queued before. */
export const start = (chatAt: FetchChat): void => {
  // A page that is swapped in (Turbo) runs its scripts again; the widget is there already.
  const before = page.Shopbell;
  if (!tag || (before as Shopbell | undefined)?.destroy) return;
  const options = {
    relay: new URL(tag.src).origin,
    ...(tag.dataset as object),
  } as unknown as ShopbellOptions;
  const api = createWidget(options, chatAt);
  page.Shopbell = api;
  api.on('destroy', () => delete page.Shopbell);
  (before as ShopbellCall[] | undefined)?.forEach(api.push);
};
