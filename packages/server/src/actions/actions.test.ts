import type { ActionOffer, ActionTask, AgentCommands } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { nonce, saying, startEdge, until, type EdgeKit, type StaffClient } from '../../test/edge-kit.ts';

const lookup: ActionOffer = {
  name: 'order.lookup',
  version: 1,
  title: 'Look up an order',
  effect: 'read',
  identity: 'anyone',
  input: {
    type: 'object',
    properties: { order: { type: 'string', pattern: '^[0-9]{4}$' } },
    required: ['order'],
    additionalProperties: false,
  },
  output: { type: 'object', properties: { found: { type: 'boolean' } }, required: ['found'] },
};

const openOffice = async (
  relay: EdgeKit,
  offers: ActionOffer[] = [lookup],
  scopes = ['action:*' as const],
) => {
  const office = await relay.staff('office', scopes);
  const { accepted } = await office.call('office:open', { actions: offers });
  return { ...office, accepted };
};
const setUp = async () => {
  const relay = await startEdge();
  const shopper = await relay.shopper();
  const agent = await relay.staff('agent');
  const { conversation } = await shopper.call('message:send', {
    nonce: nonce(),
    parts: saying('where is my order'),
  });
  await shopper.call('conversation:watch', { conversation, after: 0 });
  await agent.call('conversation:watch', { conversation, after: 0 });
  const request = (input: object = { order: '1001' }, more: object = {}) =>
    agent.ask('action:request', {
      conversation,
      nonce: nonce(),
      name: 'order.lookup',
      input,
      ...more,
    } as never);
  return {
    relay,
    shopper,
    agent,
    conversation,
    request,
    [Symbol.asyncDispose]: () => relay[Symbol.asyncDispose](),
  };
};

type Step = { step: string; card?: object };
const steps = (client: { heard: StaffClient['heard'] }) =>
  client
    .heard('entry:appended')
    .flatMap((entry) => (entry.type === 'action' ? [(entry.data as Step).step] : []));
const assigned = async (office: StaffClient, count = 1): Promise<ActionTask> => {
  await until(() => office.heard('action:assigned').length >= count);
  return office.heard('action:assigned').at(-1) as ActionTask;
};
const errorsIn = (client: { heard: StaffClient['heard'] }) =>
  client.heard('entry:appended').flatMap(({ staffData }) => {
    const error = (staffData as { error?: { code: string } } | undefined)?.error;
    return error ? [error.code] : [];
  });

test('R26 a read action runs from the request to its result, each step an entry both sides see', async () => {
  await using scene = await setUp();
  const { relay, shopper, agent, conversation, request } = scene;
  const office = await openOffice(relay);
  expect(office.accepted).toEqual(['order.lookup']);
  expect((await agent.call('action:list', {})).actions).toEqual([lookup]);
  const reply = await request();
  expect(reply).toMatchObject({ ok: true, data: { conversation, seq: 3 } });
  const task = await assigned(office);
  expect(task).toMatchObject({
    name: 'order.lookup',
    input: { order: '1001' },
    audience: 'everyone',
    conversation,
  });
  expect(task.by).toMatchObject({ kind: 'agent', id: agent.person.id });
  await office.call('action:report', {
    action: task.id,
    lease: task.lease,
    step: 'succeeded',
    output: { found: true },
  });
  await until(() => steps(shopper).length === 3 && steps(agent).length === 3);
  expect(steps(shopper)).toEqual(['requested', 'running', 'succeeded']);
  const bytes = JSON.stringify(shopper.heard('entry:appended'));
  for (const hidden of ['staffData', 'found', '1001']) expect(bytes).not.toContain(hidden);
  expect(JSON.stringify(agent.heard('entry:appended'))).toContain('"found":true');
});

