import { nanoid } from 'nanoid';
import type { ToPage, ToPanel } from '../bridge/messages.ts';
import type { Keeping } from './keeping.ts';
import { emptyPanel, forgotten, unreadCount, withAcknowledged, type PanelState } from './panel-state.ts';
import { openSession, pageOf, type Session, type Visitor } from './session.ts';
import { createStore, type Store } from './store.ts';

/** What somebody picked on a choices card. */
export type Choice = { card: string; value: string };

/** Everything the views may do. */
export type Chat = {
  store: Store<PanelState>;
  send(text: string, choice?: Choice): void;
  retry(nonce: string): void;
  remove(nonce: string): void;
  /** The composer holds words now, or no longer. */
  type(draft: string): void;
  /** The newest message is in view. */
  markRead(): void;
  /** The shopper turned to the composer: where are they now? */
  look(): void;
  close(): void;
  /** What the page says. */
  hear(message: ToPanel): void;
  /** The page came to the front, the network is back. */
  wake(): void;
};

export type ChatOptions = {
  url: string;
  shop: string;
  name: string;
  keeping: Keeping;
  toPage: (message: ToPage) => void;
};

const typingEveryMs = 2_500;
/** How long a page may take to sign; then the chat goes on unsigned. */
const signTimeoutMs = 8_000;

/** The identity: who the page says is there, and a session opened anew whenever that changes. */
const createPresence = (options: ChatOptions, store: Store<PanelState>) => {
  const { keeping, toPage } = options;
  const visitor: Visitor = { claim: {}, page: { url: '', title: '' }, jwt: undefined };
  let session: Session | null = null;
  let canSign = false;
  let signing: ReturnType<typeof setTimeout> | undefined;
  let strikes = 0;

  const open = (): void => {
    clearTimeout(signing);
    signing = undefined;
    session?.close();
    session = openSession({ ...options, store, visitor, onUnauthenticated });
  };
  /** Opens once the page has signed, or does not. */
  const begin = (): void => {
    if (!canSign) return open();
    clearTimeout(signing);
    signing = setTimeout(open, signTimeoutMs);
    toPage(['sign']);
  };
  const onUnauthenticated = (): void => {
    strikes += 1;
    keeping.setToken(undefined);
    visitor.jwt = undefined;
    // Once with a fresh signature, once without any, then it stays refused: no loop against a relay that says no.
    if (strikes === 1) begin();
    else if (strikes === 2) open();
  };

  return {
    visitor,
    get session() {
      return session;
    },
    start: (): void => {
      if (!session && !signing) begin();
    },
    identify: (claim: Visitor['claim'], isSigner: boolean): void => {
      visitor.claim = claim;
      canSign = isSigner;
      strikes = 0;
      if (!session) return;
      if (canSign) begin();
      else session.connection.call('profile:claim', claim).catch(() => {});
    },
    signed: (jwt: string | null): void => {
      if (!signing) return;
      visitor.jwt = jwt ?? undefined;
      open();
    },
    logout: (): void => {
      const leaving = session;
      session = null;
      canSign = false;
      visitor.claim = {};
      visitor.jwt = undefined;
      keeping.forget();
      const closed = leaving?.connection.call('session:close', {}).catch(() => {});
      void closed?.then(() => leaving?.close());
      store.set(forgotten(store.value));
      if (store.value.isOpen) begin();
    },
  };
};

type Presence = ReturnType<typeof createPresence>;

/** What the shopper does in the panel. */
const createDeeds = ({ keeping, toPage }: ChatOptions, store: Store<PanelState>, presence: Presence) => {
  let typingAt = 0;
  const setTyping = (typing: boolean): void => {
    const conversation = store.value.conversation?.id;
    if (!conversation) return;
    typingAt = typing ? Date.now() : 0;
    presence.session?.connection
      .call('typing:set', { conversation, typing }, { volatile: true })
      .catch(() => {});
  };
  const send: Chat['send'] = (text, choice) => {
    const { session, visitor } = presence;
    if (!session) return;
    const conversation = store.value.conversation?.id;
    const input = {
      ...(conversation ? { conversation } : {}),
      // The time first: the relay’s index of nonces then grows at its end.
      nonce: `${Date.now().toString(36)}${nanoid(13)}`,
      parts: [{ kind: 'text' as const, text }],
      ...(choice ? { choice } : {}),
      ...pageOf(visitor),
    };
    keeping.begin();
    typingAt = 0;
    const pending = { nonce: input.nonce, command: 'message:send', input, queuedAt: Date.now(), error: null };
    session.connection.post('message:send', input).then(
      ({ conversation: id, seq, at }) => {
        store.set((state) => withAcknowledged(state, { pending, seq, at }));
        session.adopt(id);
      },
      // Refused: it stays in the outbox with its reason, and is shown so.
      () => {},
    );
  };
  const markRead = (): void => {
    const { entries, readSeq, conversation, isOpen } = store.value;
    const last = entries.at(-1)?.seq ?? 0;
    if (!isOpen || document.visibilityState !== 'visible' || !conversation || last <= readSeq) return;
    store.set({ readSeq: last });
    const read = { conversation: conversation.id, seq: last };
    presence.session?.connection.call('read:mark', read, { volatile: true }).catch(() => {});
  };
  return {
    send,
    markRead,
    type: (draft: string): void => {
      store.set({ draft });
      if (draft.trim() === '') {
        if (typingAt > 0) setTyping(false);
      } else if (Date.now() - typingAt > typingEveryMs) setTyping(true);
    },
    retry: (nonce: string) => presence.session?.connection.retry(nonce),
    remove: (nonce: string) => presence.session?.connection.drop(nonce),
    look: () => toPage(['look']),
    close: () => toPage(['close']),
    wake: (): void => {
      presence.session?.connection.wake();
      markRead();
    },
  };
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
    const count = unreadCount(store.value);
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
  look: { apply(message: ToPanel): void; label(count: number, locale: string): string },
): Chat => {
  const store = createStore(emptyPanel(options.name));
  const presence = createPresence(options, store);
  const deeds = createDeeds(options, store, presence);
  reportTo(options, store, (count) => look.label(count, store.value.locale));

  const hear = (message: ToPanel): void => {
    look.apply(message);
    switch (message[0]) {
      case 'update': {
        const { locale, consent } = message[1];
        options.keeping.allow(consent !== 'none');
        if (locale) store.set({ locale });
        return;
      }
      case 'open':
        store.set({ isOpen: true, isModal: message[1] });
        presence.start();
        return deeds.wake();
      case 'close':
        return store.set({ isOpen: false });
      case 'page':
        presence.visitor.page = { url: message[1], title: message[2] };
        // Somebody was here before: their count is worth a connection, an untouched bell is not.
        if (options.keeping.token) presence.start();
        return;
      case 'identify':
        return presence.identify(message[1], message[2]);
      case 'jwt':
        return presence.signed(message[1]);
      case 'logout':
        return presence.logout();
      case 'prefill':
        return store.set({ draft: message[1] });
      default:
        return message satisfies never;
    }
  };
  return { ...deeds, store, hear };
};
