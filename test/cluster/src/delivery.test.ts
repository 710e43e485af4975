import { setTimeout as pause } from 'node:timers/promises';
import { agent, connectPeer, shopper, until, type AgentPeer, type Peer } from '@shopbell-test/kit';
import { createRelay } from '@shopbell/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { spawnCluster, type Member, type SpawnedCluster } from './spawn-cluster.ts';

let cluster: SpawnedCluster;
let here: Member;
let there: Member;
beforeAll(async () => {
  cluster = await spawnCluster();
  const [one, two] = cluster.members;
  if (!one || !two) throw new Error('two relays are needed');
  [here, there] = [one, two];
});
afterAll(() => cluster[Symbol.asyncDispose]());

const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;

const textOf = (payload: unknown): string =>
  (payload as { data?: { parts?: { text?: string }[] } }).data?.parts?.[0]?.text ?? '';

/** Writes down when each text is heard; a text that comes twice is written down twice. */
const listen = (peer: Peer) => {
  const heard = new Map<string, number[]>();
  peer.onEvent((event, payload) => {
    if (event !== 'entry:appended') return;
    const text = textOf(payload);
    heard.set(text, [...(heard.get(text) ?? []), performance.now()]);
  });
  return heard;
};

type Pace = { shoppers: number; perSecond: number; seconds: number };

/** Shoppers at the one relay speak at a steady pace, an agent at the other listens: how long each message took, sorted. */
const speakAcross = async ({ shoppers, perSecond, seconds }: Pace): Promise<number[]> => {
  await using nora: AgentPeer = await agent({ url: there.url, agent: cluster.agent });
  await using stack = new AsyncDisposableStack();
  const heard = listen(nora);
  const round = `${perSecond}/${seconds}`;
  const voices = await Promise.all(
    Array.from({ length: shoppers }, async (_, index) => {
      const peer = stack.use(await shopper({ ...cluster, url: here.url }));
      const { conversation } = await peer.say(`${round} hello ${index}`);
      await nora.call('conversation:watch', { conversation, after: 0 });
      return (text: string) => peer.say(text, conversation);
    }),
  );
  const sentAt = new Map<string, number>();
  const replies: Promise<unknown>[] = [];
  const startedAt = performance.now();
  for (let count = 0; count < perSecond * seconds; count += 1) {
    // By the clock and not by pauses alone: what a pause takes too long is made up for.
    const dueMs = startedAt + (count * 1_000) / perSecond - performance.now();
    if (dueMs > 1) await pause(dueMs);
    const text = `${round} message ${count}`;
    sentAt.set(text, performance.now());
    replies.push(voices[count % voices.length]?.(text) ?? Promise.reject(new Error('nobody speaks')));
  }
  await Promise.all(replies);
  await until('everything to be heard', () => [...sentAt.keys()].every((text) => heard.has(text)), 15_000);
  return [...sentAt]
    .flatMap(([text, at]) => (heard.get(text) ?? []).map((then) => then - at))
    .toSorted((one, other) => one - other);
};

const print = (what: string, sorted: readonly number[]): void => {
  const [p50, p99, most] = [quantile(sorted, 0.5), quantile(sorted, 0.99), sorted.at(-1) ?? NaN];
  const figures = `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, at most ${most.toFixed(1)} ms`;
  console.log(`${what}: ${sorted.length} messages, ${figures}`);
};

describe('delivery from relay to relay', () => {
  test('each message is heard at the other relay, once and soon', async () => {
    const pace = { shoppers: 20, perSecond: 250, seconds: 4 };
    const took = await speakAcross(pace);
    print('from relay to relay at 250 messages a second', took);
    expect(took).toHaveLength(1_000);
    expect(took.at(-1)).toBeLessThan(1_500);
    expect(here.gate.hints.lost + there.gate.hints.lost).toBe(0);
    expect(there.gate.hints.passed).toBeGreaterThan(0);
  });

  test('with every hint lost, nothing is later than 1.5 seconds', async () => {
    for (const { gate } of cluster.members) gate.lose(true);
    const took = await speakAcross({ shoppers: 5, perSecond: 20, seconds: 4 });
    for (const { gate } of cluster.members) gate.lose(false);
    print('with every hint lost', took);
    expect(there.gate.hints.lost).toBeGreaterThan(0);
    expect(took).toHaveLength(80);
    // Else hints would have come through all the same.
    expect(quantile(took, 0.5)).toBeGreaterThan(100);
    expect(took.at(-1)).toBeLessThan(1_500);
  });
});

test('R19 a revoked key is out at every relay within a second, hints or not', async () => {
  const { keyId, key } = cluster.colleague;
  for (const { gate } of cluster.members) gate.lose(true);
  const peers = await Promise.all(
    cluster.members.map(({ url }) => connectPeer({ url, namespace: '/agent', auth: { key } })),
  );
  await using keeper = await createRelay({ databaseUrl: cluster.database });
  const startedAt = performance.now();
  const outMs = peers.map(async (peer) => {
    await until('the socket to be ended', () => !peer.socket.connected, 5_000);
    return performance.now() - startedAt;
  });
  await keeper.admin.revokeKey(keyId);
  const took = await Promise.all(outMs);
  for (const { gate } of cluster.members) gate.lose(false);
  console.log(`a revoked key is out at three relays after ${took.map((ms) => ms.toFixed(0)).join(', ')} ms`);
  expect(Math.max(...took)).toBeLessThan(1_000);
  await expect(connectPeer({ url: there.url, namespace: '/agent', auth: { key } })).rejects.toThrow(
    'unauthenticated',
  );
});
