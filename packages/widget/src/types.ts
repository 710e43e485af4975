/** How a shop sets the widget up: as `data-*` on the script tag, or as an object. */
export type ShopbellOptions = {
  /** The shop's id on the relay; required. */
  shop: string;
  /** The relay's address, e.g. `https://chat.example`. The script tag takes it from its own `src`. */
  relay: string;
  /** The corner: at the end of a line (right, in English; the default) or at its start. */
  position?: 'end' | 'start';
  /** The shop's colour as `#rrggbb`, else brass; text on it is chosen to be readable (AA). */
  accent?: string;
  /** How round the panel is: the radius of its corners in pixels, 0 to 24; bubbles and controls follow. Else 16. */
  radius?: string | number;
  /** A font family, or several with commas, of those the shopper’s device has; nothing is loaded. */
  font?: string;
  /** How much air there is in the panel. */
  spacing?: 'compact' | 'normal' | 'roomy';
  /** A language tag; else the page's `lang`, else the browser's. */
  locale?: string;
  /** `auto`: as the shopper's system. The default. */
  theme?: 'auto' | 'light' | 'dark';
  /** `none`: nothing is ever stored, no cart told of. Else, and by default: only once the shopper has written, but for which greetings were shown. */
  consent?: 'none' | 'functional' | 'all';
  /** `none`: no bell; the page opens the chat by `Shopbell.open()`, or by `customLauncher`. */
  launcher?: 'bell' | 'none';
  /** A CSS selector: what matches it, now or later, opens and closes the chat when it is clicked. Read once. */
  customLauncher?: string;
  /** A regular expression: on pages whose path it matches there is no chat, e.g. `^/checkout|^/account/`. */
  excludePaths?: string;
  /** `on`: the shop’s greetings are shown beside the bell, and the page remembers which. With the script tag, not pinned. Read once. */
  greetings?: 'on';
  /** What the bell says while the relay does not answer, if not `No connection. Retrying.`, in words of yours. */
  awayText?: string;
  /** The nonce of the page's content security policy, for what is fetched later. A script tag's own is found by itself. */
  nonce?: string;
};

/** Who the page says is there. Only `jwt`, signed by the shop, is believed; the rest is shown as claimed. */
export type ShopbellIdentity = {
  jwt?: string | (() => string | Promise<string>);
  name?: string;
  email?: string;
};

/** A line of a cart, as LiveChat's store events have it: `total_price` is the whole line's, in the currency's main unit. */
export type CartLine = {
  total_price: number;
  /** ISO 4217, e.g. `EUR`. */
  currency: string;
  quantity: number;
  product: { id?: string | number; title: string; sku?: string; variant_id?: string | number };
};

/** An order, as LiveChat's store events have it; `price` is that of one piece. */
export type TrackedOrder = {
  id: string | number;
  order_number?: string;
  currency: string;
  total_price: number;
  line_items: {
    title: string;
    quantity: number;
    price: number;
    sku?: string;
    variant_id?: string | number;
  }[];
};

/** What a page may tell of the shopper's cart and orders, by LiveChat's names; the first is ours: the cart as it is, whole. */
export type TrackedEvents = {
  store_cart_was_updated: { cart_lines: CartLine[] };
  store_product_added_to_cart: { cart_lines: CartLine[] };
  store_product_removed_from_cart: { cart_lines: CartLine[] };
  store_order_was_created: { order: TrackedOrder };
};
export type TrackedEventName = keyof TrackedEvents;

/** What each event carries besides `id`, `at` and `type`. Nothing of what is written: that stays in the frame. */
export type ShopbellEvents = {
  /** The methods work. */
  ready: object;
  /** The panel opens. */
  open: object;
  /** The panel closes. */
  close: object;
  /** How many messages the shopper has not seen. */
  unread: { count: number };
  /** Something was said. */
  message: { from: 'shopper' | 'shop' };
  /** A conversation begins or changes. */
  conversation: { status: 'queued' | 'open' | 'closed' };
  /** The relay does not answer; the widget keeps trying while it is open. */
  away: object;
  /** The widget goes. */
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
  /** Opens the panel. */
  open(): void;
  /** Closes it. */
  close(): void;
  /** Opens it when it is closed, closes it when it is open. */
  toggle(): void;
  /** Shows the launcher. */
  show(): void;
  /** Hides it. */
  hide(): void;
  /**
   * Says who is there. Only `jwt` (a string, or a function that gets one), signed by the shop, is believed. A function is
   * asked when the panel connects, and again when the relay refuses what it gave. Say it on every page while they are signed in.
   */
  identify(identity: ShopbellIdentity): void;
  /** Forgets the shopper: on the relay, in the frame, in the page. */
  logout(): void;
  /** Changes options, all but `shop` and `relay`. */
  update(options: Partial<Omit<ShopbellOptions, 'shop' | 'relay'>>): void;
  /** Hears an event; `ready` and `unread` reach late listeners too. Returns its undo. */
  on<K extends ShopbellEventName>(type: K, listener: ShopbellListener<K>): () => void;
  /** Hears it the next time only. */
  once<K extends ShopbellEventName>(type: K, listener: ShopbellListener<K>): () => void;
  /** Hears no more. */
  off<K extends ShopbellEventName>(type: K, listener: ShopbellListener<K>): void;
  /** Takes everything away: nodes, listeners, timers, the frame. */
  destroy(): void;
  /** Changes the language. */
  setLocale(locale: string): void;
  /** Changes the theme. */
  setTheme(theme: 'auto' | 'light' | 'dark'): void;
  /** Puts words into the composer, unsent. */
  prefill(text: string): void;
  /** Tells of the cart or an order: agents see it live once the shopper has written; nothing of it is stored. */
  track<K extends TrackedEventName>(name: K, data: TrackedEvents[K]): void;
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
