import type {
  AgentCommands,
  AgentEvents,
  AnyEntry,
  ConversationId,
  ShopbellError,
  ShopperCommands,
  ShopperEvents,
} from '@shopbell/protocol';
import type { OutboxStorage, Pending } from './pending.ts';
import type { Sharing } from './sharing.ts';

/** The commands and events of one side, as types. */
export type ShopperSide = { commands: ShopperCommands; events: ShopperEvents; namespace: '/shopper' };
export type AgentSide = { commands: AgentCommands; events: AgentEvents; namespace: '/agent' };
export type Side = ShopperSide | AgentSide;

/** Where a connection stands. `opening`: connected, saying who one is and what one missed. */
export type ConnectionState =
  | { name: 'idle' }
  | { name: 'connecting'; attempt: number }
  | { name: 'opening'; attempt: number }
  | { name: 'live'; transport: 'websocket' | 'http' }
  | { name: 'waiting'; attempt: number; retryAt: number }
  | { name: 'refused'; error: ShopbellError }
  | { name: 'closed' };

type Commands<S extends Side> = S['commands'];
type CommandInput<S extends Side, K extends keyof Commands<S>> = Commands<S>[K] extends { input: infer I }
  ? I
  : never;
type CommandOutput<S extends Side, K extends keyof Commands<S>> = Commands<S>[K] extends { output: infer O }
  ? O
  : never;

/** The commands that carry a nonce, and so may be sent again until they are answered. */
export type Postable<S extends Side> = {
  [K in keyof Commands<S>]: CommandInput<S, K> extends { nonce: string } ? K : never;
}[keyof Commands<S>] &
  string;

export type ConnectionEvents<S extends Side> = S['events'] & {
  'state:changed': ConnectionState;
  /** The answer of `session:open`, at each (re)opening, before anything else is sent: the place to keep a new token. */
  'session:opened': CommandOutput<S, 'session:open' & keyof Commands<S>>;
  'outbox:changed': readonly Pending[];
  /** The relay has it, whichever tab of this browser sent it; `data` is its answer. */
  'outbox:stored': { pending: Pending; data: unknown };
  /** The relay has less than we have seen, so nothing proves continuity, or what we have seen was erased: forget this conversation, its entries come again from 1. */
  'feed:reset': { conversation: ConversationId; lastSeq: number };
  /** The relay refuses this feed for good (not found, forbidden); it is no longer followed. */
  'feed:failed': { conversation: ConversationId; error: ShopbellError };
};

export type ConnectionOptions<S extends Side> = {
  /** The relay’s address, e.g. `https://chat.example`. */
  url: string;
  namespace: S['namespace'];
  /** Asked for at each attempt, so that a rotated token or key is used. */
  auth: () => Record<string, unknown> | Promise<Record<string, unknown>>;
  /** The input of `session:open`, asked for at each opening. */
  open: () => CommandInput<S, 'session:open' & keyof Commands<S>>;
  storage?: OutboxStorage;
  /** The `Origin` to name where no browser does it: a shopper’s side outside a browser. */
  origin?: string;
  /** `websocket` first, `http` where WebSockets are blocked; default both. */
  transports?: readonly ('websocket' | 'http')[];
  /** Several connections of one browser as one. */
  sharing?: Sharing;
};

/** One resumable connection: it comes back by itself, and every call settles. */
export interface Connection<S extends Side> {
  readonly state: ConnectionState;
  readonly pending: readonly Pending[];
  start(): void;
  /** Asks now. Rejects with a `ShopbellError` (`disconnected`, `timeout`, or what the relay says); never hangs. */
  call<K extends keyof Commands<S> & string>(
    command: K,
    input: CommandInput<S, K>,
    options?: { timeoutMs?: number; volatile?: boolean },
  ): Promise<CommandOutput<S, K>>;
  /** Sends through the outbox: kept over lost connections (and reloads, with a storage) until the relay answers. In order. */
  post<K extends Postable<S>>(command: K, input: CommandInput<S, K>): Promise<CommandOutput<S, K>>;
  /** Tries what was refused again, or gives it up. */
  retry(nonce: string): void;
  drop(nonce: string): void;
  /** Follows a conversation: every entry after a place, in order, once; asks again where it sees a hole. */
  follow(conversation: ConversationId, after: number, listener: (entry: AnyEntry) => void): () => void;
  on<K extends keyof ConnectionEvents<S> & string>(
    event: K,
    listener: (payload: ConnectionEvents<S>[K]) => void,
  ): () => void;
  /** Try now instead of when the wait is over: the page came to the front, the network is back. */
  wake(): void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
