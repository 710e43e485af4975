/*
 * Everybody a relay could do without, in one process: readers that never read, senders of 10 MB, and somebody well over
 * each limit. Each comes from an address of its own and goes on until the process is ended.
 */
import { constants, setPriority } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { agent, connectPeer, freshNonce, shopper, type Peer, type RunningRelay } from '@shopbell-test/kit';
import { endWithParent } from './standing-by.ts';

/** What the process is told. `watched`: conversations with much to hear. */
export type AbuseOrder = {
  at: Pick<RunningRelay, 'url' | 'shop' | 'origin'>;
  keys: readonly string[];
  watched: readonly string[];
};

/** What it says, twice a second: how often each was refused or cut off so far, and what they did wrong in doing wrong. */
export type AbuseReport = { refused: Readonly<Record<string, number>>; mistakes: readonly string[] };

// In earnest they are machines of their own: what they cost the relay is tried, not what they cost themselves.
setPriority(constants.priority.PRIORITY_LOW);
const order = JSON.parse(process.argv[2] ?? '') as AbuseOrder;
const { at, keys, watched } = order;
const [key = '', otherKey = ''] = keys;
const refused: Record<string, number> = {};
const mistakes = new Set<string>();

const codeOf = (error: unknown): string | undefined => {
  const { cause, data } = error as { cause?: { code?: string }; data?: { code?: string } };
  return cause?.code ?? data?.code;
};

/** Only what a limit did counts; an abuser who is misunderstood abuses nobody. */
const note = (name: string, error: unknown): void => {
  const code = codeOf(error);
  if (code === undefined || code === 'rate_limited') refused[name] = (refused[name] ?? 0) + 1;
  if (code === 'bad_request' || code === 'internal') mistakes.add(`${name}: ${String(error)}`);
};

/** Does it again and again, so many times a second, and counts how often it is refused. */
const keepOn = async (
  name: string,
  timesPerSecond: number,
  attempt: () => Promise<unknown>,
): Promise<void> => {
  refused[name] = 0;
  for (;;) {
    attempt().catch((error: unknown) => note(name, error));
    await pause(1_000 / timesPerSecond);
  }
};

/** A peer that is made anew whenever it was cut off. */
const lasting = <P extends Peer>(make: () => Promise<P>): (() => Promise<P>) => {
  let peer: Promise<P> | null = null;
  return () => {
    peer ??= make().then(
      (made) => {
        made.socket.once('disconnect', () => void (peer = null));
        return made;
      },
      async (error: unknown) => {
        await pause(1_000);
        peer = null;
        throw error;
      },
    );
    return peer;
  };
};

const shopperFrom = (localAddress: string) => lasting(() => shopper(at, { localAddress }));
const agentFrom = (localAddress: string, as: string) =>
  lasting(() => agent({ url: at.url, agent: { id: '', keyId: '', key: as } }, { localAddress }));

const talkerFrom = (localAddress: string) =>
  lasting(async () => {
    const peer = await shopper(at, { localAddress });
    return Object.assign(peer, { conversation: (await peer.say('Hello?')).conversation });
  });

const parts = (text: string) => [{ kind: 'text', text }];
const megabytes = 'x'.repeat(10_000_000);

/** Watches what there is to hear and reads none of it: the pipe fills up until the relay has had enough. */
const neverRead = async (localAddress: string): Promise<void> => {
  const peer = await agentFrom(localAddress, otherKey)();
  for (const conversation of watched) peer.socket.emit('conversation:watch', { conversation, after: 0 });
  for (const conversation of watched)
    peer.socket.emit('entries:list', { conversation, after: 0, limit: 200 });
  await pause(100);
  const { transport } = peer.socket.io.engine as unknown as {
    transport: { ws: { _socket: { pause: () => void } } };
  };
  const { _socket: net } = transport.ws;
  net.pause();
  refused['slow readers'] = (refused['slow readers'] ?? 0) + 1;
};

const abusers: Readonly<Record<string, readonly [number, () => Promise<unknown>]>> = (() => {
  const flooding = shopperFrom('127.66.0.1');
  const typing = talkerFrom('127.66.0.2');
  const asking = shopperFrom('127.66.0.3');
  const listing = agentFrom('127.66.0.5', key);
  const acting = agentFrom('127.66.0.6', key);
  const sending = shopperFrom('127.66.0.7');
  const message = (text: string) => ({ nonce: freshNonce(), parts: parts(text) });
  return {
    'too many messages': [20, async () => (await flooding()).call('message:send', message('spam'))],
    'too much typing': [
      20,
      async () => {
        const peer = await typing();
        await peer.call('typing:set', { conversation: peer.conversation, typing: true });
      },
    ],
    'too many packets': [200, async () => (await asking()).call('conversation:list', {})],
    'too many from an agent': [300, async () => (await listing()).call('conversation:list', {})],
    'too many actions': [
      50,
      async () =>
        (await acting()).call('action:request', {
          conversation: watched[0],
          nonce: freshNonce(),
          name: 'no.such',
          input: {},
          audience: 'everyone',
        }),
    ],
    'too many connections': [
      50,
      async () => (await shopper(at, { localAddress: '127.66.0.8', timeoutMs: 3_000 })).close(),
    ],
    'wrong keys': [
      20,
      () =>
        connectPeer({
          url: at.url,
          namespace: '/agent',
          auth: { key: `sbk_${'x'.repeat(43)}` },
          localAddress: '127.66.0.9',
        }),
    ],
    '10 MB packets': [2, async () => (await sending()).call('message:send', message(megabytes))],
    '10 MB requests': [
      2,
      async () => {
        const answer = await fetch(`${at.url}/v1/shopper/message:send`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'shopbell-shop': at.shop, origin: at.origin },
          body: JSON.stringify(message(megabytes)),
        });
        if (!answer.ok) throw new Error(String(answer.status));
      },
    ],
    'slow readers': [0.3, () => neverRead('127.66.0.10')],
  };
})();

for (const [name, [timesPerSecond, attempt]] of Object.entries(abusers))
  void keepOn(name, timesPerSecond, attempt);
setInterval(() => console.log(JSON.stringify({ refused, mistakes: [...mistakes] })), 500);
endWithParent();
console.log(JSON.stringify({ ready: true }));
