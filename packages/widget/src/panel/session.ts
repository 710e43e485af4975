import { createConnection, type Connection, type Sharing, type ShopperSide } from '@shopbell/client';
import type { AnyEntry, ConversationId, ShopperConversation } from '@shopbell/protocol';
import { protocolVersion, times } from '@shopbell/protocol/limits';
import type { ToPage } from '../bridge/messages.ts';
import type { Keeping, Owner } from './keeping.ts';
import {
  currentConversation,
  forgotten,
  nothingSaid,
  withAcknowledged,
  withEntry,
  type PanelState,
} from './panel-state.ts';
import type { Store } from './store.ts';

/** Who is there and where, as the page says; asked for at each opening of the connection. */
export type Visitor = {
  claim: { name?: string | undefined; email?: string | undefined };
  page: { url: string; title: string };
  jwt: string | undefined;
};

export type SessionOptions = {
  url: string;
  shop: string;
  keeping: Keeping;
  store: Store<PanelState>;
  visitor: Visitor;
  toPage: (message: ToPage) => void;
  /** Tells a screen reader of what has just come in. */
  announce: (entry: AnyEntry) => void;
  /** The line shared with other tabs, if any. */
  share: (jwt: string | undefined) => Sharing | undefined;
  /** The relay does not take the token any more, or the JWT. */
  onUnauthenticated: (what: 'token' | 'jwt') => Promise<void>;
};
type ShopperConnection = Connection<ShopperSide>;
export type Session = {
  connection: ShopperConnection;
  /** Shows one of the shopper’s conversations, or the place for a new one. */
  show(conversation: ShopperConversation | null): void;
  close(): void;
};

/** The page as the protocol takes it; nothing where the page has no proper address. */
export const pageOf = ({ page: { url, title } }: Visitor): { page?: { url: string; title?: string } } =>
  /^https?:/.test(url) ? { page: { url, ...(title ? { title } : {}) } } : {};

const claimOf = ({ claim }: Visitor) => (claim.name || claim.email ? { claim } : {});

/** So much of what was said is fetched at once; what stands before it, when the shopper scrolls up. */
const firstPage = 50;

/** What is new is told to the page, and announced. */
const tellOf = ({ toPage, announce }: SessionOptions, entry: AnyEntry): void => {
  announce(entry);
  if (entry.type === 'message')
    toPage(['emit', 'message', { from: entry.by.kind === 'shopper' ? 'shopper' : 'shop' }]);
};

/** Follows one conversation at a time into the store. */
const createFollower = (options: SessionOptions, connection: ShopperConnection) => {
  const { store, toPage } = options;
  let followed: ConversationId | null = null;
  let stop = (): void => {};
  /** Up to here the relay had entries when we came: those are history, not news. */
  let historySeq = 0;

  const take = (entry: AnyEntry): void => {
    store.set((state) => withEntry(state, entry));
    if (entry.seq > historySeq) tellOf(options, entry);
  };
  const follow = (id: ConversationId, lastSeq: number): void => {
    if (followed === id) return;
    stop();
    followed = id;
    historySeq = lastSeq;
    const last = store.value.entries.at(-1);
    // Entries of one conversation never stand among those of another.
    if (last?.conversation !== id) store.set({ ...nothingSaid, seenSeq: 0, readSeq: 0 });
    const after = last?.conversation === id ? last.seq : Math.max(0, lastSeq - firstPage);
    stop = connection.follow(id, after, take);
  };
  const show = (conversation: ShopperConversation | null): void => {
    const before = store.value.conversation;
    if (!conversation) {
      stop();
      followed = null;
      return store.set({ ...nothingSaid, conversation, seenSeq: 0, readSeq: 0 });
    }
    follow(conversation.id, conversation.lastSeq);
    const isSame = before?.id === conversation.id;
    store.set((state) => ({
      conversation,
      seenSeq: Math.max(conversation.seenSeq, isSame ? state.seenSeq : 0),
      readSeq: Math.max(conversation.readSeq, isSame ? state.readSeq : 0),
    }));
    if (isSame && before.status === conversation.status) return;
    toPage(['emit', 'conversation', { status: conversation.status }]);
  };
  const restart = (id: ConversationId, lastSeq: number): void => {
    if (id !== followed) return;
    store.set({ ...nothingSaid, acknowledged: [] });
    stop();
    stop = connection.follow(id, Math.max(0, lastSeq - firstPage), take);
  };
  return { follow, show, restart, stop: () => stop(), isFollowed: (id: string) => id === followed };
};

type Follower = ReturnType<typeof createFollower>;

