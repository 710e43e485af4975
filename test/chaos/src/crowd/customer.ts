import { setTimeout as pause } from 'node:timers/promises';
import { heardOf, until, type Ledger, type RunningRelay } from '@shopbell-test/kit';
import {
  createConnection,
  type Connection,
  type OutboxStorage,
  type ShopperSide,
  type Tuning,
} from '@shopbell/client';
import type { ConversationId } from '@shopbell/protocol';

/** A shopper’s side on the real client, as the widget has it: its outbox, its cursor, its way back. */
export type Customer = AsyncDisposable & {
  readonly name: string;
  readonly connection: Connection<ShopperSide>;
  readonly token: () => string;
  /** `null` until the first message is acknowledged. */
  readonly conversation: () => ConversationId | null;
  /** The highest seq heard of the conversation. */
  readonly place: () => number;
  /** What must not happen and did, in words. */
  readonly problems: readonly string[];
  /** Says one thing, written down in the ledger. Resolves when it is acknowledged or refused. */
  say(): Promise<void>;
  /**
   * Says things from after `firstMs` on until told to stop, a pause between two; no more than five at once wait to be
   * acknowledged.
   */
  talk(pace: Pace): void;
  /** Resolves when all that was said is acknowledged. */
  stop(): Promise<void>;
};

/** When somebody says the first thing, and how long they pause between two. */
export type Pace = { betweenMs: number; firstMs?: number };

export type Books = Pick<Ledger, 'reader' | 'sent' | 'acknowledged' | 'heard'>;

/** Who a customer is. `token`: of one who was here before. */
export type CustomerOptions = {
  name: string;
  ledger: Books;
  token?: string;
  storage?: OutboxStorage;
  tuning?: Partial<Tuning>;
  onConversation?: (id: ConversationId) => void;
};

type Where = Pick<RunningRelay, 'url' | 'shop' | 'origin'>;

const waitingMost = 5;

/** Hears a conversation from its beginning and writes it down. */
const listenTo = (
  { connection, name, ledger }: { connection: Connection<ShopperSide>; name: string; ledger: Books },
  conversation: ConversationId,
  moved: (seq: number) => void,
): void => {
  ledger.reader({ name, audience: 'everyone', conversations: [conversation] });
  connection.follow(conversation, 0, (entry) => {
    moved(entry.seq);
    ledger.heard(heardOf(name, entry as Parameters<typeof heardOf>[1]));
  });
};

/** What a customer says, and whether it was stored. */
const createMouth = (parts: {
  connection: Connection<ShopperSide>;
  name: string;
  ledger: Books;
  sender: () => string;
  problems: string[];
  isAt: (conversation: ConversationId) => void;
}) => {
  const { connection, name, ledger, sender, problems, isAt } = parts;
  let count = 0;
  return async (): Promise<void> => {
    count += 1;
    const message = { nonce: `${name}-${String(count).padStart(6, '0')}`, body: `${name} says ${count}` };
    ledger.sent({ sender: sender(), ...message, audience: 'everyone' });
    const input = { nonce: message.nonce, parts: [{ kind: 'text' as const, text: message.body }] };
    try {
      const { conversation, seq } = await connection.post('message:send', input);
      const place = { conversation, seq, numbering: 'everyone' as const };
      ledger.acknowledged({ sender: sender(), nonce: message.nonce, ...place });
      isAt(conversation);
    } catch (error) {
      problems.push(`refused: ${message.nonce}: ${String(error)}`);
    }
  };
};

/** Talks on until aborted. */
const talkOn = async (
  { say, connection }: Pick<Customer, 'connection' | 'say'>,
  { betweenMs, firstMs = 0 }: Pace,
  over: AbortSignal,
): Promise<void> => {
  await pause(firstMs);
  while (!over.aborted) {
    if (connection.pending.length < waitingMost) void say();
    await pause(betweenMs);
  }
};

const connect = (at: Where, options: CustomerOptions, token: () => string): Connection<ShopperSide> => {
  const { storage, tuning } = options;
  return createConnection<ShopperSide>(
    {
      url: at.url,
      namespace: '/shopper',
      origin: at.origin,
      auth: () => ({ protocol: 1, shop: at.shop, ...(token() === '' ? {} : { token: token() }) }),
      open: () => ({}),
      transports: ['websocket'],
      ...(storage ? { storage } : {}),
    },
    tuning,
  );
};

/** A customer comes; resolves once the relay knows them. */
export const startCustomer = async (at: Where, options: CustomerOptions): Promise<Customer> => {
  const { name, ledger, onConversation } = options;
  let { token = '' } = options;
  let [id, place] = ['', 0];
  let conversation: ConversationId | null = null;
  const problems: string[] = [];
  const answers: Promise<void>[] = [];
  const over = new AbortController();
  let talking: Promise<void> | null = null;
  const connection = connect(at, options, () => token);
  connection.on('session:opened', (session) => {
    token = session.token ?? token;
    ({ id } = session.shopper);
  });
  connection.on('feed:reset', ({ lastSeq }) =>
    problems.push(`reset: ${name} at ${place}, relay at ${lastSeq}`),
  );
  connection.on('feed:failed', ({ error }) => problems.push(`feed failed: ${name}: ${error.message}`));
  const isAt = (stored: ConversationId): void => {
    if (conversation === stored) return;
    if (conversation !== null) problems.push(`swapped: ${name} went from ${conversation} to ${stored}`);
    conversation = stored;
    listenTo({ connection, name, ledger }, stored, (seq) => void (place = Math.max(place, seq)));
    onConversation?.(stored);
  };
  const speak = createMouth({ connection, name, ledger, sender: () => id, problems, isAt });
  const say = (): Promise<void> => {
    const answer = speak();
    answers.push(answer);
    return answer;
  };
  const stop = async (): Promise<void> => {
    over.abort();
    await talking;
    await Promise.all(answers);
  };
  connection.start();
  await until(`${name} to be let in`, () => id !== '', 60_000);
  return {
    name,
    connection,
    token: () => token,
    conversation: () => conversation,
    place: () => place,
    problems,
    say,
    talk: (pace) => void (talking = talkOn({ connection, say }, pace, over.signal)),
    stop,
    [Symbol.asyncDispose]: () => {
      over.abort();
      return connection.close();
    },
  };
};
