import {
  agent,
  openPremises,
  sendFile,
  shopper,
  startRelay,
  type AgentPeer,
  type Peer,
  type Premises,
  type ShopperPeer,
} from '@shopbell-test/kit';
import { agentCommands, shopperCommands, type Command } from '@shopbell/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agentSamples, nobody, shopperSamples, type Ids } from './samples.ts';

/*
 * Two shops, two shoppers in the first and one in the second. Whoever asks with ids that are not theirs gets what
 * they would get for ids that never were: the same words, the same size, as soon.
 */

let relay: Awaited<ReturnType<typeof startRelay>>;
let elsewhere: Premises;
let victim: ShopperPeer;
let staff: AgentPeer;
let theirs: Ids;
const strangers: { name: string; side: 'shopper' | 'agent'; peer: Peer; secret: string; shop: string }[] = [];

beforeAll(async () => {
  relay = await startRelay();
  elsewhere = await openPremises(relay.relay.admin, 'other');
  victim = await shopper(relay);
  staff = await agent(relay);
  const { conversation } = await victim.say('My address is a secret.');
  const nonce = 'ask-for-lookup';
  const request = { conversation, nonce, name: 'order.lookup', input: {} };
  const asked = await staff.ask('action:request', request);
  const action = asked.ok ? String(asked.data['action']) : nobody.action;
  const { followup } = await staff.call('followup:add', {
    conversation,
    nonce: 'a-follow-up-1',
    text: 'Call back.',
    dueAt: 1_900_000_000_000,
  });
  const { draft } = await staff.call('draft:hold', {
    conversation,
    nonce: 'a-draft-held-1',
    parts: [{ kind: 'text', text: 'A reply that waits.' }],
  });
  const file = await sendFile(relay, { secret: relay.agent.key, conversation });
  const parts = [{ kind: 'file', file: { id: file } }];
  await staff.call('message:send', { conversation, nonce: 'with-a-file-1', parts });
  const ids = { action, followup: String(followup), draft: String(draft), file, publicSeq: 1 };
  theirs = { conversation, shopper: victim.id, agent: staff.id, ...ids };
  const neighbour = await shopper(relay);
  const foreigner = await shopper({ ...relay, ...elsewhere });
  // A supervisor may call whatever an agent may.
  const { key } = elsewhere.supervisor;
  const rival = await agent({ ...relay, ...elsewhere }, { key });
  const chief = await agent({ ...relay, ...elsewhere }, { key: elsewhere.admin.key });
  const office = await agent({ ...relay, ...elsewhere }, { key: elsewhere.office.key });
  strangers.push(
    {
      name: 'a shopper of the same shop',
      side: 'shopper',
      peer: neighbour,
      secret: neighbour.token,
      shop: relay.shop,
    },
    {
      name: 'a shopper of another shop',
      side: 'shopper',
      peer: foreigner,
      secret: foreigner.token,
      shop: 'other',
    },
    {
      name: 'an agent of another shop',
      side: 'agent',
      peer: rival,
      secret: key,
      shop: 'other',
    },
    {
      name: 'an admin of another shop',
      side: 'agent',
      peer: chief,
      secret: elsewhere.admin.key,
      shop: 'other',
    },
    {
      name: 'an office of another shop',
      side: 'agent',
      peer: office,
      secret: elsewhere.office.key,
      shop: 'other',
    },
  );
});
afterAll(() => relay[Symbol.asyncDispose]());

type Stranger = (typeof strangers)[number];
const names = [
  'a shopper of the same shop',
  'a shopper of another shop',
  'an agent of another shop',
  'an admin of another shop',
  'an office of another shop',
];
const strangerOf = (name: string): Stranger => {
  const found = strangers.find((each) => each.name === name);
  if (found === undefined) throw new Error(`nobody is ${name}`);
  return found;
};

type Samples = Record<string, (ids: Ids) => readonly Record<string, unknown>[]>;

/** Each command that names somebody or something, with the ids in question. */
const asks = (stranger: Stranger, ids: Ids): [string, Record<string, unknown>][] => {
  const isOffice = stranger.name.startsWith('an office');
  const isAdmin = stranger.name.startsWith('an admin');
  const commands: Record<string, Command> = stranger.side === 'shopper' ? shopperCommands : agentCommands;
  const samples: Samples = stranger.side === 'shopper' ? shopperSamples : agentSamples;
  return Object.entries(samples)
    .filter(([name]) => commands[name]?.roles.some((role) => role !== 'office' || isOffice))
    .filter(([name]) => commands[name]?.roles.some((role) => role !== 'admin' || isAdmin))
    .filter(([name]) => !isOffice || commands[name]?.roles.some((role) => role === 'office'))
    .flatMap(([name, of]) => of(ids).map((input): [string, Record<string, unknown>] => [name, input]))
    .filter(([, input]) => /(cnv|shp|agt|act|flw|drf)_/.test(JSON.stringify(input)));
};

