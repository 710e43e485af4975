import type { Agent } from '@shopbell/agent';
import type { ActionOffer, Person } from '@shopbell/protocol';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { HeldList } from '../held/held-list.ts';
import type { Book } from '../inbox/book.ts';
import type { InboxSearch } from '../inbox/search.ts';
import type { Queue } from '../approvals/queue.ts';
import type { CannedBook } from '../canned/canned-book.ts';
import type { Column } from '../inbox/order.ts';
import type { Texts } from '../text/en.ts';
import type { Drafts, Mode } from '../thread/drafts.ts';
import type { Preferences } from './preferences.ts';
import type { Rights } from './rights.ts';
import type { Store } from './store.ts';

/** Which dialog is open. */
export type Dialog = 'keys' | 'canned' | 'close' | 'hand' | 'palette';

/** An action to open the palette at; `known` by the names of its fields. */
export type Preset = { action: string; known: Readonly<Record<string, string>> };

/** What the person at the desk looks at. */
export type Look = {
  tab: Column;
  search: string;
  /** The conversation open in the middle. */
  open: string | null;
  /** Where the keyboard stands in the inbox. */
  cursor: string | null;
  /** On a narrow screen, whether the shopper is shown over the conversation. */
  isShopperShown: boolean;
  dialog: Dialog | null;
  /** The action the palette opens at, with what is known of its input. */
  preset: Preset | null;
  /** A sentence about something that did not work. */
  trouble: string | null;
};

/** What the shop has beside conversations, as it changes. */
export type Shop = { team: readonly Person[]; offers: readonly ActionOffer[] };

/** Everything a view of the desk needs: the agent, what is kept, what is looked at, and the words. */
export type DeskContext = {
  agent: Agent;
  book: Book;
  queue: Queue;
  canned: CannedBook;
  held: HeldList;
  search: InboxSearch;
  drafts: Drafts;
  rights: Rights;
  shop: Store<Shop>;
  look: Store<Look>;
  now: Store<number>;
  /** Asks the composer to take the focus in a mode, and words to go on with. */
  compose: Store<{ mode: Mode; text?: string } | null>;
  preferencesStore: Store<Preferences>;
  preferences: Preferences;
  text: Texts;
  locale: string;
  signOut: () => void;
};

const Context = createContext<DeskContext | null>(null);
/** Hands the desk to the views inside. */
export const DeskProvider = Context.Provider;

/** The desk around this view. */
export const useDesk = (): DeskContext => {
  const desk = useContext(Context);
  if (!desk) throw new Error('This view stands outside of the desk.');
  return desk;
};
