import type { Shopbell, ShopbellCall, ShopbellOptions } from '../types.ts';
import { createWidget } from './create.ts';

// The script tag is known only while its script runs.
const tag = document.currentScript as HTMLScriptElement | null;
const page = window as { Shopbell?: Shopbell | ShopbellCall[] };

// A page that is swapped in (Turbo) runs its scripts again; the widget is there already.
if (tag && !(page.Shopbell as Shopbell | undefined)?.destroy) {
  const queue = page.Shopbell as ShopbellCall[] | undefined;
  const options = {
    relay: new URL(tag.src).origin,
    ...(tag.dataset as object),
  } as unknown as ShopbellOptions;
  const api = createWidget(options, (address) => import(/* @vite-ignore */ address));
  page.Shopbell = api;
  api.on('destroy', () => delete page.Shopbell);
  queue?.forEach(api.push);
}
