import { agent, office, sendFile, shopper, startRelay, until, type Peer } from '@shopbell-test/kit';
import { agentCommands, shopperCommands, type Command } from '@shopbell/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fieldName, fieldsOf, objectsOf, placesOf, withValue } from './fields.ts';
import { agentSamples, shopperSamples, type Ids } from './samples.ts';
import { digestOf } from './snapshot.ts';

/** Twelve values that stand where others belong. Where a schema takes one, it is not wrong there. */
const wrongValues: readonly unknown[] = [
  null,
  true,
  -1,
  1.5,
  2 ** 53,
  '',
  ' \n\t',
  'a\u0000b',
  'x'.repeat(5_000),
  [],
  { $gt: '' },
  [['x']],
];

const foreignKeys: Record<string, unknown> = {
  isAdmin: true,
  __proto__: null,
  role: 'admin',
  by: { kind: 'system' },
  seq: 1,
};
Object.defineProperty(foreignKeys, '__proto__', { value: { isAdmin: true }, enumerable: true });

let relay: Awaited<ReturnType<typeof startRelay>>;
let ids: Ids;
const peers: Record<'shopper' | 'agent' | 'supervisor' | 'admin' | 'office', Peer | null> = {
  shopper: null,
  agent: null,
  supervisor: null,
  admin: null,
  office: null,
};

beforeAll(async () => {
  relay = await startRelay();
  const someone = await shopper(relay);
  const staff = await agent(relay);
  const back = await office(relay, ['order.lookup']);
  const supervisor = await agent(relay, { key: relay.supervisor.key });
  const admin = await agent(relay, { key: relay.admin.key });
  Object.assign(peers, { shopper: someone, agent: staff, supervisor, admin, office: back });
  const { conversation } = await someone.say('Hello');
  const asked = await staff.call('action:request', {
    conversation,
    nonce: 'a-request-1',
    name: 'order.lookup',
    input: {},
  });
  // Nothing may be under way whose time could run out while the store is compared.
  await until('the answer to the request', async () => {
    const { entries } = await staff.call('entries:list', { conversation });
    return JSON.stringify(entries).includes('"succeeded"');
  });
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
  const made = {
    action: String(asked['action']),
    followup: String(followup),
    draft: String(draft),
    file,
    publicSeq: 1,
  };
  ids = { conversation, shopper: someone.id, agent: staff.id, ...made };
});
afterAll(async () => {
  for (const peer of Object.values(peers)) peer?.close();
  await relay[Symbol.asyncDispose]();
});

type Row = {
  side: 'shopper' | 'agent';
  name: string;
  command: Command;
  samples: () => readonly Record<string, unknown>[];
};

const rowsOf = (
  side: Row['side'],
  commands: Record<string, Command>,
  samples: Record<string, (of: Ids) => readonly Record<string, unknown>[]>,
): Row[] =>
  Object.entries(commands).map(([name, command]) => ({
    side,
    name,
    command,
    samples: () => samples[name]?.(ids) ?? [],
  }));

const table = [
  ...rowsOf('shopper', shopperCommands, shopperSamples),
  ...rowsOf('agent', agentCommands, agentSamples),
].map((row) => [`${row.side} ${row.name}`, row] as const);

/** Somebody who may. */
const whoFor = ({ side, command }: Row): keyof typeof peers => {
  if (side === 'shopper') return side;
  const may = new Set<string>(command.roles);
  if (may.has('agent')) return 'agent';
  if (may.has('supervisor')) return 'supervisor';
  return may.has('admin') ? 'admin' : 'office';
};
const peerFor = (row: Row): Peer => {
  const peer = peers[whoFor(row)];
  if (peer === null) throw new Error('nobody is there');
  return peer;
};

const bearer = (row: Row): string => {
  const who = whoFor(row);
  return who === 'shopper' ? (peers.shopper as Peer & { token: string }).token : relay[who].key;
};

/** The same over HTTP, as the code of its error. */
const overHttp = async (row: Row, input: unknown): Promise<string> => {
  const response = await fetch(`${relay.url}/v1/${row.side}/${row.name}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'shopbell-shop': relay.shop,
      authorization: `Bearer ${bearer(row)}`,
    },
    body: JSON.stringify(input),
  });
  const reply = (await response.json()) as { ok: boolean; error?: { code: string } };
  return reply.error?.code ?? 'ok';
};

/** What is sent, for each input that its schema refuses: over the socket, and every fifth over HTTP too. */
const refusals = async (row: Row, inputs: readonly unknown[]) => {
  const codes = new Set<string>();
  const wrong = inputs.filter((input) => !row.command.input.safeParse(input).success);
  for (const [index, input] of wrong.entries()) {
    const reply = await peerFor(row).ask(row.name, input);
    codes.add(reply.ok ? `ok: ${JSON.stringify(input)}` : reply.error.code);
    if (index % 5 === 0) codes.add(await overHttp(row, input));
  }
  return { count: wrong.length, codes: [...codes].toSorted() };
};

describe('the samples', () => {
  test.each(table)('%s: hold every field of the schema, and are right', (_, { command, samples }) => {
    const schema = z.toJSONSchema(command.input, { io: 'input', unrepresentable: 'any', reused: 'inline' });
    const held = new Set(samples().flatMap((sample) => placesOf(sample).map(fieldName)));
    const fields = fieldsOf(schema as Parameters<typeof fieldsOf>[0]);
    expect(fields.filter((field) => !held.has(field))).toEqual([]);
    for (const sample of samples()) expect(command.input.safeParse(sample).error?.issues).toBeUndefined();
  });
});

describe('R14: every field of every command, with each of twelve wrong values', () => {
  test.each(table)('%s: is refused, and the store is as before', async (_, row) => {
    const before = digestOf(relay.database);
    const inputs = row
      .samples()
      .flatMap((sample) =>
        placesOf(sample).flatMap((path) => wrongValues.map((value) => withValue(sample, path, value))),
      );
    const { codes, count } = await refusals(row, [...inputs, ...wrongValues]);
    expect(codes.filter((code) => !['bad_request', 'too_large'].includes(code))).toEqual([]);
    expect(count).toBeGreaterThanOrEqual(wrongValues.length);
    expect(digestOf(relay.database)).toBe(before);
  });
});

describe('R14: mass assignment', () => {
  test.each(table)('%s: a key it does not know is refused, at every depth', async (_, row) => {
    const before = digestOf(relay.database);
    const inputs = row
      .samples()
      .flatMap((sample) =>
        objectsOf(sample).flatMap((path) =>
          Object.entries(foreignKeys).map(([key, value]) => withValue(sample, [...path, key], value)),
        ),
      );
    const { codes, count } = await refusals(row, inputs);
    expect(codes).toEqual(['bad_request']);
    expect(count).toBeGreaterThan(0);
    expect(digestOf(relay.database)).toBe(before);
  });
});