test('an action among staff shows the shopper nothing', async () => {
  await using scene = await setUp();
  const office = await openOffice(scene.relay);
  await scene.request({ order: '1001' }, { audience: 'staff' });
  const task = await assigned(office);
  await office.call('action:report', {
    action: task.id,
    lease: task.lease,
    step: 'succeeded',
    output: { found: true },
  });
  await until(() => steps(scene.agent).length === 3);
  expect(scene.shopper.heard('entry:appended')).toEqual([]);
});

test('R2 the same nonce is the same action, carried out once', async () => {
  await using scene = await setUp();
  const office = await openOffice(scene.relay);
  const same = { nonce: nonce() };
  const [first, again] = [await scene.request(undefined, same), await scene.request(undefined, same)];
  expect(first).toEqual(again);
  await assigned(office);
  await until(() => steps(scene.agent).length === 2);
  expect(office.heard('action:assigned')).toHaveLength(1);
});

test('R25 only what the key’s scopes name is offered, requested, or known to a foreign shop', async () => {
  await using scene = await setUp();
  const { relay, agent, conversation } = scene;
  const stock: ActionOffer = { ...lookup, name: 'stock.lookup' };
  const office = await openOffice(relay, [lookup, stock], ['action:order.lookup' as 'action:*']);
  expect(office.accepted).toEqual(['order.lookup']);
  const scoped = await relay.staff('agent', ['read', 'reply', 'action:stock.lookup']);
  const input = { order: '1001' };
  const asked = { conversation, name: 'order.lookup', input };
  expect(await scoped.ask('action:request', { ...asked, nonce: nonce() })).toMatchObject({
    error: { code: 'forbidden' },
  });
  const unknown = { ...asked, nonce: nonce(), name: 'stock.lookup' };
  expect(await agent.ask('action:request', unknown)).toMatchObject({ error: { code: 'office_unavailable' } });
  const foreigner = await relay.staff('agent', undefined, 'other');
  expect((await foreigner.call('action:list', {})).actions).toEqual([]);
  expect(await agent.ask('office:open', { actions: [lookup] })).toMatchObject({
    error: { code: 'forbidden' },
  });
});

test('R25 an action that needs a verified shopper is refused for any other', async () => {
  await using scene = await setUp();
  await openOffice(scene.relay, [{ ...lookup, identity: 'verified' }]);
  expect(await scene.request()).toMatchObject({ error: { code: 'forbidden' } });
  const { shopper } = await scene.relay.store
    .state(scene.conversation)
    .then((state) => state ?? { shopper: 'shp_' as const });
  await scene.relay.store.verify('demo', shopper, { sub: 'customer-1' });
  expect(await scene.request()).toMatchObject({ ok: true });
});

test.each([
  ['a missing field', {}],
  ['a wrong type', { order: 1001 }],
  ['a wrong form', { order: '10' }],
  ['an unknown field', { order: '1001', admin: true }],
])('R26 an input with %s is refused before anything is stored', async (_, input) => {
  await using scene = await setUp();
  await openOffice(scene.relay);
  expect(await scene.request(input)).toMatchObject({ error: { code: 'bad_request' } });
  expect(steps(scene.agent)).toEqual([]);
});

type Report = AgentCommands['action:report']['input'];
test.each<[string, (task: ActionTask) => Report, string]>([
  [
    'answers off the schema',
    ({ id, lease }) => ({ action: id, lease, step: 'succeeded', output: { found: 'yes' } }),
    'output_invalid',
  ],
  [
    'answers too much',
    ({ id, lease }) => ({
      action: id,
      lease,
      step: 'succeeded',
      output: { found: true, x: 'x'.repeat(40_000) },
    }),
    'output_too_large',
  ],
])('R26 an office that %s fails that action alone', async (_, report, code) => {
  await using scene = await setUp();
  const office = await openOffice(scene.relay);
  await scene.request();
  expect(await office.ask('action:report', report(await assigned(office)))).toMatchObject({
    error: { code: 'bad_request' },
  });
  await until(() => errorsIn(scene.agent).length === 1);
  expect(errorsIn(scene.agent)).toEqual([code]);
  await scene.request();
  const task = await assigned(office, 2);
  expect(
    await office.ask('action:report', {
      action: task.id,
      lease: task.lease,
      step: 'succeeded',
      output: { found: true },
    }),
  ).toMatchObject({ ok: true });
});

