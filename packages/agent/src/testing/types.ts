import type {
  ActionId,
  ActionStep,
  AnyEntry,
  Card,
  ConversationId,
  Json,
  PlanShown,
  Role,
  Scope,
} from '@shopbell/protocol';
import type { Action, ActionHandler, InputOf, OfficeOptions, OutputOf } from '../action-types.ts';
import type { RequestState } from '../request-types.ts';
import type { Agent, Office } from '../types.ts';

/** How a relay for tests is started. */
export type TestRelayOptions = {
  /** Default `demo`, “Demo shop”. */
  shop?: { id: string; name: string };
  /** `file:<path>` to keep what is stored over `restart`; default in memory. */
  databaseUrl?: string;
  /** The limits on rates that a relay has on the street; default none, for a test is faster than people. */
  hasLimits?: boolean;
};

/** Who comes to the shop. */
export type ShopperOptions = {
  /** Whom the shop vouches for, by a token signed with its key; without it, a stranger. */
  signedIn?: { sub: string; name?: string; email?: string };
};

/** How long to wait, in milliseconds; default 4,000, below what test runners give a test. */
export type WaitOptions = { withinMs?: number };

/** A shopper who does what a script says, over a connection of their own. Each promise rejects with what they saw instead. */
export interface ScriptedShopper extends AsyncDisposable {
  readonly id: string;
  /** The conversation they last said something in. */
  readonly conversation: ConversationId | null;
  /** Every entry they may see, in order. */
  readonly entries: readonly AnyEntry[];
  /** What the shop’s side said, in plain text. */
  readonly heard: readonly string[];
  /** Says something; resolves once it stands in the transcript. */
  says(text: string): Promise<ConversationId>;
  /** Waits for a plan that asks for their yes, of any action or of one (its id or name), and gives it. */
  agrees(to?: string, options?: WaitOptions): Promise<PlanShown>;
  /** The same, and says no. */
  declines(to?: string, options?: WaitOptions): Promise<PlanShown>;
  /** Proves a mail address by the code the relay sends there; `verified` from then on, for half an hour. */
  proves(email: string): Promise<void>;
  /** Rates the conversation they last said something in, once it is closed; the shop’s settings have to ask for ratings. */
  rates(score: number, comment?: string): Promise<void>;
  /** The first entry that fits, there already or soon: by a predicate, or by words in its line of the transcript. */
  sees(wanted: string | ((entry: AnyEntry) => boolean), options?: WaitOptions): Promise<AnyEntry>;
  /** What they see, a line an entry, cards in plain text. */
  transcript(): string[];
  /** Leaves the shop. */
  close(): Promise<void>;
}

/** How {@link TestRelay.runAction} goes; everybody asked says yes unless told otherwise. */
export type RunActionOptions = WaitOptions & {
  /** In whose conversation; default a stranger’s. */
  shopper?: ScriptedShopper;
  shopperSays?: 'yes' | 'no';
  supervisorSays?: 'yes' | 'no';
};

/** What became of an action. */
export type ActionRun<Output> = {
  id: ActionId;
  /** Every step in the transcript, in order. */
  steps: ActionStep[];
  plan: PlanShown | null;
  /** How it ended. */
  end: RequestState & { isEnd: true };
  /** Checked and typed; `undefined` when it did not take effect. */
  output: Output | undefined;
  card: Card | null;
  /** Why it did not do what it was asked for; `null` when it did. */
  error: { code: string; message: string } | null;
};

/** A relay with one shop, for tests of what is connected to it. Whatever it gave is closed with it. */
export interface TestRelay extends AsyncDisposable {
  readonly url: string;
  readonly shop: { readonly id: string; readonly name: string; readonly origin: string };
  /** The key of somebody new; without scopes, those of the role. */
  key(role: Role, ...scopes: Scope[]): Promise<string>;
  /** Takes a key away: whoever came with it is cut off. */
  revoke(key: string): Promise<void>;
  /** Opens an office that may offer everything. */
  office(
    actions: readonly ActionHandler[],
    options?: Pick<OfficeOptions, 'concurrency' | 'onError'>,
  ): Promise<Office>;
  /** Connects somebody new of a role; default an agent. */
  agent(role?: Exclude<Role, 'office'>): Promise<Agent>;
  /** A shopper comes to the shop. */
  shopper(options?: ShopperOptions): Promise<ScriptedShopper>;
  /**
   * Has an action done from the request to its end: planned, agreed to by whoever the plan asks, run, read back.
   * Refused like {@link ConversationHandle.request}; an action that ends otherwise is a result, not an error.
   */
  runAction<A extends Action>(
    action: A,
    input: InputOf<A>,
    options?: RunActionOptions,
  ): Promise<ActionRun<OutputOf<A>>>;
  runAction(action: string, input: Json, options?: RunActionOptions): Promise<ActionRun<Json>>;
  /** Moves the relay’s clock on: plans expire, what was to be read back later is read back. */
  advance(ms: number): void;
  /** The relay goes away; everybody’s connection is lost. */
  stop(): Promise<void>;
  /** The relay comes back where it was, stopped before or not. Needs a `databaseUrl`. */
  restart(): Promise<void>;
  close(): Promise<void>;
}
