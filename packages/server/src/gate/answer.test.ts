import { refuse, shopperCommands } from '@shopbell/protocol';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAnswer, type Answer, type Route } from './answer.ts';
import { createCaller } from './caller.ts';
import type { ShopperIdentity, StaffIdentity } from './identity.ts';
import { createLimits } from './limits.ts';

const shopper: ShopperIdentity = {
  kind: 'shopper',
  shop: 'demo',
  shopper: { id: 'shp_abcdefgh', name: 'Ada', isVerified: false },
  tokenDigest: 'digest',
};
const agent: StaffIdentity = {
  kind: 'staff',
  shop: 'demo',
  person: { id: 'agt_abcdefgh', kind: 'agent', name: 'Ben', role: 'agent' },
  scopes: ['read'],
  keyId: 'key_abcdefgh',
  expiresAt: null,
};

type Handle = Route['handle'];
const unlimited = {
  overrides: {
    rates: { shopperPacket: { burst: 1e9, perMs: 1e-6 }, agentPacket: { burst: 1e9, perMs: 1e-6 } },
  },
};

const answering = (handle: Handle, limits = createLimits(unlimited)) => {
  const logged: { fields: object; message: string }[] = [];
  const measured: string[] = [];
  const route: Route = { ...shopperCommands['message:send'], name: 'message:send', handle };
  const { rate: _, ...unrated } = route;
  const staffRoute: Route = { ...unrated, roles: ['agent', 'supervisor'], scope: 'reply' };
  const answer: Answer = createAnswer({
    routes: {
      shopper: new Map([['message:send', unrated]]),
      staff: new Map([['message:send', staffRoute]]),
    },
    limits,
    metrics: { commandAnswered: ({ command, result }) => void measured.push(`${command} ${result}`) },
    logger: { error: (fields, message) => void logged.push({ fields, message }) },
  });
  return { answer, logged, measured };
};
const ok: Handle = (_, input) => input;
const good = { nonce: 'nonce-0001', parts: [{ kind: 'text', text: 'hello' }] };
const by = (identity: ShopperIdentity | StaffIdentity) => createCaller(identity, '127.0.0.1');

test('a good command is carried out with its parsed input', async () => {
  const { answer, measured } = answering(ok);
  expect(await answer(by(shopper), 'message:send', good)).toEqual({ ok: true, data: good });
  expect(measured).toEqual(['message:send ok']);
});

test('R14 whatever is no command’s name gets one fixed answer under 200 bytes', async () => {
  const { answer, measured } = answering(ok);
  const names = [
    '__proto__',
    'constructor',
    'toString',
    '',
    'x'.repeat(10_000),
    'message:send ',
    'conversation:close',
  ];
  const others = [
    null,
    undefined,
    0,
    {},
    [],
    ['message:send'],
    () => 'message:send',
    Symbol('message:send'),
    Buffer.from('x'),
  ];
  const answers = new Set<string>();
  for (const name of [...names, ...others]) answers.add(JSON.stringify(await answer(by(shopper), name, {})));
  expect(answers.size).toBe(1);
  const [only = ''] = answers;
  expect(only.length).toBeLessThan(200);
  expect(new Set(measured)).toEqual(new Set(['unknown not_found']));
});

test('R14 10,000 random names get the same answer as one', async () => {
  const { answer } = answering(ok);
  const expected = JSON.stringify(await answer(by(agent), 'nothing', null));
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.anything(), async (name, input) => {
      fc.pre(name !== 'message:send');
      expect(JSON.stringify(await answer(by(agent), name, input))).toBe(expected);
    }),
    { numRuns: 10_000 },
  );
});

