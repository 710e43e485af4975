import { setTimeout as pause } from 'node:timers/promises';
import type { Ledger } from './ledger.ts';
import { shopper, type ShopperPeer } from './people.ts';
import type { Reply } from './peer.ts';
import type { RunningRelay } from './relay.ts';

/** A shopper who goes on saying things through every lost connection, each with its nonce until it is acknowledged. */
export type Steadfast = {
  readonly name: string;
  /** Known from the first connection on. */
  readonly id: () => string;
  readonly token: () => string;
  readonly conversation: () => string | null;
  /** Says no more once what is under way is acknowledged. Resolves then. */
  stop(): Promise<void>;
};

type Where = Pick<RunningRelay, 'url' | 'shop' | 'origin'>;

/** Starts one. `betweenMs` is how long it thinks between two messages; each is written down in the ledger. */
export const steadfastShopper = (
  at: Where,
  ledger: Ledger,
  options: { name: string; betweenMs: number },
): Steadfast => {
  const { name, betweenMs } = options;
  let peer: ShopperPeer | null = null;
  let token = '';
  let id = '';
  let conversation: string | null = null;
  const stopping = new AbortController();

  const connect = async (): Promise<ShopperPeer> => {
    peer = await shopper(at, { ...(token ? { token } : {}), timeoutMs: 5_000 });
    ({ token, id } = peer);
    return peer;
  };
  const drop = (): void => {
    peer?.close();
    peer = null;
  };
  /** The reply, or `null` when the connection was lost or the relay had no time: then it is tried again. */
  const attempt = async (input: unknown): Promise<Reply | null> => {
    try {
      const reply = await (peer ?? (await connect())).ask('message:send', input);
      if (reply.ok || !['unavailable', 'internal'].includes(reply.error.code)) return reply;
    } catch {
      drop();
    }
    await pause(100);
    return null;
  };
  const reach = async (): Promise<void> => {
    const isThere = await connect().then(
      () => true,
      () => false,
    );
    if (isThere || stopping.signal.aborted) return;
    await pause(100);
    await reach();
  };
  const say = async (count: number): Promise<void> => {
    const message = { nonce: `${name}-${String(count).padStart(6, '0')}`, body: `${name} says ${count}` };
    const input = { nonce: message.nonce, parts: [{ kind: 'text', text: message.body }] };
    ledger.sent({ sender: id, ...message, audience: 'everyone' });
    let reply: Reply | null = null;
    while (reply === null) reply = await attempt(input);
    if (!reply.ok)
      throw new Error(`${message.nonce} was refused: ${reply.error.code} ${reply.error.message}`);
    const place = reply.data as { conversation: string; seq: number };
    conversation = place.conversation;
    ledger.acknowledged({ sender: id, nonce: message.nonce, ...place, numbering: 'everyone' });
  };
  const talk = async (): Promise<void> => {
    await reach();
    for (let count = 1; !stopping.signal.aborted; count += 1) {
      await say(count);
      await pause(betweenMs);
    }
    drop();
  };
  const talking = talk();
  return {
    name,
    id: () => id,
    token: () => token,
    conversation: () => conversation,
    stop: () => {
      stopping.abort();
      return talking;
    },
  };
};
