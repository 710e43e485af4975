import type { Audience, ConversationId, FileId, Uploaded } from '@shopbell/protocol';
import type { Reader } from './reader.ts';

type StoredFile = Uploaded['file'];

/**
 * A file as the store knows it; its bytes are elsewhere. It comes (`arriving`), is `kept` once its bytes are, `placed` once an
 * entry that names it is stored, and `gone` when its bytes are to be removed: then nobody reads it any more.
 *
 *     arriving ─→ kept ─→ placed ─→ (entry erased) gone ─→ (bytes removed) no row
 *         └────────┴─ never whole, never placed ─┘
 */
export type FileRow = StoredFile & {
  shop: string;
  /** Who sent it: the only one who may name it. */
  owner: string;
  nonce: string;
  /** Of what was sent, in hexadecimal. */
  sha256: string;
  /** By which its addresses are sealed: 32 bytes, base64url. */
  key: string;
  state: 'arriving' | 'kept' | 'placed' | 'gone';
  /** Where it was sent to, if that was there already; once it is placed, where it is. */
  conversation: ConversationId | null;
  /** Whose eyes it is for, and the nonce of what names it, once something is about to. */
  audience: Audience | null;
  namedBy: string | null;
  createdAt: number;
};

/** What is known of a file before it is named. */
export type ArrivingFile = Omit<FileRow, 'state' | 'audience' | 'namedBy'>;

/** Which files a message or a note of a sender’s names. */
export type Naming = {
  shop: string;
  owner: string;
  files: readonly FileId[];
  /** Of the message or note. */
  nonce: string;
  audience: Audience;
  /** Where it goes; `null`: that is not known before it is stored. */
  conversation: ConversationId | null;
};

/** Files, but for their bytes. */
export interface FileStore {
  /** Notes one that comes, or gives the one its sender has sent under this nonce before. */
  addFile(file: ArrivingFile): Promise<FileRow>;
  /** Its bytes are where they belong. `false`: it is gone meanwhile. */
  keepFile(id: FileId): Promise<boolean>;
  /** Whatever its state, for whoever has a sealed address of it. */
  file(id: FileId): Promise<FileRow | null>;
  /** One that the reader may read: placed for their eyes in a conversation of theirs, or sent by `owner`, themselves. */
  readableFile(reader: Reader, query: { id: FileId; owner: string }): Promise<FileRow | null>;
  /**
   * Sets files aside for a message that is about to be stored: of its own sender, sent to no other conversation, named by nothing
   * else. All of them or none (`null`); again for the same message is no change.
   */
  nameFiles(naming: Naming): Promise<FileRow[] | null>;
  /** The message that names them is stored, there. */
  placeFiles(files: readonly FileId[], conversation: ConversationId): Promise<void>;
  /** What was placed for staff alone is for the shopper, too. */
  showFiles(files: readonly FileId[]): Promise<void>;
  /** It was not. */
  unnameFiles(files: readonly FileId[]): Promise<void>;
  /** Those sent before a time that never became whole, or that nothing has named: now gone. Resolves to how many. */
  giveUpFiles(before: number): Promise<number>;
  /** Sent before a time and named by what nobody has seen stored: to be looked up. */
  unplacedFiles(before: number, limit: number): Promise<FileRow[]>;
  /** Gone, with bytes still to be removed. */
  goneFiles(limit: number): Promise<FileId[]>;
  /** Their bytes are removed. */
  forgetFiles(ids: readonly FileId[]): Promise<void>;
  /** Of these ids, those there are. */
  knownFiles(ids: readonly FileId[]): Promise<FileId[]>;
}
