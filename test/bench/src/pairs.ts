import { setTimeout as pause } from 'node:timers/promises';
import { openWire, type Wire } from './wire.ts';

/** Where the load goes: a relay of either kind; `agentUrl`: another, where the agents are. */
export type Target = {
  url: string;
  shop: string;
  origin: string;
  agent: { key: string };
  agentUrl?: string;
};

/** A shopper and an agent who both watch one conversation. */
export type Pair = { conversation: string; shopper: Wire; agent: Wire };

// A port is free again a minute after it was closed, and an address has 28,000: a crowd takes several.
const addressOf = (number: number): string => `127.0.0.${2 + (number % 200)}`;

/** What a shopper who came before is told by. */
export type Known = { token: string };

/** A newcomer, who is given a token and leaves. */
export const meetShopper = async ({ url, shop, origin }: Target, number: number): Promise<Known> => {
  const localAddress = addressOf(number);
  const wire = await openWire({ url, namespace: '/shopper', auth: { shop }, origin, localAddress });
  const { token } = await wire.call('session:open', {});
  await wire.close();
  return { token: String(token) };
};

/** A shopper who comes back: the token in the handshake, and the session open. */
export const returnShopper = async (
  { url, shop, origin }: Target,
  { token }: Known,
  number: number,
): Promise<Wire> => {
  const auth = { shop, token };
  const wire = await openWire({ url, namespace: '/shopper', auth, origin, localAddress: addressOf(number) });
  await wire.call('session:open', {});
  return wire;
};

/** A shopper with an open session. */
const openShopper = async ({ url, shop, origin }: Target): Promise<Wire> => {
  const shopper = await openWire({ url, namespace: '/shopper', auth: { shop }, origin });
  await shopper.call('session:open', {});
  return shopper;
};

const openPair = async (target: Target, number: number): Promise<Pair> => {
  const shopper = await openShopper(target);
  const agent = await openWire({
    url: target.agentUrl ?? target.url,
    namespace: '/agent',
    auth: { key: target.agent.key },
  });
  await agent.call('session:open', {});
  const parts = [{ kind: 'text', text: 'Hello?' }];
  const begun = await shopper.call('message:send', { nonce: `begin-${process.pid}-${number}`, parts });
  const conversation = String(begun['conversation']);
  await shopper.call('conversation:watch', { conversation, after: 0 });
  await agent.call('conversation:watch', { conversation, after: 0 });
  return { conversation, shopper, agent };
};

/** A relay whose machine is busy refuses newcomers for a while (503) or has no time for them: they come again, as clients do. */
const passing = /503|closed with|ECONNRESET/;
const patiently = async <T>(open: () => Promise<T>): Promise<T> => {
  for (let patience = 60; ; patience -= 1)
    try {
      return await open();
    } catch (error) {
      if (patience === 0 || !passing.test(String(error))) throw error;
      await pause(500);
    }
};

/** Opens so many things, a few at a time so that nobody waits for their handshake too long. */
export const openMany = async <T>(
  count: number,
  open: (number: number) => Promise<T>,
  atOnce = 20,
): Promise<T[]> => {
  const opened: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      const number = next;
      opened.push(await patiently(() => open(number)));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return opened;
};

/** Opens pairs on a relay. */
export const openPairs = (target: Target, count: number): Promise<Pair[]> =>
  openMany(count, (number) => openPair(target, number));
