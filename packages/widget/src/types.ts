/** How a shop sets the widget up: as `data-*` on the script tag, or as an object. */
export type ShopbellOptions = {
  /** The shop's id on the relay. */
  shop: string;
  /** The relay's address, e.g. `https://chat.example`. The script tag takes it from its own `src`. */
  relay: string;
  /** The corner: at the end of a line (right, in English) or at its start. */
  position?: 'end' | 'start';
  /** The shop's colour as `#rrggbb`; text on it is chosen to be readable. */
  accent?: string;
  /** A language tag; else the page's `lang`, else the browser's. */
  locale?: string;
  theme?: 'auto' | 'light' | 'dark';
  /** `none`: nothing is ever stored. Else: only once the shopper has written. */
  consent?: 'none' | 'functional' | 'all';
  /** `none`: no bell; the page opens the chat by `Shopbell.open()`. */
  launcher?: 'bell' | 'none';
};

/** Who the page says is there. Only `jwt`, signed by the shop, is believed; the rest is shown as claimed. */
export type ShopbellIdentity = {
  jwt?: string | (() => string | Promise<string>);
  name?: string;
  email?: string;
};

/** What each event carries besides `id`, `at` and `type`. Nothing of what is written: that stays in the frame. */
export type ShopbellEvents = {
  ready: object;
  open: object;
  close: object;
  /** How many messages the shopper has not seen. */
  unread: { count: number };
  message: { from: 'shopper' | 'shop' };
  conversation: { status: 'queued' | 'open' | 'closed' };
  /** The relay does not answer; the widget keeps trying while it is open. */
  away: object;
  destroy: object;
};
export type ShopbellEventName = keyof ShopbellEvents;

/** One event: `id` is unique in the page while it is open, `at` ms since the Unix epoch. */
export type ShopbellEvent<K extends ShopbellEventName = ShopbellEventName> = {
  [N in K]: { id: string; at: number; type: N } & ShopbellEvents[N];
}[K];
export type ShopbellListener<K extends ShopbellEventName> = (event: ShopbellEvent<K>) => void;

/** One call as it waits in the queue: `['on', 'unread', listener]`. */
export type ShopbellCall = {
  [M in Exclude<keyof Shopbell, 'push'>]: [method: M, ...args: Parameters<Shopbell[M]>];
}[Exclude<keyof Shopbell, 'push'>];

type Methods = {
  open(): void;
  close(): void;
  toggle(): void;
  /** Shows or hides the launcher. */
  show(): void;
  hide(): void;
  identify(identity: ShopbellIdentity): void;
  /** Forgets the shopper: on the relay, in the frame, in the page. */
  logout(): void;
  /** Changes options, all but `shop` and `relay`. */
  update(options: Partial<Omit<ShopbellOptions, 'shop' | 'relay'>>): void;
  /** Hears an event; `ready` and `unread` reach late listeners too. Returns its undo. */
  on<K extends ShopbellEventName>(type: K, listener: ShopbellListener<K>): () => void;
  once<K extends ShopbellEventName>(type: K, listener: ShopbellListener<K>): () => void;
  off<K extends ShopbellEventName>(type: K, listener: ShopbellListener<K>): void;
  /** Takes everything away: nodes, listeners, timers, the frame. */
  destroy(): void;
  setLocale(locale: string): void;
  setTheme(theme: 'auto' | 'light' | 'dark'): void;
  /** Puts words into the composer, unsent. */
  prefill(text: string): void;
};

/** The widget as a page's script has it, with the names other chats use as aliases. */
export type Shopbell = Methods & {
  /** Takes a call as the queue did before the script was there. */
  push: (call: ShopbellCall) => void;
  boot: Methods['update'];
  shutdown: Methods['destroy'];
  setUser: Methods['identify'];
  reset: Methods['logout'];
  maximize: Methods['open'];
  minimize: Methods['close'];
};
