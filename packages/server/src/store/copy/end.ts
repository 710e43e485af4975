import type { LinkedRow } from '../place-entries.ts';
import type { Store } from '../store.ts';
import type { Runner } from '../runner.ts';

/** Where an entry stands: the key of its conversation, which both ends have alike, and its number there. */
export type EntryPlace = { conversation: number; seq: number };

/** An entry’s row as both engines have it. */
export type CopiedEntry = EntryPlace & LinkedRow & { digest: Uint8Array | null };

/** What a nonce became, by its first entry’s place. */
export type CopiedNonce = EntryPlace & {
  nonce: string;
  sender: string;
  entries: number;
  main: number;
  body: string | null;
};

/** A database that is copied from or to: what its engine does its own way. */
export interface CopyEnd {
  /** For people, without a password. */
  readonly name: string;
  readonly runner: Runner;
  /** What the chains are checked by. */
  readonly chains: Pick<Store, 'links' | 'ends'>;
  /** After a place, in the order of the conversations’ keys and of their entries. */
  entries: (after: EntryPlace, limit: number) => Promise<CopiedEntry[]>;
  /** After one, in the order of nonces and their senders. */
  nonces: (after: Pick<CopiedNonce, 'nonce' | 'sender'>, limit: number) => Promise<CopiedNonce[]>;
  close: () => Promise<void>;
}

/** One that is copied to. Each write is a transaction of its own. */
export interface CopyTarget extends CopyEnd {
  /** What the copy is of, as it was noted when it was begun; `null`: it was not. */
  begun: () => Promise<string | null>;
  /** Notes it. Refuses (`conflict`) a database that holds something. */
  begin: (of: string) => Promise<void>;
  /** The place of the last entry that was copied. */
  lastEntry: () => Promise<EntryPlace>;
  addEntries: (entries: readonly CopiedEntry[]) => Promise<void>;
  addNonces: (nonces: readonly CopiedNonce[]) => Promise<void>;
  /** It is whole: from now on it is a database like any other. */
  finish: () => Promise<void>;
}

/** Before the first entry. */
export const beforeAll: EntryPlace = { conversation: 0, seq: 0 };