test('R26 a failure is reported with its code, once: a second report finds nothing', async () => {
  await using scene = await setUp();
  const office = await openOffice(scene.relay);
  await scene.request();
  const { id, lease } = await assigned(office);
  const error = { code: 'no_such_order', message: 'There is no such order.' };
  await office.call('action:report', { action: id, lease, step: 'failed', error });
  const again = await office.ask('action:report', {
    action: id,
    lease,
    step: 'succeeded',
    output: { found: true },
  });
  expect(again).toMatchObject({ error: { code: 'not_found' } });
  await until(() => steps(scene.agent).length === 3);
  expect(errorsIn(scene.agent)).toEqual(['no_such_order']);
});

test('an office cannot report on another’s action', async () => {
  await using scene = await setUp();
  const [one, two] = [await openOffice(scene.relay), await openOffice(scene.relay)];
  await scene.request();
  await until(() => one.heard('action:assigned').length + two.heard('action:assigned').length === 1);
  const [holder, other] = one.heard('action:assigned').length === 1 ? [one, two] : [two, one];
  const { id, lease } = await assigned(holder);
  const forged = await other.ask('action:report', {
    action: id,
    lease,
    step: 'succeeded',
    output: { found: true },
  });
  expect(forged).toMatchObject({ error: { code: 'not_found' } });
  expect(
    await holder.ask('action:report', { action: id, lease, step: 'succeeded', output: { found: true } }),
  ).toMatchObject({ ok: true });
});

test('two offices with the same action take turns', async () => {
  await using scene = await setUp();
  const [one, two] = [await openOffice(scene.relay), await openOffice(scene.relay)];
  for (let turn = 0; turn < 4; turn += 1) await scene.request();
  await until(() => one.heard('action:assigned').length === 2 && two.heard('action:assigned').length === 2);
  expect(steps(scene.agent).filter((step) => step === 'requested')).toHaveLength(4);
});

test('R25 R26 an office that goes takes its offers along and fails what it held', async () => {
  await using scene = await setUp();
  const office = await openOffice(scene.relay);
  await until(() => scene.agent.heard('actions:changed').length === 1);
  await scene.request();
  await assigned(office);
  office.socket.disconnect();
  await until(() => errorsIn(scene.agent).length === 1);
  expect(errorsIn(scene.agent)).toEqual(['office_unavailable']);
  expect(scene.agent.heard('actions:changed').at(-1)).toEqual({ actions: [] });
  expect(await scene.request()).toMatchObject({ error: { code: 'office_unavailable' } });
});

const hostile: [string, ActionOffer['input'], object][] = [
  [
    'a pattern that backtracks for ever',
    { properties: { order: { pattern: '^(a+)+$' } } },
    { order: `${'a'.repeat(40)}!` },
  ],
  ['a schema that refers to itself for ever', { $ref: '#' }, {}],
  ['a reference to nowhere', { $ref: '#/nowhere' }, {}],
  ['a pattern that is none', { properties: { order: { pattern: '(' } } }, { order: 'x' }],
];
test.each(hostile)(
  'R26 %s costs its office the connection and nobody else more than a moment',
  async (_, input, value) => {
    await using scene = await setUp();
    const office = await openOffice(scene.relay, [{ ...lookup, input }]);
    const at = performance.now();
    expect(await scene.request(value)).toMatchObject({ error: { code: 'office_unavailable' } });
    expect(performance.now() - at).toBeLessThan(1_000);
    await until(() => office.socket.disconnected);
    expect((await scene.shopper.ask('conversation:list', {})).ok).toBe(true);
  },
);