const hearTyping = ({ store }: SessionOptions, connection: ShopperConnection, follower: Follower) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const off = connection.on('typing:changed', ({ conversation, by, typing }) => {
    if (!follower.isFollowed(conversation) || by.kind === 'shopper') return;
    clearTimeout(timer);
    store.set({ typing: typing ? by.name : null });
    // The signal that it ended may be lost.
    if (typing) timer = setTimeout(() => store.set({ typing: null }), times.typingShownMs);
  });
  return [off, () => clearTimeout(timer)];
};

/** Somebody else than before: they see and send nothing of who was here. An anonymous one who signs in stays who they are. */
const changeOwner = (
  { keeping, store }: SessionOptions,
  connection: ShopperConnection,
  next: Owner,
): void => {
  const before = keeping.owner;
  keeping.setOwner(next);
  if (!before || before.id === next.id || (!before.isVerified && next.isVerified)) return;
  if (before.isVerified) for (const { nonce } of connection.pending) connection.drop(nonce);
  store.set(forgotten(store.value));
};

const hearSession = (options: SessionOptions, connection: ShopperConnection, follower: Follower) => {
  const { store, keeping, visitor, onUnauthenticated } = options;
  return [
    connection.on('state:changed', (state) => {
      store.set({ connection: state });
      if (state.name !== 'refused' || state.error.code !== 'unauthenticated') return;
      void onUnauthenticated(state.error.details.field === 'jwt' ? 'jwt' : 'token');
    }),
    connection.on(
      'session:opened',
      ({ shopper, token, staffed, conversations, service, uploads = null, now }) => {
        if (token) keeping.setToken(token);
        changeOwner(options, connection, { id: shopper.id, isVerified: shopper.verified });
        // Signed in once, the token says so from here on.
        visitor.jwt = undefined;
        store.set({ isStaffed: staffed, service, skewMs: now - Date.now(), uploads, conversations });
        const current = currentConversation(conversations, store.value.picked);
        if (current) follower.show(current);
      },
    ),
    connection.on('outbox:changed', (pending) => store.set({ pending: [...pending] })),
    connection.on('outbox:stored', ({ pending, data }) => {
      const { conversation, seq, at } = data as { conversation: ConversationId; seq: number; at: number };
      store.set((state) => withAcknowledged(state, { pending, seq, at }));
      if (pending.command !== 'message:send' || pending.input['conversation'] || store.value.picked) return;
      // The new one there was a place for has begun.
      store.set({ picked: null });
      follower.follow(conversation, 0);
      const known = store.value.conversations.find(({ id }) => id === conversation);
      if (known) follower.show(known);
    }),
    connection.on('staff:changed', ({ staffed }) => store.set({ isStaffed: staffed })),
  ];
};

const hearConversation = ({ store }: SessionOptions, connection: ShopperConnection, follower: Follower) => [
  connection.on('read:changed', ({ conversation, seq }) => {
    if (follower.isFollowed(conversation)) store.set((state) => ({ seenSeq: Math.max(state.seenSeq, seq) }));
  }),
  connection.on('conversation:changed', (conversation) => {
    const { conversation: shown, picked, conversations } = store.value;
    const others = conversations.filter(({ id }) => id !== conversation.id);
    store.set({ conversations: [conversation, ...others] });
    const isNewer = picked === null && (!shown || conversation.openedAt > shown.openedAt);
    if (isNewer || conversation.id === shown?.id) follower.show(conversation);
  }),
  connection.on('queue:changed', (queue) => store.set({ queue })),
  connection.on('feed:reset', ({ conversation, lastSeq }) => follower.restart(conversation, lastSeq)),
];

/** Opens the connection for one identity: what it hears goes into the store until it is closed. */
export const openSession = (options: SessionOptions): Session => {
  const { url, shop, keeping, visitor } = options;
  const sharing = options.share(visitor.jwt);
  const connection = createConnection<ShopperSide>({
    url,
    namespace: '/shopper',
    auth: () => ({
      protocol: protocolVersion,
      shop,
      ...(keeping.token ? { token: keeping.token } : {}),
    }),
    open: () => ({
      ...(visitor.jwt ? { jwt: visitor.jwt } : {}),
      ...claimOf(visitor),
      ...pageOf(visitor),
    }),
    storage: keeping.outbox,
    ...(sharing ? { sharing } : {}),
  });
  const follower = createFollower(options, connection);
  const undo = [
    ...hearSession(options, connection, follower),
    ...hearConversation(options, connection, follower),
    ...hearTyping(options, connection, follower),
  ];
  connection.start();
  return {
    connection,
    show: follower.show,
    close: () => {
      // First deaf, then closed: its last words are not the next session’s.
      for (const off of undo) off();
      follower.stop();
      void connection.close();
    },
  };
};
