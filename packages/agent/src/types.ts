import type {
  ActionId,
  ActionOffer,
  AgentCommands,
  AgentEvents,
  AnyEntry,
  Audience,
  CannedResponse,
  ChosenState,
  Conversation,
  ConversationId,
  ConversationStatus,
  Entry,
  DraftId,
  FollowupId,
  Json,
  LiveCart,
  OutcomeData,
  Person,
  PlanPreview,
  Scope,
  SearchMatch,
  ShopbellError,
  Shopper,
  ShopperId,
  StoredFile,
  Uploads,
} from '@shopbell/protocol';
import type { Action, InputOf, OutputOf } from './action-types.ts';
import type { Drafts } from './draft-types.ts';
import type { FileReader, FileSource, UploadOptions } from './file-types.ts';
import type { Reply, StoredAt } from './reply-types.ts';
import type { RequestedAction } from './request-types.ts';

/** Where the connection to the relay stands. It comes back by itself unless it was `refused` or `closed`. */
export type AgentState =
  | { name: 'idle' }
  | { name: 'connecting'; attempt: number }
  | { name: 'opening'; attempt: number }
  | { name: 'live'; transport: 'websocket' | 'http' }
  | { name: 'waiting'; attempt: number; retryAt: number }
  | { name: 'refused'; error: ShopbellError }
  | { name: 'closed' };

/** How {@link Agent} is connected. */
export type AgentOptions = {
  /** The relay’s address, e.g. `https://chat.example`. */
  url: string;
  /** A key of the relay (`sbk_…`), or a desk session (`sbs_…`). */
  key: string;
  /**
   * `all` (the default): `message`, `rating` and `entry` report every conversation of the shop.
   * `none`: they stay silent; `conversation:changed` still comes, and one follows conversations by hand.
   */
  follow?: 'all' | 'none';
  /** `websocket` first, `http` where WebSockets are blocked; default both. */
  transports?: readonly ('websocket' | 'http')[];
};

/** A rating as it comes in: `score` of 1 to `of` (5: stars; 2: good or not), and what the shopper says about it. */
export type RatingEvent = {
  conversation: ConversationHandle;
  entry: Entry<'rating'>;
  score: number;
  of: Entry<'rating'>['data']['of'];
  comment: string | null;
};

/** What an agent hears, by name. */
export type AgentEventMap = {
  /** A shopper said something. What nobody has answered yet is reported once there is a listener. */
  message: { conversation: ConversationHandle; entry: Entry<'message'>; text: string };
  /** Any entry, each once and in order, of any type; narrow it by `entry.type`. */
  entry: { conversation: ConversationHandle; entry: AnyEntry };
  /** A shopper rated a conversation that was closed. Within a day they may change it: then it comes again, and the last one holds. */
  rating: RatingEvent;
  'conversation:changed': { conversation: ConversationHandle };
  'typing:changed': AgentEvents['typing:changed'];
  'read:changed': AgentEvents['read:changed'];
  /** What the shopper's page says is in the cart, of conversations one follows. May be lost: `cart()` asks. */
  'cart:changed': AgentEvents['cart:changed'];
  'team:changed': AgentEvents['team:changed'];
  'actions:changed': AgentEvents['actions:changed'];
  /** To supervisors: so many plans of the shop wait for an approval. */
  'approvals:changed': AgentEvents['approvals:changed'];
  /** To supervisors: so many drafts of the shop are held, and so many of them wait too long. */
  'drafts:changed': AgentEvents['drafts:changed'];
  'state:changed': AgentState;
  /** Something that could not be handed to a caller: a listener that threw, a feed that was refused. */
  error: unknown;
};

/** Which conversations: all by default, latest change first. */
export type ConversationFilter = {
  status?: ConversationStatus[];
  assignee?: 'me' | 'nobody' | `agt_${string}`;
  shopper?: ShopperId;
  changedSince?: number;
  /** The `next` of the page before. */
  cursor?: string;
  limit?: number;
};

/** One page of conversations; `next` is the cursor of the following one. */
export type ConversationPage = { conversations: ConversationHandle[]; next: string | null };

/** Which follow-ups: open ones of anybody by default. */
export type FollowupFilter = AgentCommands['followup:list']['input'];

/** One page of follow-ups; `next` is the cursor of the following one. */
export type FollowupPage = AgentCommands['followup:list']['output'];

/** What {@link ConversationHandle.followUp} opens. */
export type NewFollowup = {
  text: string;
  dueAt: number;
  owner?: 'me' | `agt_${string}` | null;
  /** The action it is about. */
  action?: ActionId;
};

