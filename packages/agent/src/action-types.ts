import type { ActionOffer, ActionTask, Author, Card, Json, JsonSchema } from '@shopbell/protocol';
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
  /** The shopper’s identity it needs: nobody’s (the default), one the relay knows, one the shop vouched for. */
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
  /** What the relay knows of the shopper by token or signature, never what somebody typed. */
  shopper: ActionTask['shopper'];
  by: Author;
  /** The idempotency key: the same id is the same request. */
  id: ActionTask['id'];
  conversation: ActionTask['conversation'];
  /** Who will see the card: `staff` alone, or the shopper too. */
  audience: ActionTask['audience'];
  /** Aborts when the result is due, or the office closes. */
  signal: AbortSignal;
};

/** How an office carries out one action. */
export type ActionSteps<I extends ActionSchema, O extends ActionSchema> = {
  run: (context: RunContext<MadeBy<I>>) => TakenBy<O> | Promise<TakenBy<O>>;
  /** What the transcript shows of the result. */
  card?: (result: { input: MadeBy<I>; output: MadeBy<O> }) => Card | undefined;
};

/** An action with its way of being carried out, types erased: what `handle` makes and `openOffice` takes. */
export type ActionHandler = {
  readonly offer: ActionOffer;
  /** Parses, runs, parses again; rejects with what went wrong. */
  readonly perform: (context: RunContext<Json>) => Promise<{ output: Json; card?: Card }>;
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
