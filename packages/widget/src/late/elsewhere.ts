import type { ConversationId, ShopperConversation } from '@shopbell/protocol';
import type { Chat } from '../panel/chat.ts';
import { isIncoming } from '../panel/panel-state.ts';
import type { Session } from '../panel/session.ts';

/** So many of the newest are listened to; a long poll can follow no more than twenty. */
const most = 10;
/** No more than so many are counted in one. */
const countMax = 50;

type Ear = { news: Set<number>; stop: () => void };
type Ears = {
  session: Session | null;
  shown: ConversationId | undefined;
  /** How far each was read when it was shown last. */
  read: Map<ConversationId, number>;
  /** How far each went when we first heard of it: what is before that is no news. */
  known: Map<ConversationId, number> | null;
  ears: Map<ConversationId, Ear>;
};

const all = new WeakMap<Chat, Ears>();

const tell = (chat: Chat, { ears }: Ears): void => {
  const elsewhere = [...ears.values()].reduce((sum, { news }) => sum + news.size, 0);
  if (elsewhere !== chat.store.value.elsewhere) chat.store.set({ elsewhere });
};

const hear = (chat: Chat, now: Ears, { id, readSeq, lastSeq }: ShopperConversation): void => {
  const from = Math.max(readSeq, now.read.get(id) ?? 0, lastSeq - countMax);
  const news = new Set<number>();
  const stop = now.session?.connection.follow(id, from, (entry) => {
    // After an erasure they come once more.
    if (entry.seq <= from || !isIncoming(entry)) return;
    const isNews = !news.has(entry.seq) && entry.seq > (now.known?.get(id) ?? 0);
    news.add(entry.seq);
    if (isNews) {
      now.known?.set(id, entry.seq);
      chat.store.set({ newsElsewhere: `${id} ${entry.seq}` });
    }
    tell(chat, now);
  });
  if (stop) now.ears.set(id, { news, stop });
};

const deafen = (now: Ears, id: ConversationId): void => {
  now.ears.get(id)?.stop();
  now.ears.delete(id);
};

const look = (chat: Chat, now: Ears): void => {
  const { conversation, conversations, entries, readSeq } = chat.store.value;
  const { session } = chat.presence;
  if (session !== now.session) {
    for (const id of now.ears.keys()) deafen(now, id);
    Object.assign(now, { session, read: new Map(), known: null });
  }
  // Those that begin later are news from their first message on.
  if (conversations.length > 0) now.known ??= new Map(conversations.map(({ id, lastSeq }) => [id, lastSeq]));
  now.shown = conversation?.id;
  if (conversation) {
    now.read.set(conversation.id, readSeq);
    // What came while it was shown is not news again once it is not.
    const seen = entries.findLast((entry) => entry.conversation === conversation.id)?.seq ?? 0;
    now.known?.set(conversation.id, Math.max(seen, now.known.get(conversation.id) ?? 0));
  }
  if (now.shown) deafen(now, now.shown);
  const wanted = conversations
    .slice(0, most)
    .filter(
      ({ id, status, lastSeq, readSeq: read }) => id !== now.shown && (status !== 'closed' || lastSeq > read),
    );
  for (const each of wanted) if (!now.ears.has(each.id)) hear(chat, now, each);
  tell(chat, now);
};

/** Counts from now on what is said to the shopper in conversations that are not shown. */
export const listenElsewhere = (chat: Chat): void => {
  if (all.has(chat)) return;
  const now: Ears = { session: null, shown: undefined, read: new Map(), known: null, ears: new Map() };
  all.set(chat, now);
  chat.store.subscribe(() => look(chat, now));
  look(chat, now);
};

/** How many messages wait in one that is not shown. */
export const unreadIn = (chat: Chat, id: ConversationId): number =>
  all.get(chat)?.ears.get(id)?.news.size ?? 0;
