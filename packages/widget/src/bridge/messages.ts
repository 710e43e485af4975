/** Everything that crosses between the page and the frame, as `[name, ...values]`. Types only: it costs no byte. */

import type { TrackedEventName } from '../types.ts';

/** What of the options concerns the panel. */
export type PanelOptions = {
  locale?: string | undefined;
  theme?: 'auto' | 'light' | 'dark' | undefined;
  accent?: string | undefined;
  consent?: 'none' | 'functional' | 'all' | undefined;
  /** Of the panel’s corners: `8`, `8px`; once read, with its unit. */
  radius?: string | undefined;
  font?: string | undefined;
  spacing?: 'compact' | 'normal' | 'roomy' | undefined;
};

/** From the page to the panel. */
export type ToPanel =
  | ['update', options: PanelOptions]
  /** The panel is to be seen; `isModal`: it covers the page (phones), so focus must stay inside. */
  | ['open', isModal: boolean]
  | ['close']
  /** Where the shopper is. */
  | ['page', url: string, title: string]
  /** Who the page says is there; `canSign`: it can have a JWT when asked. */
  | ['identify', claim: { name?: string | undefined; email?: string | undefined }, canSign: boolean]
  | ['jwt', jwt: string | null]
  | ['logout']
  | ['prefill', text: string]
  /** The shopper answers a greeting of the shop’s, by its id. */
  | ['greet', id: string]
  /** Of the cart or an order; `data` is as the page gave it, read by the part that makes something of it. */
  | ['track', name: TrackedEventName, data: unknown];

/** From the panel to the page: methods of the page's side by name. No message text, no token, no name of a shopper. */
export type PageSide = {
  /** The panel is there and listens. */
  ready(): void;
  close(): void;
  /** `label` is the launcher's name with the count in words. */
  unread(count: number, label: string): void;
  /** Something was said while the shopper looked elsewhere: so much is unread, for the title; 0: they have looked. */
  call(count: number): void;
  /** Whether there is a conversation worth loading the panel for on the next page. */
  keep(isActive: boolean): void;
  /** Asks for `page`: a shopper may have gone on within a single-page shop. */
  look(): void;
  /** Asks for a fresh `jwt`. */
  sign(): void;
  emit(
    ...event:
      | [type: 'message', payload: { from: 'shopper' | 'shop' }]
      | [type: 'conversation', payload: { status: 'queued' | 'open' | 'closed' }]
  ): void;
};
export type ToPage = {
  [K in keyof PageSide]: [K, ...Parameters<PageSide[K]>];
}[keyof PageSide];