const nested = (depth: number): unknown => (depth === 0 ? 0 : [nested(depth - 1)]);
test.each([
  ['null', null],
  ['nothing', undefined],
  ['a number', 5],
  ['a text', 'hello'],
  ['a list', []],
  ['a function', () => 1],
  ['a buffer', Buffer.from('hello')],
  ['a date', new Date()],
  ['a map', new Map()],
  ['too deep', { ...good, parts: nested(4_200) }],
  ['just too deep', { ...good, parts: nested(6) }],
  ['too many keys', Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`k${index}`, 1]))],
  ['an unknown key', { ...good, admin: true }],
  ['a prototype', JSON.parse('{"nonce":"nonce-0001","parts":[],"__proto__":{"admin":true}}')],
  ['a prototype inside', { ...good, parts: [JSON.parse('{"kind":"text","text":"x","__proto__":{}}')] }],
  ['an object for a text', { ...good, nonce: { $ne: null } }],
  ['a list for a text', { ...good, nonce: ['nonce-0001'] }],
  ['a text too long', { ...good, parts: [{ kind: 'text', text: 'x'.repeat(4_001) }] }],
  ['broken Unicode', { ...good, parts: [{ kind: 'text', text: '\ud800' }] }],
  ['no parts', { ...good, parts: [] }],
])('R14 %s as input is refused, small, and never reaches the handler', async (_, input) => {
  const { answer, logged } = answering(() => expect.unreachable());
  const reply = await answer(by(shopper), 'message:send', input);
  expect(reply).toMatchObject({ ok: false, error: { code: 'bad_request' } });
  expect(JSON.stringify(reply).length).toBeLessThan(400);
  expect(logged).toEqual([]);
});

test('a refusal names the field and what is wanted, and never echoes the value', async () => {
  const { answer } = answering(ok);
  const reply = await answer(by(shopper), 'message:send', { ...good, nonce: 'canary!' });
  expect(reply).toMatchObject({ ok: false, error: { code: 'bad_request', details: { field: 'nonce' } } });
  expect(JSON.stringify(reply)).not.toContain('canary');
  const key = await answer(by(shopper), 'message:send', { ...good, canary: 1 });
  expect(JSON.stringify(key)).not.toContain('canary');
});

test('an expected refusal of a handler is passed on as it is', async () => {
  const { answer, logged } = answering(() => {
    throw refuse('conflict', 'It is closed.');
  });
  expect(await answer(by(shopper), 'message:send', good)).toEqual({
    ok: false,
    error: { code: 'conflict', message: 'It is closed.' },
  });
  expect(logged).toEqual([]);
});

test.each([
  ['thrown', () => Promise.reject(new Error('secret canary'))],
  ['thrown at once', (): never => expect.unreachable('secret canary')],
])(
  'R14 an unexpected error, %s, is internal: a trace, one line of log, nothing of the inside',
  async (_, handle) => {
    const { answer, logged } = answering(handle);
    const reply = await answer(by(shopper), 'message:send', good);
    expect(reply).toMatchObject({
      ok: false,
      error: { code: 'internal', details: { trace: expect.any(String) } },
    });
    expect(JSON.stringify(reply)).not.toContain('canary');
    expect(logged).toHaveLength(1);
    expect(JSON.stringify(logged[0]?.fields)).not.toContain('hello');
  },
);

test('a role that is not in the command’s row, or a key without its scope, is forbidden', async () => {
  const { answer } = answering(ok);
  const office = by({ ...agent, person: { ...agent.person, role: 'office' } });
  const scoped = by({ ...agent, scopes: ['reply'] });
  expect(await answer(office, 'message:send', good)).toMatchObject({ error: { code: 'forbidden' } });
  expect(await answer(by(agent), 'message:send', good)).toMatchObject({ error: { code: 'forbidden' } });
  expect(await answer(scoped, 'message:send', good)).toMatchObject({ ok: true });
});

test('a newcomer may do nothing before the session is open', async () => {
  const { answer } = answering(ok);
  const newcomer = by({ ...shopper, shopper: null, tokenDigest: null });
  expect(await answer(newcomer, 'message:send', good)).toMatchObject({ error: { code: 'unauthenticated' } });
});

test('R21 more packets than the bucket holds are rate_limited, unknown ones too, and say how long to wait', async () => {
  const limits = createLimits({ monotonicMs: () => 0 });
  const { answer } = answering(ok, limits);
  const replies = [];
  for (let packet = 0; packet < 42; packet += 1)
    replies.push(await answer(by(shopper), packet % 2 ? 'message:send' : 'nothing', good));
  expect(replies[39]).toMatchObject({ ok: true });
  for (const reply of replies.slice(40))
    expect(reply).toMatchObject({ error: { code: 'rate_limited', details: { retryAfterMs: 50 } } });
});
