import type {
  ActionId,
  Audience,
  Author,
  Claim,
  Conversation,
  ConversationId,
  ConversationStatus,
  DraftId,
  EntryDataOf,
  EntryType,
  FollowupId,
  Money,
  Page,
  Role,
  Scope,
  Shopper,
  ShopperConversation,
  ShopperId,
  Verified,
} from '@shopbell/protocol';
import type {
  ActionChange,
  ActionProgress,
  ActionRow,
  ApprovalPage,
  ApprovalQuery,
  SpentQuery,
} from './action-row.ts';
import type { Content, LinkPlace } from './chain.ts';
import type { UploadRules } from '../files/kinds.ts';
import type { ErasureStore } from './erasure-store.ts';
import type { FileStore } from './file-store.ts';
import type { CannedStore, ServiceStore } from './service-store.ts';
import type { HeldChange, HeldCount, HeldPage, HeldQuery, HeldRow } from './held-row.ts';
import type { IdentityStore } from './identity-store.ts';
import type { Peers } from './peers.ts';
import type { Reader } from './reader.ts';
import type { Room, RoutingStore } from './routing-store.ts';
import type { Search } from './search/search.ts';
import type { ConversationState, StoredEntry } from './state.ts';

import type {
  FollowupBegun,
  FollowupChange,
  FollowupPage,
  FollowupQuery,
  FollowupRow,
} from './followup-row.ts';

export type { FollowupBegun, FollowupChange, Reader };
export type { ActionChange, ActionProgress, ActionRow, ConversationState, SpentQuery, StoredEntry };

/** An entry before it has its place. */
export type Draft = {
  [K in EntryType]: { type: K; data: EntryDataOf<K>; audience: Audience; staffData?: unknown };
}[EntryType];

/** What an append changes of the conversation beside adding entries. Absent: unchanged. */
export type ConversationPatch = {
  status?: ConversationStatus;
  assignee?: { id: string; name: string } | null;
  waitingSince?: number | null;
  preview?: { by: Author['kind']; text: string };
};

/** What a decision relied on. When it no longer holds inside the transaction, the append is a `conflict`. */
export type Expectation = {
  status?: ConversationStatus | readonly ConversationStatus[];
  assigneeId?: string | null;
};

/** One atomic addition: all drafts, the patch, the action’s step, the follow-up and what is held, or none. */
export type Append = {
  shop: string;
  conversation: ConversationId | { begin: { shopper: ShopperId; page: Page | null } };
  by: Author;
  /** The sender’s, carried by the main entry; those stored beside it have `nonce_1`, `nonce_2` … */
  nonce: string;
  drafts: readonly [Draft, ...Draft[]];
  /** Which draft is what the sender asked for; the others follow from it. Default: the first. */
  main?: number;
  /** What the sender sent, where the main draft holds more than that (a minted id). Default: the main draft. */
  body?: string;
  /**
   * The sender named no conversation: a known nonce counts wherever it went, and beginning one is a `conflict`
   * when the shopper has one that is not closed.
   */
  unaddressed?: boolean;
  patch?: ConversationPatch;
  expect?: Expectation;
  action?: ActionChange;
  followup?: FollowupChange;
  /** Gives the conversation to somebody who has room: a `conflict` when they have none. */
  room?: Room;
  held?: HeldChange;
};

/** An append without what it adds: whose it is, where it goes, what it changes. */
export type Envelope = Omit<Append, 'drafts' | 'main'>;

/** What makes an append the same as an earlier one. `body` as {@link Append.body}, or of the main draft. */
export type Sent = Pick<Append, 'by' | 'nonce' | 'unaddressed'> & {
  conversation: ConversationId | null;
  body: string;
};

/** What became of one {@link Append} of a batch. `repeated`: the nonce was known, these are the first ones. */
export type AppendResult =
  | {
      ok: true;
      repeated: boolean;
      entries: readonly StoredEntry[];
      /** The main one of them: the sender’s own. */
      entry: StoredEntry;
      conversation: ConversationState;
    }
  | { ok: false; code: 'nonce_reused' | 'not_found' | 'conflict'; message: string };

/**
 * Encoded entries of one reader, oldest first, and the last place there is for them. `more`: there are further ones in
 * the direction that was asked for. Up to `erasedSeq`, everything is erased.
 */
export type EntryPage = { entries: readonly string[]; lastSeq: number; erasedSeq: number; more: boolean };

export type ConversationFilter = {
  status?: readonly ConversationStatus[];
  assigneeId?: string | null;
  shopper?: ShopperId;
  changedSince?: number;
  cursor?: string;
  limit: number;
};

/** An entry with its link in the chain, for whoever checks it. `content` is gone where only its `digest` was kept. */
export type Link = LinkPlace & {
  key: number;
  content: Content | null;
  digest: Uint8Array | null;
  link: Uint8Array;
};
/** How far a conversation says it goes. */
export type LinkedConversation = { key: number; id: string; lastSeq: number; lastPublicSeq: number };

