import type { AnyEntry, ConversationId } from '@shopbell/protocol';
import { createConnection, type ConnectionOptions, type ShopperSide, type Tuning } from '../src/index.ts';

/** A connection of a shopper, quick to come back, with what it went through written down. */
export const shopperOf = (
  url: string,
  options: Partial<ConnectionOptions<ShopperSide>> = {},
  tuning: Partial<Tuning> = {},
) => {
  const connection = createConnection<ShopperSide>(
    {
      url,
      namespace: '/shopper',
      auth: () => ({ protocol: 1, shop: 'demo' }),
      open: () => ({}),
      transports: ['websocket'],
      ...options,
    },
    { baseMs: 20, capMs: 40, callTimeoutMs: 200, upgradeAfterMs: 50, ...tuning },
  );
  const states: string[] = [];
  connection.on('state:changed', (state) => states.push(state.name));
  return Object.assign(connection, { states });
};

let count = 0;
/** A message with a nonce of its own. */
export const message = (conversation?: ConversationId, text = 'hello') => ({
  nonce: `nonce_${String(++count).padStart(6, '0')}`,
  parts: [{ kind: 'text' as const, text }],
  ...(conversation ? { conversation } : {}),
});

/** The seqs a follower heard, in the order of hearing. */
export const heardBy = (
  connection: ReturnType<typeof shopperOf>,
  conversation: ConversationId,
  after = 0,
): { seqs: number[]; off: () => void } => {
  const seqs: number[] = [];
  const off = connection.follow(conversation, after, (entry: AnyEntry) => seqs.push(entry.seq));
  return { seqs, off };
};

/** 1, 2 … n. */
export const upTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);