/** Which of what was said: words, and what is asked of the conversation they stand in. */
export type SearchOptions = Omit<AgentCommands['conversation:search']['input'], 'query'>;

/** Conversations in which the words stand, by their newest match, and where; `next` is the cursor of the following page. */
export type SearchPage = {
  results: { conversation: ConversationHandle; matches: SearchMatch[] }[];
  next: string | null;
};

/** Commands by name, for {@link Agent.call}. */
export type CommandName = keyof AgentCommands;

/** A connected agent. Every promise it gives settles, at the latest when it is closed. */
export interface Agent extends AsyncDisposable, Drafts, FileReader {
  readonly me: Person & { scopes: Scope[] };
  readonly shop: { id: string; name: string };
  /** What files the shop takes; `null`: none. */
  readonly uploads: Uploads | null;
  readonly state: AgentState;
  /** Listens; the answer undoes it. */
  on<K extends keyof AgentEventMap>(event: K, listener: (payload: AgentEventMap[K]) => unknown): () => void;
  conversations(filter?: ConversationFilter): Promise<ConversationPage>;
  /**
   * Looks for words in everything that was said, noted or shown, and in names, mail addresses and order numbers. The last
   * word also counts as a beginning. What was said a moment ago is found within a second.
   */
  search(query: string, options?: SearchOptions): Promise<SearchPage>;
  /** Refused with `not_found` when the shop has no such conversation. */
  conversation(id: string): Promise<ConversationHandle>;
  /** Everybody who works here; `work` of those who may be given conversations, where the shop gives them out. */
  team(): Promise<Person[]>;
  /**
   * Whether one takes conversations from now on, where the shop gives them out: `away` keeps what one has. Kept until it is said
   * otherwise. Refused with `forbidden` for bots, trainees and offices.
   */
  setState(state: ChosenState): Promise<void>;
  /** What the shop’s offices offer now, with JSON Schemas to draw forms from. */
  actions(): Promise<ActionOffer[]>;
  shopper(id: string): Promise<Shopper>;
  /** What waits in the shop for an approval, what expires first on top. Refused with `forbidden` without the role. */
  approvals(page?: { cursor?: string; limit?: number }): Promise<ApprovalPage>;
  /** What somebody has to see to, those due first on top; open ones unless told otherwise. */
  followups(filter?: FollowupFilter): Promise<FollowupPage>;
  /** The shop’s canned responses, by title; `rankCanned` finds those that fit, `fillCanned` fills one. */
  canned(): Promise<CannedResponse[]>;
  /**
   * Adds a canned response (`version` 0), or replaces the version one has read. Refused with `conflict` when somebody has
   * saved it meanwhile, `forbidden` without the role.
   */
  saveCanned(canned: NewCanned): Promise<{ version: number; updatedAt: number }>;
  /** Whether there was one. Messages made from it stay. */
  removeCanned(id: string): Promise<boolean>;
  /** It has been seen to; `note` says what came of it. Refused with `conflict` when it was done already. */
  finishFollowup(followup: string, note?: string): Promise<StoredAt>;
  /**
   * Agrees to an action somebody else asked for, by the digest of its plan. Refused with `forbidden` for one’s own or
   * without the role, `conflict` when the plan has changed.
   */
  approve(action: string, digest: string): Promise<StoredAt>;
  /** Does not agree to it: the action ends. The reason is for staff. */
  reject(action: string, digest: string, reason?: string): Promise<StoredAt>;
  /** Any command of the protocol. */
  call<K extends CommandName>(
    command: K,
    input: AgentCommands[K]['input'],
  ): Promise<AgentCommands[K]['output']>;
  /** Try to connect now instead of when the wait is over. */
  wake(): void;
  close(): Promise<void>;
}

/** A canned response to save, made from a version; 0: it is new. */
export type NewCanned = AgentCommands['canned:save']['input'];

/** One page of what waits for an approval; `waiting` counts all of it. */
export type ApprovalPage = AgentCommands['approval:list']['output'];

/** Options of {@link ConversationHandle.preview}. */
export type PreviewOptions = {
  /** `staff`: the shopper learns nothing of it. */
  audience?: Audience;
};

/** Options of {@link ConversationHandle.request}. */
export type RequestOptions = PreviewOptions & {
  /** The digest of the preview that was looked at: another plan is refused, and the shopper is not asked. */
  expects?: string;
};

/** Options of {@link ConversationHandle.run}. */
export type RunOptions = RequestOptions & {
  /** How long to wait for the result, in milliseconds; default 45,000. */
  timeoutMs?: number;
};

/** Options of {@link ConversationHandle.history}: entries after a place, or the last ones before one. */
export type HistoryOptions = { before?: number; after?: number; limit?: number };