/** A key, a desk session or a sign-in code: only the SHA-256 of the secret is stored. */
export type KeyRow = {
  id: string;
  shop: string;
  kind: 'key' | 'session' | 'code';
  person: string;
  scopes: readonly Scope[];
  name: string;
  createdAt: number;
  expiresAt: number | null;
  revokedAt: number | null;
};
export type PersonRow = {
  id: string;
  shop: string;
  kind: 'agent' | 'bot' | 'office';
  name: string;
  role: Role;
  removedAt: number | null;
};
/** A shop on this relay. `signInKeys` verify the JWTs by which the shop vouches for a shopper. */
export type ShopRow = {
  id: string;
  name: string;
  origins: readonly string[];
  signInKeys: readonly { kid: string; algorithm: 'HS256' | 'ES256' | 'EdDSA'; key: string }[];
  /** What files it takes; absent: what is usual. */
  uploads?: UploadRules;
  createdAt: number;
};
export type ShopperRow = Shopper & { shop: string };
/** The conversations, and the only way to change one. Reads see what is committed. */
export interface ConversationStore {
  /** The whole batch in one transaction; durable when it resolves. Refusals harm only their own append. */
  append(batch: readonly Append[]): Promise<readonly AppendResult[]>;
  /** What {@link append} would answer to a known nonce: the first result, or `nonce_reused`. `null`: it is new. */
  known(append: Sent): Promise<AppendResult | null>;
  /** What a sender’s nonce became, if it is known. */
  appended(by: Author, nonce: string): Promise<readonly StoredEntry[] | null>;
  state(id: ConversationId): Promise<ConversationState | null>;
  /** The shopper’s latest conversation that is not closed. */
  openConversation(shop: string, shopper: ShopperId): Promise<ConversationState | null>;
  entries(
    reader: Reader,
    query: { conversation: ConversationId; after?: number; before?: number; limit: number },
  ): Promise<EntryPage | null>;
  conversation(shop: string, id: ConversationId): Promise<Conversation | null>;
  conversations(
    shop: string,
    filter: ConversationFilter,
  ): Promise<{ conversations: Conversation[]; next: string | null }>;
  shopperConversations(shop: string, shopper: ShopperId, limit: number): Promise<ShopperConversation[]>;
  /** Moves the read position forward, never back. Resolves to whether it moved. */
  markRead(id: ConversationId, side: 'shopper' | 'staff', publicSeq: number): Promise<boolean>;
  action(id: ActionId): Promise<ActionRow | null>;
  /** Actions not yet at an end, for when the relay comes up again. */
  openActions(): Promise<ActionRow[]>;
  /** Moves an action without an entry: its lease, its timer. Resolves to whether it was where it was thought to be. */
  progressAction(id: ActionId, progress: ActionProgress): Promise<boolean>;
  /** Entries of all conversations in the order of their coming, after a key. */
  links(query: { after: number; limit: number }): Promise<Link[]>;
  /** The conversations after a key, in the order of their beginning. */
  ends(query: { after: number; limit: number }): Promise<LinkedConversation[]>;
  /** What waits in a shop for an approval. */
  approvals(shop: string, query: ApprovalQuery): Promise<ApprovalPage>;
  followup(id: FollowupId): Promise<FollowupRow | null>;
  /** A page of a shop’s follow-ups. */
  followups(shop: string, query: FollowupQuery): Promise<FollowupPage>;
  /** A draft, held or not any more. */
  heldDraft(id: DraftId): Promise<HeldRow | null>;
  /** A page of what is held in a shop. */
  heldDrafts(shop: string, query: HeldQuery): Promise<HeldPage>;
  countHeld(shop: string, query: { at: number; author?: string | undefined }): Promise<HeldCount>;
  /** What a requester’s actions of a name come to, by currency. */
  spent(query: SpentQuery): Promise<Money[]>;
}

/** Who there is, and by what secret they come in. */
export interface PeopleStore {
  shop(id: string): Promise<ShopRow | null>;
  shops(): Promise<ShopRow[]>;
  saveShop(shop: ShopRow): Promise<void>;
  shopper(shop: string, id: ShopperId): Promise<ShopperRow | null>;
  shopperByToken(shop: string, digest: string): Promise<ShopperRow | null>;
  shopperBySub(shop: string, sub: string): Promise<ShopperRow | null>;
  addShopper(shopper: ShopperRow): Promise<void>;
  claim(shop: string, id: ShopperId, claim: Claim): Promise<void>;
  verify(shop: string, id: ShopperId, verified: Verified): Promise<void>;
  /** Hands over the conversations of an anonymous shopper who signed in. */
  adopt(shop: string, from: ShopperId, to: ShopperId): Promise<ConversationId[]>;
  addToken(token: { shop: string; shopper: ShopperId; digest: string; createdAt: number }): Promise<void>;
  revokeToken(digest: string): Promise<void>;
  person(shop: string, id: string): Promise<PersonRow | null>;
  people(shop: string): Promise<PersonRow[]>;
  savePerson(person: PersonRow): Promise<void>;
  keyByDigest(digest: string): Promise<KeyRow | null>;
  key(id: string): Promise<KeyRow | null>;
  keys(shop: string): Promise<KeyRow[]>;
  addKey(key: KeyRow & { digest: string }): Promise<void>;
  revokeKey(id: string, at: number): Promise<boolean>;
  /** Takes a one-time code: true once, for one caller. */
  takeCode(digest: string, at: number): Promise<KeyRow | null>;
  /** Ids of keys and digests of tokens revoked at or after a time, for relays beside this one. */
  revokedSince(at: number): Promise<{ keys: string[]; tokens: string[] }>;
}

/** One engine: SQLite or PostgreSQL. One contract suite runs on each. */
export interface Store
  extends
    ConversationStore,
    PeopleStore,
    IdentityStore,
    ErasureStore,
    FileStore,
    ServiceStore,
    CannedStore,
    RoutingStore,
    Search {
  /** Where several relays may share the store: those beside this one. */
  readonly peers?: Peers;
  /** Throws when what is acknowledged would not be durable. */
  assertDurable(): Promise<void>;
  /** Whether it answers: for `/readyz`. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
