import type { ConnectionState, Pending } from '@shopbell/client';
import type {
  AnyEntry,
  ConversationId,
  FormValues,
  ShopperConversation,
  ShopperEvents,
  ShopService,
  Uploads,
} from '@shopbell/protocol';
import { noAttachments, type Attachments } from './attached.ts';

/** The forms a shop asks before anything is said. */
export type FirstForm = NonNullable<ShopService['forms']>[number];

/** What is filled in of one, whole: it goes with the first message. */
export type Filled = { form: FirstForm; values: FormValues };

/** A message the relay has, whose entry is on its way here. */
export type Acknowledged = { pending: Pending; seq: number; at: number };

/** Everything the panel shows. */
export type PanelState = {
  shop: string;
  locale: string;
  isOpen: boolean;
  /** Covers the page: focus stays inside. */
  isModal: boolean;
  /** Help articles lie above the chat, or what asks for an order. */
  isReading: boolean | 'order';
  connection: ConnectionState;
  /** Whether anybody is there to answer; `null` until the relay has said. */
  isStaffed: boolean | null;
  conversation: ShopperConversation | null;
  /** All the shopper has, and which of them they chose to see: `''` is a new one, `null` that they did not choose. */
  conversations: readonly ShopperConversation[];
  picked: ConversationId | '' | null;
  /** How many messages wait in those that are not shown; whether they are listed in the place of what was said. */
  elsewhere: number;
  /** The newest message that came there: conversation and seq. */
  newsElsewhere?: string;
  isListing: boolean;
  /** How the shop serves, and the place of a conversation that waits; `filled`: the form before the first message. */
  service: ShopService | undefined;
  queue: ShopperEvents['queue:changed'] | null;
  filled: Filled | null;
  /** In order, without holes, up to the newest; `seq` is the public numbering. */
  entries: readonly AnyEntry[];
  /** What stands right before them, as far as it was fetched; of all of it, what is drawn, by `seq`. */
  older: readonly AnyEntry[];
  from: number;
  to: number;
  pending: readonly Pending[];
  acknowledged: readonly Acknowledged[];
  /** The name of who is typing. */
  typing: string | null;
  /** Up to here the shop’s side has read, and the shopper. */
  seenSeq: number;
  readSeq: number;
  /** Whether the newest message is in view, as far as the list is scrolled. */
  isAtEnd: boolean;
  /** What a screen reader is to say: the latest message that came in. */
  announcement: string;
  draft: string;
  /** The id of the greeting the next message answers; empty: none. */
  greeting: string;
  /** How much the relay’s clock is ahead of this one, in ms: times on screen are the relay’s. */
  skewMs: number;
  /** What files the shop takes; `null`: none, or that is not known yet. */
  uploads: Uploads | null;
  attachments: Attachments;
};

/** No entries of any conversation. */
export const nothingSaid = { entries: [], older: [], from: 0, to: Infinity, typing: null };

/** The panel before anything is known. */
export const emptyPanel = (shop: string, locale = 'en'): PanelState => ({
  shop,
  locale,
  isOpen: false,
  isModal: false,
  isReading: false,
  connection: { name: 'idle' },
  isStaffed: null,
  conversation: null,
  conversations: [],
  picked: null,
  elsewhere: 0,
  isListing: false,
  service: undefined,
  queue: null,
  filled: null,
  ...nothingSaid,
  pending: [],
  acknowledged: [],
  seenSeq: 0,
  readSeq: 0,
  isAtEnd: true,
  announcement: '',
  draft: '',
  greeting: '',
  skewMs: 0,
  uploads: null,
  attachments: noAttachments,
});

/** Everything of one shopper forgotten; how the panel stands in the page stays. */
export const forgotten = (state: PanelState): PanelState => ({
  ...emptyPanel(state.shop, state.locale),
  isOpen: state.isOpen,
  isModal: state.isModal,
});

/** With one more entry; what comes twice or late changes nothing. */
export const withEntry = (state: PanelState, entry: AnyEntry): Partial<PanelState> => {
  const last = state.entries.at(-1)?.seq ?? 0;
  if (entry.seq <= last) return {};
  return {
    entries: [...state.entries, entry],
    acknowledged: state.acknowledged.filter(({ seq }) => seq > entry.seq),
    // Who has said something is no longer typing it.
    typing: entry.type === 'message' ? null : state.typing,
  };
};

/** Whether something on its way belongs to the conversation shown. */
export const isHere = ({ input }: Pending, { conversation, picked }: PanelState): boolean => {
  const to = input['conversation'] ?? '';
  // Before anything is known of where one is, everything is shown.
  return picked === null ? !to || !conversation || to === conversation.id : to === picked;
};

/** A message sent and stored, until its entry comes; not kept where the entry was faster, or stands further up. */
export const withAcknowledged = (state: PanelState, item: Acknowledged): Partial<PanelState> =>
  item.seq <= (state.entries.at(-1)?.seq ?? 0) || !isHere(item.pending, state)
    ? {}
    : { acknowledged: [...state.acknowledged, item] };

/** Everything of the conversation that is here, in order. */
export const saidSoFar = ({ older, entries }: PanelState): readonly AnyEntry[] => [...older, ...entries];

/** Whether the newest entries are not drawn: the shopper reads further up. */
export const isApart = ({ entries, to }: PanelState): boolean => (entries.at(-1)?.seq ?? 0) > to;

/** Whether an entry is something said to the shopper: a message, a card or a question from the shop’s side. */
export const isIncoming = (entry: AnyEntry): boolean =>
  entry.by.kind !== 'shopper' &&
  (entry.type === 'message' ||
    (entry.type === 'identity' && entry.data.step === 'asked') ||
    (entry.type === 'action' && (entry.data.card !== undefined || entry.data.plan?.confirm === true)));

/** How many messages of the shop’s side the shopper has not seen. */
export const unreadCount = ({ entries, readSeq }: PanelState): number =>
  entries.filter((entry) => entry.seq > readSeq && isIncoming(entry)).length;

/** The conversation to show of a shopper’s: the one they chose, else the newest that is not closed, else the newest. */
export const currentConversation = (
  all: readonly ShopperConversation[],
  picked: PanelState['picked'],
): ShopperConversation | null => {
  if (picked === '') return null;
  const newest = all.toSorted((one, other) => other.openedAt - one.openedAt);
  const chosen = newest.find(({ id }) => id === picked);
  return chosen ?? newest.find(({ status }) => status !== 'closed') ?? newest[0] ?? null;
};