const masked = (text: string): string =>
  text.replaceAll(/\b(cnv|shp|agt|act|flw|drf)_[A-Za-z0-9_-]+/g, '$1').replaceAll(/\b\d{13}\b/g, 'at');

const post = async (stranger: Stranger, command: string, input: unknown): Promise<string> => {
  const response = await fetch(`${relay.url}/v1/${stranger.side}/${command}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'shopbell-shop': stranger.shop,
      authorization: `Bearer ${stranger.secret}`,
    },
    body: JSON.stringify(input),
  });
  return `${response.status} ${await response.text()}`;
};

// These say the same to everybody: two search, one stops what never began; an office reports only over its connection.
const sayTheSame = new Set([
  'conversation:list',
  'conversation:search',
  'conversation:unwatch',
  'followup:list',
  // Who of others’ people stands in a shop’s settings is nobody there.
  'settings:save',
]);
const sayTheSameOverHttp = new Set([...sayTheSame, 'action:report']);

describe('R5: what is not theirs', () => {
  test.each(names)('%s learns nothing by any command', async (name) => {
    const stranger = strangerOf(name);
    const never = asks(stranger, nobody);
    for (const [index, [command, input]] of asks(stranger, theirs).entries()) {
      const reply = await stranger.peer.ask(command, input);
      const [, nothing = {}] = never[index] ?? [];
      const control = await stranger.peer.ask(command, nothing);
      expect(masked(JSON.stringify(reply)), command).toBe(masked(JSON.stringify(control)));
      expect(JSON.stringify(reply)).not.toContain('secret');
      const code = reply.ok ? 'ok' : reply.error.code;
      expect(sayTheSame.has(command) ? 'not_found' : code, `${command} ${JSON.stringify(reply)}`).toBe(
        'not_found',
      );
    }
  });

  test.each(names)('%s learns nothing over HTTP', async (name) => {
    const stranger = strangerOf(name);
    const never = asks(stranger, nobody);
    for (const [index, [command, input]] of asks(stranger, theirs).entries()) {
      const reply = await post(stranger, command, input);
      const control = await post(stranger, command, never[index]?.[1]);
      expect(masked(reply), command).toBe(masked(control));
      expect(reply).not.toContain('secret');
      const isNotFound = /^404 .*"not_found"/.test(reply);
      expect(isNotFound || sayTheSameOverHttp.has(command), `${command}: ${reply}`).toBe(true);
    }
  });

  test.each(names)('%s reads no transcript', async (name) => {
    const stranger = strangerOf(name);
    const get = async (conversation: string) => {
      const headers = { authorization: `Bearer ${stranger.secret}`, 'shopbell-shop': stranger.shop };
      const response = await fetch(`${relay.url}/v1/conversations/${conversation}/entries`, { headers });
      return `${response.status} ${await response.text()}`;
    };
    const reply = await get(theirs.conversation);
    expect(reply).toBe(await get(nobody.conversation));
    expect(reply).not.toContain('secret');
  });

  test.each(names)('%s is told as soon as if it were not there at all', async (name) => {
    const stranger = strangerOf(name);
    const [command, input] = asks(stranger, theirs)[0] ?? ['', {}];
    const [, nothing] = asks(stranger, nobody)[0] ?? ['', {}];
    const timeMs = async (given: unknown): Promise<number> => {
      const startedAt = performance.now();
      await stranger.peer.ask(command, given);
      return performance.now() - startedAt;
    };
    const times: [number[], number[]] = [[], []];
    for (let round = 0; round < 60; round += 1) {
      times[0].push(await timeMs(input));
      times[1].push(await timeMs(nothing));
    }
    // The least of many tells what the work takes; the rest is the machine’s.
    expect(Math.abs(Math.min(...times[0]) - Math.min(...times[1]))).toBeLessThan(1);
  });

  test('the victim’s conversation is as it was', async () => {
    const { entries } = await victim.call('entries:list', { conversation: theirs.conversation });
    expect(JSON.stringify(entries)).toContain('My address is a secret.');
    // Its coming, its words, the action’s last step, the file with who sent it. No draft.
    expect((entries as unknown[]).length).toBeLessThanOrEqual(6);
  });
});
