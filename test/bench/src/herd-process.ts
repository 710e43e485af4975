/*
 * A herd of shoppers as a process of its own: the real client, one connection each, that comes back by itself. Told over
 * its arguments where to go; then, by messages from its parent, what to do; each is answered with one message.
 */
import { createConnection, type Connection, type ConnectionState, type ShopperSide } from '@shopbell/client';
import type { ConversationId } from '@shopbell/protocol';
import { protocolVersion } from '@shopbell/protocol/limits';
import { until } from '@shopbell-test/kit/until';
import { openMany, type Target } from './pairs.ts';
import { sortedOf } from './quantiles.ts';

/** What the parent may ask for. `talks`: each has an open conversation and says something in it; a bare relay has none. */
export type HerdOrder =
  | { do: 'gather'; count: number; talks: boolean }
  /** Every so many says something now, and nobody waits for it. */
  | { do: 'speak'; every: number }
  /** Resolves when all are back since a time (ms, Unix), with when each was, in order. */
  | { do: 'return'; since: number }
  /** All say a last word. Resolves when each has all it was told and said. */
  | { do: 'audit' };

/** What a herd has: each entry of each conversation once, in order; anything else is counted. */
export type Audit = {
  shoppers: number;
  said: number;
  lost: number;
  doubled: number;
  holes: number;
  overHttp: number;
};

type Heard = { seq: number; nonce: string };
type Sheep = {
  connection: Connection<ShopperSide>;
  conversation: ConversationId | null;
  /** When it was back last, Unix ms: live, and told what it had missed; `null` while it is not. */
  backAt: number | null;
  said: string[];
  heard: Heard[];
};

const target = JSON.parse(process.argv[2] ?? '') as Target;
const herd: Sheep[] = [];
const patienceMs = 120_000;
const atOnce = 50;

const nonceOf = (number: number): string => `herd-${process.pid}-${number}`;
let nonces = 0;

const say = (sheep: Sheep, text: string): Promise<{ conversation: ConversationId; seq: number }> => {
  nonces += 1;
  const nonce = nonceOf(nonces);
  sheep.said.push(nonce);
  const { conversation } = sheep;
  const to = conversation === null ? {} : { conversation };
  return sheep.connection.post('message:send', { ...to, nonce, parts: [{ kind: 'text', text }] });
};

const begin = async (sheep: Sheep): Promise<void> => {
  const { conversation } = await say(sheep, 'Is anybody there?');
  sheep.conversation = conversation;
  sheep.connection.follow(conversation, 0, ({ seq, nonce }) => sheep.heard.push({ seq, nonce }));
  await until('the first entries', () => sheep.heard.length >= 2, patienceMs);
};

/** It asks what it has missed as soon as it is live; a question asked after that is answered after it. */
const comeBack = async (sheep: Sheep, live: ConnectionState): Promise<void> => {
  const { connection, conversation, heard } = sheep;
  const ask = async (): Promise<boolean> => {
    if (conversation !== null)
      await connection.call('entries:list', { conversation, after: heard.length, limit: 1 });
    return true;
  };
  while (connection.state === live && !(await ask().catch(() => false)));
  if (connection.state === live) sheep.backAt = Date.now();
};

const bringOne = async (talks: boolean): Promise<Sheep> => {
  const { url, shop, origin } = target;
  let token: string | undefined;
  const auth = (): Record<string, unknown> => ({
    protocol: protocolVersion,
    shop,
    ...(token ? { token } : {}),
  });
  // Where WebSockets fail, clients try HTTP; a bare relay has none.
  const transports = talks ? (['websocket', 'http'] as const) : (['websocket'] as const);
  const at = { url, namespace: '/shopper', origin, transports } as const;
  const connection = createConnection<ShopperSide>({ ...at, auth, open: () => ({}) });
  const sheep: Sheep = { connection, conversation: null, backAt: null, said: [], heard: [] };
  connection.on('session:opened', (session) => {
    token = session.token ?? token;
  });
  connection.on('state:changed', (state) => {
    sheep.backAt = null;
    if (state.name === 'live') void comeBack(sheep, state);
  });
  connection.start();
  await until('a connection', () => sheep.backAt !== null, patienceMs);
  if (talks) await begin(sheep);
  return sheep;
};

const returned = async (since: number): Promise<number[]> => {
  const isBack = ({ backAt }: Sheep): boolean => backAt !== null && backAt > since;
  await until('the herd', () => herd.every(isBack), patienceMs);
  return [...sortedOf(herd.map(({ backAt }) => backAt ?? Number.NaN))];
};

const isSettled = ({ said, heard, connection }: Sheep): boolean =>
  connection.pending.length === 0 && said.every((nonce) => heard.some((each) => each.nonce === nonce));

const judge = ({ said, heard, connection }: Sheep): Omit<Audit, 'shoppers'> => {
  const nonces = heard.map(({ nonce }) => nonce);
  return {
    said: said.length,
    lost: said.filter((nonce) => !nonces.includes(nonce)).length,
    doubled: nonces.length - new Set(nonces).size,
    holes: heard.filter(({ seq }, at) => seq !== at + 1).length,
    overHttp: connection.state.name === 'live' && connection.state.transport === 'http' ? 1 : 0,
  };
};

const audit = async (): Promise<Audit> => {
  const words = herd.map((sheep) => say(sheep, 'I am back.'));
  await Promise.all(words);
  // What is not here by then is counted as lost.
  await until('the last words', () => herd.every(isSettled), patienceMs / 4).catch(() => {});
  const sum: Audit = { shoppers: herd.length, said: 0, lost: 0, doubled: 0, holes: 0, overHttp: 0 };
  for (const { said, lost, doubled, holes, overHttp } of herd.map(judge)) {
    sum.said += said;
    sum.lost += lost;
    sum.doubled += doubled;
    sum.holes += holes;
    sum.overHttp += overHttp;
  }
  return sum;
};

const obey = async (order: HerdOrder): Promise<unknown> => {
  switch (order.do) {
    case 'gather':
      herd.push(...(await openMany(order.count, () => bringOne(order.talks), atOnce)));
      return herd.length;
    case 'speak':
      for (const [at, sheep] of herd.entries()) if (at % order.every === 0) void say(sheep, 'Hello?');
      return herd.length;
    case 'return':
      return returned(order.since);
    case 'audit':
      return audit();
    default:
      return order satisfies never;
  }
};

process.on('message', (order: HerdOrder) => {
  void obey(order).then((result) => process.send?.({ result }));
});
process.once('disconnect', () => process.exit(0));
