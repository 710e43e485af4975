import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  createLedger,
  endProcess,
  launch,
  shopper,
  spawnRelay,
  until,
  type Ledger,
  type RunningRelay,
  type ShopperPeer,
} from '@shopbell-test/kit';
import type { ConversationId } from '@shopbell/protocol';
import type { AbuseOrder, AbuseReport } from '../abuser-process.ts';
import { startFollower, type Follower } from '../crowd/follower.ts';
import { over, percentile } from '../figures.ts';
import type { Scenario } from '../scenario.ts';
import { outcomeOf } from './outcome.ts';

const program = join(import.meta.dirname, '../abuser-process.ts');
/** Messages a second, which is as many shoppers. */
const perSecond = { short: 200, long: 1_000 };
const [perAddress, perFollower] = [40, 334];
const p99MostMs = 100;

type Load = {
  ledger: Ledger;
  deliveriesMs: number[];
  said: Map<string, number>;
  /** What was refused or not answered in time. */
  failed: string[];
  sides: { peer: ShopperPeer; name: string; conversation: string | null; count: number }[];
};

/** One message of one shopper, timed. */
const say = async (load: Load, side: Load['sides'][number]): Promise<void> => {
  side.count += 1;
  const nonce = `${side.name}-${side.count}`;
  const body = `${side.name} says ${side.count}`;
  load.ledger.sent({ sender: side.peer.id, nonce, body, audience: 'everyone' });
  load.said.set(nonce, performance.now());
  const place = (await side.peer.call('message:send', { nonce, parts: [{ kind: 'text', text: body }] })) as {
    conversation: string;
    seq: number;
  };
  side.conversation = place.conversation;
  load.ledger.acknowledged({ sender: side.peer.id, nonce, ...place, numbering: 'everyone' });
};

/** As many shoppers as there are messages a second, each within its own limit, from many addresses. */
const openLoad = async (relay: RunningRelay, shoppers: number): Promise<Load & { followers: Follower[] }> => {
  const inner = createLedger();
  const deliveriesMs: number[] = [];
  const said = new Map<string, number>();
  const ledger: Ledger = {
    ...inner,
    heard: (each) => {
      const at = said.get(each.nonce);
      if (at !== undefined && each.reader.endsWith(', live')) deliveriesMs.push(performance.now() - at);
      inner.heard(each);
    },
  };
  const load: Load = { ledger, deliveriesMs, said, sides: [], failed: [] };
  const { url, agent, colleague, bot } = relay;
  const followers = [agent, colleague, bot].map((as, index) =>
    startFollower({ url, agent: as }, { name: `agent ${index + 1}, live`, ledger }),
  );
  for (let index = 0; index < shoppers; index += perAddress) {
    const come = async (_: unknown, more: number) => {
      const localAddress = `127.1.${Math.floor(index / perAddress)}.1`;
      const peer = await shopper(relay, { localAddress });
      const side = { peer, name: `neighbour${index + more}`, conversation: null, count: 0 };
      load.sides.push(side);
      await say(load, side);
    };
    await Promise.all(Array.from({ length: perAddress }, come));
  }
  for (const [index, { conversation }] of load.sides.entries())
    followers[Math.floor(index / perFollower)]?.follow(conversation as ConversationId);
  const isThere = ({ places }: Follower): boolean => [...places.values()].every((seq) => seq > 1);
  await until('the agents to be there', () => followers.every(isThere), 60_000);
  return { ...load, followers };
};

/** Everybody says one thing each second, spread over it. Resolves to the p50 and p99 of the deliveries. */
const talk = async (load: Load, seconds: number): Promise<{ p50: number; p99: number }> => {
  load.deliveriesMs.length = 0;
  const answers: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let count = 0; count < seconds * load.sides.length; count += 1) {
    const dueMs = (count * 1_000) / load.sides.length - (performance.now() - startedAt);
    if (dueMs > 1) await pause(dueMs);
    const side = load.sides[count % load.sides.length];
    if (side)
      answers.push(
        say(load, side).catch((error: unknown) => void load.failed.push(`${side.name}: ${String(error)}`)),
      );
  }
  await Promise.all(answers);
  return { p50: percentile(load.deliveriesMs, 0.5), p99: percentile(load.deliveriesMs, 0.99) };
};

/** A slow reader, somebody over each limit and a sender of 10 MB at work: the others notice next to nothing. `rounds`: seconds. */
export const neighbours: Scenario = {
  name: 'neighbours',
  rounds: { short: 4, long: 30 },
  play: async ({ rounds, isShort }) => {
    await using relay = await spawnRelay({ options: { limits: {} } });
    const load = await openLoad(relay, isShort ? perSecond.short : perSecond.long);
    await using stack = new AsyncDisposableStack();
    for (const side of [...load.sides.map(({ peer }) => peer), ...load.followers]) stack.use(side);
    const quiet = await talk(load, Math.ceil(rounds / 2));
    const { url, shop, origin, supervisor, colleague } = relay;
    const watched = load.sides.slice(0, perFollower).map(({ conversation }) => conversation ?? '');
    const order: AbuseOrder = { at: { url, shop, origin }, keys: [supervisor.key, colleague.key], watched };
    const reports: AbuseReport[] = [];
    const hear = (text: string): void => {
      if (text.startsWith('{"refused"')) reports.push(JSON.parse(text) as AbuseReport);
    };
    const quietly = load.ledger.counts().acknowledged;
    const { child } = await launch<boolean>({ program, order, hear });
    stack.defer(async () => void (await endProcess(child, 'SIGKILL')));
    const loud = await talk(load, rounds);
    child.kill('SIGKILL');
    const { refused, mistakes } = reports.at(-1) ?? { refused: {}, mistakes: ['nobody reported'] };
    // In the short set they may not have come that far.
    const idle = Object.entries(refused).filter(([, count]) => count === 0 && !isShort);
    const counts = load.ledger.counts();
    const heardOnce = (): boolean => load.deliveriesMs.length >= counts.acknowledged - quietly;
    await until('the agents to have heard all', heardOnce, 30_000).catch(() => {});
    const ends = {
      'ms p50 quiet': quiet.p50,
      'ms p99 quiet': quiet.p99,
      'ms p50': loud.p50,
      'ms p99': loud.p99,
    };
    const hits = Object.values(refused).reduce((sum, count) => sum + count, 0);
    const violations = load.ledger.judge().map(({ kind, what }) => `${kind}: ${what}`);
    return outcomeOf(
      { fault: 'bad neighbours', hits, wanted: isShort ? 0 : 1, ends: { ...ends, ...refused } },
      { violations, counts },
      [
        ...over('ms to deliver, p99', loud.p99, { most: p99MostMs, isShort }),
        ...mistakes,
        ...load.failed,
        ...idle.map(([name]) => `nobody was refused: ${name}`),
      ],
    );
  },
};
