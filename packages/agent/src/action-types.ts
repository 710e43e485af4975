import type {
  ActionOffer,
  ActionPlan,
  ActionTask,
  Author,
  Card,
  Json,
  JsonSchema,
  Money,
  Role,
} from '@shopbell/protocol';
import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';

/** A schema that validates and describes itself: zod 4.2 and later, ArkType, Valibot with its JSON Schema package. */
export type DescribedSchema = {
  readonly '~standard': StandardSchemaV1.Props<unknown, unknown> &
    Pick<StandardJSONSchemaV1.Props<unknown, unknown>, 'jsonSchema'>;
};

/** A Standard Schema of a library that cannot describe itself, with its JSON Schema (draft 2020-12) beside it. */
export type SchemaWithJson = { readonly schema: StandardSchemaV1; readonly jsonSchema: JsonSchema };

/** What `input` and `output` of an action may be. */
export type ActionSchema = DescribedSchema | SchemaWithJson;

type Standard<S> = S extends { readonly schema: infer Inner extends StandardSchemaV1 }
  ? Inner
  : S extends StandardSchemaV1
    ? S
    : never;

/** What a schema takes. */
export type TakenBy<S> = StandardSchemaV1.InferInput<Standard<S>>;
/** What a schema makes of it. */
export type MadeBy<S> = StandardSchemaV1.InferOutput<Standard<S>>;

/** How an action is defined: once, for offices, forms, bots and programs alike. */
export type ActionDefinition<I extends ActionSchema, O extends ActionSchema> = {
  /** `noun.verb`: `order.lookup`. */
  name: string;
  version: number;
  title: string;
  description?: string;
  /** `read` changes nothing and needs no consent. */
  effect: 'read' | 'write';
  /**
   * The shopper’s identity it needs: none (`anyone`, the default); signed in by the shop or a mail address proved by a
   * code once (`known`), or lately (`verified`).
   */
  identity?: 'anyone' | 'known' | 'verified';
  input: I;
  output: O;
};

/** A defined action. `offer` is what goes over the wire, JSON Schemas included. */
export type Action<I extends ActionSchema = ActionSchema, O extends ActionSchema = ActionSchema> = {
  readonly name: string;
  readonly version: number;
  readonly input: I;
  readonly output: O;
  readonly offer: ActionOffer;
};

/** What a requester gives. */
export type InputOf<A extends Action> = TakenBy<A['input']>;
/** What a requester gets. */
export type OutputOf<A extends Action> = MadeBy<A['output']>;

/** What an office’s function is given. */
export type RunContext<Input> = {
  input: Input;
  /**
   * What is known of the shopper, told apart: `verified` is the shop’s word (JWT), `proved` a mail address shown to be
   * theirs by a code, and when; `claimed` is what somebody typed and selects nothing.
   */
  shopper: ActionTask['shopper'];
  by: Author;
  /** The requester’s role. */
  role: Role;
  /** The idempotency key: the same id is the same request. */
  id: ActionTask['id'];
  conversation: ActionTask['conversation'];
  /** Who will see the card: `staff` alone, or the shopper too. */
  audience: ActionTask['audience'];
  /** The plan that was agreed to; `null` while planning, and for an action without a plan. */
  planned: ActionPlan | null;
  /** Aborts when the result is due, or the office closes. */
  signal: AbortSignal;
};

/** What `plan` is given besides: who asks, and what they have spent. */
export type PlanContext<Input> = RunContext<Input> & {
  /**
   * What the requester’s actions of this name come to today (UTC), by currency: those that ran and those still open,
   * this one not counted. For limits per day.
   */
  spentToday: readonly Money[];
};
/** What `verify` is given besides: what running it gave, `null` when that was never heard. */
export type VerifyContext<Input, Output> = RunContext<Input> & { output: Output | null };

/** What would happen and who has to agree; or a sentence why it is not done. Planning changes nothing in the shop. */
export type Plan = ActionPlan | { refuse: string };

/**
 * What reading the shop again showed. `verified` with the output where the office had fallen silent (`output: null`),
 * or where it is another one by now: a payment that was paid.
 */
export type Verdict<Output> =
  | 'verified'
  | { verified: Output }
  | { unverified: string }
  /** Nothing happened: it may be run once more. */
  | 'nothing'
  /** It cannot be told yet: ask again then. */
  | { againInMs: number };

type Awaitable<T> = T | Promise<T>;

/** How an office carries out one action. A `write` must have `plan`. */
export type ActionSteps<I extends ActionSchema, O extends ActionSchema> = {
  plan?: (context: PlanContext<MadeBy<I>>) => Awaitable<Plan>;
  run: (context: RunContext<MadeBy<I>>) => Awaitable<TakenBy<O>>;
  verify?: (context: VerifyContext<MadeBy<I>, MadeBy<O>>) => Awaitable<Verdict<TakenBy<O>>>;
  /** What the transcript shows of the result. */
  card?: (result: { input: MadeBy<I>; output: MadeBy<O> }) => Card | undefined;
};

/** A {@link Verdict} as it goes to the relay: with the card of an output that was found. */
export type Verified = Exclude<Verdict<Json>, { verified: Json }> | { verified: Json; card?: Card };

/** An action with its way of being carried out, types erased: what `handle` makes and `openOffice` takes. */
export type ActionHandler = {
  readonly offer: ActionOffer;
  /** Each parses, asks, parses again; rejects with what went wrong. */
  readonly plan?: (context: PlanContext<Json>) => Promise<Plan>;
  readonly perform: (context: RunContext<Json>) => Promise<{ output: Json; card?: Card }>;
  readonly verify?: (context: VerifyContext<Json, Json>) => Promise<Verified>;
};

/** How an office is opened. */
export type OfficeOptions = {
  /** The relay’s address, e.g. `https://chat.example`. */
  url: string;
  /** A key of a person with the role `office`, scoped to `action:<name>` of each action. */
  key: string;
  actions: readonly ActionHandler[];
  /** How many actions run at once; more wait. Default 16. */
  concurrency?: number;
  /** Told of what went wrong inside: the requester only gets a safe message. Default `console.error`. */
  onError?: (error: unknown, task: { id: string; name: string } | null) => void;
};
