import type { PanelOptions, ToPanel } from '../bridge/messages.ts';
import type { ChatOptions } from './chat-options.ts';
import type * as CartModule from '../late/tell-cart.ts';
import { createDeeds, type Answer, type Choice, type SentParts } from './deeds.ts';
import { emptyPanel, unreadCount, type PanelState } from './panel-state.ts';
import type { Keeping } from './keeping.ts';
import { createPresence, type Presence } from './presence.ts';
import { createStore, type Store } from './store.ts';
import { createTracking } from './tracking.ts';

/** Everything the views may do. */
export type Chat = {
  store: Store<PanelState>;
  send: (text: string, choice?: Choice) => void;
  sendParts: (parts: SentParts) => void;
  /** The shop’s id. */
  shop: string;
  /** Says yes or no to a plan. */
  answer: (command: 'action:confirm' | 'action:decline', to: Answer) => void;
  /** Fills in a form that was sent here, or rates, through the outbox. */
  post: (command: 'form:answer' | 'rating:give', input: object) => void;
  /** For the later part. */
  presence: Presence;
  keeping: Keeping;
  retry: (nonce: string) => void;
  remove: (nonce: string) => void;
  /** The composer holds words now, or no longer. */
  type: (draft: string) => void;
  /** How the list stands now: whether the newest message is in view. */
  settle: (isAtEnd: boolean) => void;
  /** The shopper turned to the composer: where are they now? */
  look: () => void;
  close: () => void;
  /** Help articles, or none any more. */
  read: () => void;
  /** Says in the page’s title how much is unread; 0: no longer. */
  call: (count: number) => void;
  /** What the page says. */
  hear: (message: ToPanel) => void;
  /** The page came to the front, the network is back. */
  wake: () => void;
};

/** Tells the page what changed of what it may know: the count, and whether there is something to come back to. */
const reportTo = (
  { toPage, keeping }: ChatOptions,
  store: Store<PanelState>,
  label: (count: number) => string,
): void => {
  let told = '';
  let kept: boolean | null = null;
  store.subscribe(() => {
    const { conversation, pending, connection } = store.value;
    // What comes while the shopper looks is not news to ring about; further down, the panel itself says so.
    const isWatched = store.value.isOpen && document.visibilityState === 'visible';
    const count = isWatched ? 0 : unreadCount(store.value) + store.value.elsewhere;
    const next = `${count} ${label(count)}`;
    if (next !== told) toPage(['unread', count, label(count)]);
    told = next;
    if (connection.name !== 'live') return;
    const isOpen = conversation !== null && conversation.status !== 'closed';
    const isActive = keeping.isAllowed && (pending.length > 0 || count > 0 || isOpen);
    if (isActive !== kept) toPage(['keep', isActive]);
    kept = isActive;
  });
};

/** The panel without its views: state in a store, and what can be done. Connects when opened, or when there is a token. */
export const createChat = (
  options: ChatOptions,
  look: {
    show(options: PanelOptions): void;
    speak(locale: string): void;
    label(count: number, locale: string): string;
    readCart: () => Promise<typeof CartModule>;
  },
): Chat => {
  const store = createStore(emptyPanel(options.name, options.locale));
  const presence = createPresence(options, store);
  const deeds = createDeeds(options, store, presence);
  const tracking = createTracking({ ...options, readCart: look.readCart }, store, presence);
  reportTo(options, store, (count) => look.label(count, store.value.locale));

  const hear = (message: ToPanel): void => {
    switch (message[0]) {
      case 'update': {
        const { locale, consent } = message[1];
        options.keeping.allow(consent !== 'none');
        look.show(message[1]);
        return locale ? look.speak(locale) : undefined;
      }
      case 'open':
        store.set({ isOpen: true, isModal: message[1] });
        presence.start();
        return deeds.wake();
      case 'close':
        return store.set({ isOpen: false });
      case 'page':
        presence.visitor.page = { url: message[1], title: message[2] };
        // Their count is worth a connection, an untouched bell is not.
        return presence.comeBack();
      case 'identify':
        return presence.identify(message[1], message[2]);
      case 'jwt':
        return presence.signed(message[1]);
      case 'logout':
        tracking.forget();
        return presence.logout();
      case 'prefill':
        return store.set({ draft: message[1] });
      case 'greet':
        return store.set({ greeting: message[1] });
      case 'track':
        return tracking.hear(message[1], message[2]);
      default:
        return message satisfies never;
    }
  };
  return { ...deeds, store, hear };
};