/** Options of {@link ConversationHandle.follow}. */
export type FollowOptions = {
  /** Only what comes after this place; 0 is the beginning. Default: from what was last heard of. */
  after?: number;
  /** The relay lost entries we had seen (it was set back to a backup): forget them, they come again from 1. */
  onReset?: () => void;
};

/** One conversation. Writing methods resolve once the relay has stored what they wrote, over lost connections too. */
export interface ConversationHandle {
  readonly id: ConversationId;
  /** As last heard of. */
  readonly summary: Conversation;
  reply(content: Reply): Promise<StoredAt>;
  /**
   * Writes a reply that a supervisor has to release: the only way a trainee answers. What becomes of it are entries of the
   * type `draft`. Refused with `conflict` in a closed conversation.
   */
  hold(content: Reply): Promise<StoredAt & { draft: DraftId }>;
  /** Only staff see it, and its files. */
  note(text: string, options?: { files?: readonly Pick<StoredFile, 'id'>[] }): Promise<StoredAt>;
  /**
   * Sends a file’s bytes here; `reply` or `note` then names it, within an hour. Refused with `unsupported_file`, `too_large`, and
   * `forbidden` where the shop takes none.
   */
  upload(source: FileSource, options?: UploadOptions): Promise<StoredFile>;
  /** Something somebody has to see to by a time (ms since the Unix epoch); `me`, a colleague, or whoever comes first. */
  followUp(followup: NewFollowup): Promise<StoredAt & { followup: FollowupId }>;
  /** `null`: back to the queue. */
  assign(to: 'me' | `agt_${string}` | null): Promise<StoredAt>;
  close(outcome?: OutcomeData): Promise<StoredAt>;
  recordOutcome(outcome: OutcomeData): Promise<StoredAt>;
  reopen(): Promise<StoredAt>;
  /**
   * Asks the shopper to prove their mail address by a code; what comes of it are entries of the type `identity`. Refused
   * with `unavailable` where the relay has nothing to send codes with, `conflict` in a closed conversation.
   */
  askIdentity(): Promise<StoredAt>;
  /**
   * What would be planned, without asking for it: nothing is stored, nobody is asked to agree. Refused with
   * `action_failed` (what the office says), `office_unavailable`, `forbidden`, `timeout`.
   */
  preview<A extends Action>(action: A, input: InputOf<A>, options?: PreviewOptions): Promise<PlanPreview>;
  preview(action: string, input: Json, options?: PreviewOptions): Promise<PlanPreview>;
  /**
   * Asks for an action; resolves once that is stored, with a handle on what becomes of it. Refused with
   * `office_unavailable` (nobody offers it), `forbidden` (the key lacks `action:<name>`).
   */
  request<A extends Action>(
    action: A,
    input: InputOf<A>,
    options?: RequestOptions,
  ): Promise<RequestedAction<OutputOf<A>>>;
  request(action: string, input: Json, options?: RequestOptions): Promise<RequestedAction<Json>>;
  /**
   * Has an office carry out an action, to its end, read-back included; resolves with its output, checked and typed. Refused with `action_failed`
   * (what the office says), `office_unavailable` (nobody offers it), `forbidden` (the key lacks `action:<name>`).
   */
  run<A extends Action>(action: A, input: InputOf<A>, options?: RunOptions): Promise<OutputOf<A>>;
  run(action: string, input: Json, options?: RunOptions): Promise<Json>;
  /** What the shopper's page says is in the cart; `null`: it has said nothing since the relay began. */
  cart(): Promise<LiveCart | null>;
  /** Oldest first; without a place, the last ones. */
  history(options?: HistoryOptions): Promise<{ entries: AnyEntry[]; lastSeq: number }>;
  /** Every entry after a place (default: from now on), once, in order, over lost connections; the answer undoes it. */
  follow(listener: (entry: AnyEntry) => unknown, options?: FollowOptions): () => void;
  /** May be lost; repeat it every few seconds while typing. */
  typing(typing: boolean): void;
  /** How far the shop’s side has read, in the public numbering. May be lost. */
  markRead(publicSeq: number): void;
}

/** An open office: its actions are offered for as long as it is connected, again after each reconnect. */
export interface Office extends AsyncDisposable {
  readonly state: AgentState;
  /** The names the relay accepted. */
  readonly accepted: readonly string[];
  on(event: 'state:changed', listener: (state: AgentState) => unknown): () => void;
  /** Try to connect now instead of when the wait is over. */
  wake(): void;
  /** Takes no more, lets what runs finish for up to five seconds, and leaves. */
  close(): Promise<void>;
}
