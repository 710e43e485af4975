import type {
  ActionId,
  Audience,
  ConversationId,
  ConversationStatus,
  DraftId,
  FileId,
  FollowupId,
  Role,
  ShopperId,
} from '@shopbell/protocol';
import type { HeldState } from './held-row.ts';
import type { ArticlesTable, CannedTable, ShopSettingsTable, WorkStatesTable } from './service-tables.ts';
import type { ActionRow, KeyRow, PersonRow } from './store.ts';

type ShopsTable = {
  id: string;
  name: string;
  /** JSON. */
  origins: string;
  /** JSON. */
  sign_in_keys: string;
  created_at: number;
  /** JSON: what files it takes; `null`: what is usual. */
  uploads: string | null;
};
type ShoppersTable = {
  id: ShopperId;
  shop: string;
  name: string;
  /** JSON. */
  claimed: string;
  /** JSON. */
  verified: string | null;
  /** The `sub` of `verified`, to find a signed-in shopper again. */
  sub: string | null;
  created_at: number;
  /** JSON. */
  proved: string | null;
};
/** A code under way, one per shopper. */
type ChallengesTable = {
  shopper: ShopperId;
  id: string;
  shop: string;
  email: string;
  salt: string;
  hash: string;
  tries: number;
  expires_at: number;
  /** With which token and nonce it was confirmed; `null`: it was not. */
  token: string | null;
  nonce: string | null;
};
/** A bucket of tokens: when it will be full again. */
type AllowancesTable = { key: string; full_at: number };
type TokensTable = {
  digest: string;
  shop: string;
  shopper: ShopperId;
  created_at: number;
  revoked_at: number | null;
};
type PeopleTable = {
  id: string;
  shop: string;
  kind: PersonRow['kind'];
  name: string;
  role: Role;
  removed_at: number | null;
};
type KeysTable = {
  id: string;
  digest: string;
  shop: string;
  kind: KeyRow['kind'];
  person: string;
  /** JSON. */
  scopes: string;
  name: string;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
};
/** `key` is the conversation’s name inside the database: small, and growing with time. */
type ConversationsTable = {
  key: number;
  id: ConversationId;
  shop: string;
  shopper: ShopperId;
  status: ConversationStatus;
  assignee_id: string | null;
  assignee_name: string | null;
  opened_at: number;
  updated_at: number;
  waiting_since: number | null;
  last_seq: number;
  last_public_seq: number;
  read_public_seq: number;
  seen_public_seq: number;
  /** JSON. */
  preview: string | null;
  /** JSON. */
  page: string | null;
  /** The key of its latest entry. */
  last_entry: number | null;
  /** Up to here, everything is erased. */
  erased_seq: number;
  erased_public_seq: number;
};
/** `data` is for whoever the audience is, `staff_data` for staff alone. `previous`: the key of the conversation’s entry before. */
type EntriesTable = {
  key: number;
  previous: number | null;
  conversation: number;
  seq: number;
  public_seq: number | null;
  at: number;
  /** JSON. */
  author: string;
  nonce: string;
  type: string;
  /** JSON. */
  data: string;
  /** JSON. */
  staff_data: string | null;
  /** Its link; see `chain.ts`. */
  chain: Uint8Array;
  /** Of its content, kept when that is erased. */
  digest: Uint8Array | null;
};
/**
 * What each sender’s nonce became: `entries` of them from the key `entry` on, the sender’s own at `main`. `body`: a digest
 * of what was sent, where that is not just the main entry.
 */
type NoncesTable = {
  sender: string;
  nonce: string;
  entry: number;
  entries: number;
  main: number;
  body: string | null;
};
type ActionsTable = {
  id: ActionId;
  shop: string;
  conversation: number;
  name: string;
  version: number;
  title: string;
  /** JSON. */
  input: string;
  audience: ActionRow['audience'];
  /** JSON. */
  author: string;
  step: ActionRow['step'];
  due_at: number;
  effect: ActionRow['effect'];
  plans: number;
  verifies: number;
  role: ActionRow['role'];
  revision: number;
  lease: number;
  /** JSON. */
  plan: string | null;
  confirmed: number;
  approved: number;
  runs: number;
  tries: number;
  /** JSON. */
  output: string;
  timer: ActionRow['timer'];
  ran_at: number | null;
  /** Of the plan, for the sums of a day; and whose they are. */
  amount: number | null;
  currency: string | null;
  requester: string;
  /** Who of the shop has to agree to the plan. */
  approver: string | null;
  /** The digest of the plan the requester has looked at. */
  expects: string | null;
};

type FollowupsTable = {
  id: FollowupId;
  shop: string;
  conversation: number;
  action: ActionId | null;
  text: string;
  due_at: number;
  owner_id: `agt_${string}` | null;
  owner_name: string | null;
  /** JSON. */
  author: string;
  state: 'open' | 'done';
  created_at: number;
  done_at: number | null;
};

type DraftsTable = {
  id: DraftId;
  shop: string;
  conversation: number;
  author_id: string;
  /** JSON. */
  author: string;
  /** JSON: as they were held. */
  parts: string;
  state: HeldState;
  held_at: number;
  due_at: number;
};

type ErasuresTable = {
  subject: ShopperId | ConversationId;
  shop: string;
  asked_at: number;
  /** How many entries it has come to by now. */
  entries: number;
  done_at: number | null;
};

/** `state`: see `file-store.ts`. `width`, `height`: of a picture. */
type FilesTable = {
  id: FileId;
  shop: string;
  owner: string;
  nonce: string;
  name: string;
  type: string;
  bytes: number;
  width: number | null;
  height: number | null;
  sha256: string;
  link_key: string;
  state: 'arriving' | 'kept' | 'placed' | 'gone';
  conversation: number | null;
  audience: Audience | null;
  named_by: string | null;
  created_at: number;
};

/** The tables, alike in each engine. */
export type Tables = {
  shops: ShopsTable;
  shoppers: ShoppersTable;
  challenges: ChallengesTable;
  allowances: AllowancesTable;
  tokens: TokensTable;
  people: PeopleTable;
  keys: KeysTable;
  conversations: ConversationsTable;
  entries: EntriesTable;
  nonces: NoncesTable;
  actions: ActionsTable;
  followups: FollowupsTable;
  drafts: DraftsTable;
  erasures: ErasuresTable;
  files: FilesTable;
  shop_settings: ShopSettingsTable;
  articles: ArticlesTable;
  canned_responses: CannedTable;
  work_states: WorkStatesTable;
};
