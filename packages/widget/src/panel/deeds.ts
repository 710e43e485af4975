import type { ActionId, ShopperCommands } from '@shopbell/protocol';
import type { ChatOptions } from './chat-options.ts';
import { goingAlong } from './offers.ts';
import type { PanelState } from './panel-state.ts';
import type { Presence } from './presence.ts';
import { pageOf } from './session.ts';
import type { Store } from './store.ts';

/** What somebody picked on a choices card. */
export type Choice = { card: string; value: string };

/** A message as it is sent: words, files by their ids. */
export type SentParts = ShopperCommands['message:send']['input']['parts'];

/** Which plan of which action an answer is to. */
export type Answer = { action: ActionId; digest: string };

const typingEveryMs = 2_500;

/** Tells the shop’s side that the shopper writes, not more often than it needs to know. */
const createTyping = (store: Store<PanelState>, presence: Presence) => {
  let toldAt = 0;
  const tell = (typing: boolean): void => {
    const conversation = store.value.conversation?.id;
    toldAt = typing ? Date.now() : 0;
    if (!conversation) return;
    presence.session?.connection
      .call('typing:set', { conversation, typing }, { volatile: true })
      .catch(() => {});
  };
  return {
    /** The message went: who hears it knows. */
    sent: (): void => void (toldAt = 0),
    type: (draft: string): void => {
      store.set({ draft });
      if (draft.trim() === '') {
        if (toldAt > 0) tell(false);
      } else if (Date.now() - toldAt > typingEveryMs) tell(true);
    },
  };
};

/** Tells the relay how far the shopper has read, if they can see it. */
const createMarkRead = (store: Store<PanelState>, presence: Presence) => (): void => {
  const { entries, readSeq, conversation, isOpen, isAtEnd, isReading } = store.value;
  const last = entries.at(-1)?.seq ?? 0;
  const isSeen = isOpen && isAtEnd && !isReading && document.visibilityState === 'visible';
  if (!isSeen || !conversation || last <= readSeq) return;
  store.set({ readSeq: last });
  const read = { conversation: conversation.id, seq: last };
  presence.session?.connection.call('read:mark', read, { volatile: true }).catch(() => {});
};

/** A nonce. The time first: the relay’s index of nonces then grows at its end. */
export const newNonce = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16))).reduce(
    (all, byte) => all + (byte % 36).toString(36),
    Date.now().toString(36),
  );

/** Says yes or no to a plan, through the outbox: it counts once, and survives a lost connection. */
const createAnswer =
  (presence: Presence) =>
  (command: 'action:confirm' | 'action:decline', to: Answer): void => {
    const connection = presence.session?.connection;
    if (!connection) return;
    for (const { nonce, input, error } of connection.pending)
      if (error && input['action'] === to.action) connection.drop(nonce);
    const input = { ...to, nonce: newNonce() };
    connection.post(command, input).catch(() => {});
  };

/** Sends what is neither a message nor an answer to a plan, in the same way. */
const createPost =
  (presence: Presence) =>
  (command: 'form:answer' | 'rating:give', input: object): void => {
    const posted = { ...input, nonce: newNonce() };
    presence.session?.connection.post(command, posted as never).catch(() => {});
  };

type Sending = { keeping: ChatOptions['keeping']; sent: () => void };

const createSending =
  (store: Store<PanelState>, presence: Presence, { keeping, sent }: Sending) =>
  (parts: SentParts, choice?: Choice): void => {
    const { session, visitor } = presence;
    if (!session) return;
    const { conversation, picked, pending } = store.value;
    const nonce = newNonce();
    const isBegun = pending.some(({ input }) => input['begin']);
    const input = {
      ...(conversation ? { conversation: conversation.id } : {}),
      ...(picked === '' && !isBegun ? { begin: true as const } : {}),
      nonce,
      parts,
      ...(choice ? { choice } : {}),
      ...goingAlong(store.value),
      ...pageOf(visitor),
    };
    store.set({ greeting: '' });
    keeping.begin();
    sent();
    // Refused for good, it stays in the outbox with its reason and is shown so.
    session.connection.post('message:send', input).catch(() => {});
  };

/** What the shopper does in the panel. */
export const createDeeds = (options: ChatOptions, store: Store<PanelState>, presence: Presence) => {
  const { keeping, toPage } = options;
  const { sent, type } = createTyping(store, presence);
  const markRead = createMarkRead(store, presence);
  const sendParts = createSending(store, presence, { keeping, sent });
  return {
    shop: options.shop,
    send: (text: string, choice?: Choice): void => sendParts([{ kind: 'text', text }], choice),
    sendParts,
    answer: createAnswer(presence),
    post: createPost(presence),
    presence,
    keeping,
    settle: (isAtEnd: boolean): void => {
      if (isAtEnd !== store.value.isAtEnd) store.set({ isAtEnd });
      markRead();
    },
    type,
    retry: (nonce: string) => presence.session?.connection.retry(nonce),
    remove: (nonce: string) => presence.session?.connection.drop(nonce),
    look: () => toPage(['look']),
    // Not only once the page has answered: what comes from here on is not looked at.
    close: (): void => {
      store.set({ isOpen: false });
      toPage(['close']);
    },
    read: () => store.set(({ isReading }) => ({ isReading: !isReading })),
    call: (count: number) => toPage(['call', count]),
    wake: (): void => {
      presence.session?.connection.wake();
      markRead();
    },
  };
};
