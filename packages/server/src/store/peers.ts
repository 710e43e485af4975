import type { ActionId, ConversationId } from '@shopbell/protocol';
import type { ActionRow } from './action-row.ts';
import type { ConversationState, StoredEntry } from './state.ts';

/** What one relay tells the others. It may be lost, and is never content but for the signals, which may be lost anyway. */
export type Note =
  /** The conversation has entries up to `seq`, or is somebody else’s. */
  | { kind: 'changed'; conversation: ConversationId; seq: number }
  /** An event for those who watch a conversation; its payload as JSON. */
  | { kind: 'signal'; conversation: ConversationId; side: 'shopper' | 'staff'; event: string; json: string }
  /** The action has moved. */
  | { kind: 'action'; action: ActionId }
  /** Somebody came or went, or an office offers something else. */
  | { kind: 'presence' }
  /** Tokens were taken from a bucket; `key` is a digest. */
  | { kind: 'taken'; name: string; key: string; tokens: number }
  /** There is mail for a relay. */
  | { kind: 'mail'; to: string };

/** A conversation as it is, with the entries after the place that was asked for. `more`: there are further ones. */
export type Fresh = { state: ConversationState; entries: readonly StoredEntry[]; more: boolean };

/** What another relay that is there says of itself, as JSON of its own making. */
export type PeerReport = { relay: string; report: string };

/** How often an action has moved, and who holds it. */
export type ActionHead = { id: ActionId; revision: number; holder: string | null };

/** The relays beside this one on the same database, and what is read for their sake. */
export interface Peers {
  /** This relay’s name among them. */
  readonly id: string;
  /** Tells the others, soon, if it can. */
  tell: (notes: readonly Note[]) => void;
  /** From the first listener on, the relay listens. `onGap`: from here on, something may have been missed. */
  listen: (listener: { onNotes: (notes: readonly Note[]) => void; onGap: () => void }) => () => void;
  /** Conversations with their entries after a place; without one (`null`), none. Unknown ones are left out. */
  read: (places: readonly { conversation: ConversationId; after: number | null }[]) => Promise<Fresh[]>;
  /** How far conversations go. */
  heads: (ids: readonly ConversationId[]) => Promise<{ id: ConversationId; lastSeq: number }[]>;
  /** Which conversations of shops have changed at or after a time, by the clock of whoever changed them. */
  changedSince: (
    shops: readonly string[],
    at: number,
  ) => Promise<{ id: ConversationId; shop: string; updatedAt: number; lastSeq: number }[]>;
  /** Says that this relay is there, and what it reports; resolves to those of the others who said so just now. */
  report: (report: string) => Promise<PeerReport[]>;
  /** What the offices connected here offer, as JSON of the relay’s own making; and what others have said of theirs. */
  publishOffices: (offices: string) => Promise<void>;
  officesOf: (relays: readonly string[]) => Promise<{ relay: string; offices: string }[]>;
  /** Puts a letter into a relay’s box. It may be lost with the relay or the server. */
  post: (to: string, letter: string) => Promise<void>;
  /** Takes the letters for this relay, oldest first. */
  collect: () => Promise<{ from: string; letter: string }[]>;
  /** Makes this relay the holder of the open actions that none of those alive holds; each goes to one. */
  claimActions: (alive: readonly string[]) => Promise<ActionRow[]>;
  /** Where actions are by now, and which relay holds them. */
  actionHeads: (ids: readonly ActionId[]) => Promise<ActionHead[]>;
  /** Takes a turn that only one action has at a time, on all relays; whether it has it. Kept 40 s at most. */
  enterTurn: (name: string, action: ActionId) => Promise<boolean>;
  leaveTurn: (name: string, action: ActionId) => Promise<void>;
  /** Says that it goes. */
  leave: () => Promise<void>;
}
