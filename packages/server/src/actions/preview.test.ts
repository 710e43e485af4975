import type { ActionOffer, ActionPlan, ActionTask } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { nonce, saying, startEdge, until, type StaffClient } from '../../test/edge-kit.ts';

const refund: ActionOffer = {
  name: 'order.refund',
  version: 1,
  title: 'Refund an order',
  effect: 'write',
  identity: 'anyone',
  steps: ['plan'],
  input: { type: 'object', properties: { order: { type: 'string' } }, required: ['order'] },
  output: {},
};
const input = { order: 'LT-1' };
const plan: ActionPlan = { summary: 'Refund €5.00', confirm: true, amount: { amount: 500, currency: 'EUR' } };

const setUp = async () => {
  const relay = await startEdge();
  const shopper = await relay.shopper();
  const agent = await relay.staff('agent');
  const { conversation } = await shopper.call('message:send', { nonce: nonce(), parts: saying('my money') });
  await shopper.call('conversation:watch', { conversation, after: 0 });
  await agent.call('conversation:watch', { conversation, after: 0 });
  const office = await relay.staff('office', ['action:*']);
  await office.call('office:open', { actions: [refund] });
  const about = { conversation, name: refund.name, input };
  return {
    shopper,
    agent,
    office,
    about,
    preview: (more: object = {}) => agent.ask('action:preview', { ...about, ...more }),
    request: (more: object = {}) => agent.call('action:request', { ...about, nonce: nonce(), ...more }),
    [Symbol.asyncDispose]: () => relay[Symbol.asyncDispose](),
  };
};
type Scene = Awaited<ReturnType<typeof setUp>>;

/** Answers the so-manieth asking. */
const answer = async ({ office }: Scene, count: number, what: object): Promise<ActionTask> => {
  await until(() => office.heard('action:assigned').length >= count);
  const task = office.heard('action:assigned')[count - 1] as ActionTask;
  await office.ask('action:report', { action: task.id, lease: task.lease, ...what } as never);
  return task;
};
const planned = (given: object = plan) => ({ step: 'planned', plan: given });
const steps = (client: { heard: StaffClient['heard'] }) =>
  client
    .heard('entry:appended')
    .flatMap((entry) => (entry.type === 'action' ? [(entry.data as { step: string }).step] : []));
const seen = async (scene: Scene, given: object = plan): Promise<string> => {
  const asking = scene.preview();
  await answer(scene, 1, planned(given));
  const reply = await asking;
  return reply.ok ? reply.data.digest : '';
};

test('R36 a preview gives the plan with its digest, and leaves no entry on either side', async () => {
  await using scene = await setUp();
  const asking = scene.preview();
  const task = await answer(scene, 1, planned());
  expect(task).toMatchObject({ ask: 'plan', input, role: 'agent', spentToday: [], audience: 'everyone' });
  expect(await asking).toEqual({ ok: true, data: { plan, digest: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  await scene.agent.call('note:add', {
    conversation: scene.about.conversation,
    nonce: nonce(),
    text: 'Next',
  });
  await until(() => scene.agent.heard('entry:appended').some(({ type }) => type === 'note'));
  expect([...steps(scene.agent), ...steps(scene.shopper)]).toEqual([]);
});

test('R36 a request whose plan is the one that was seen goes on, though its times have moved', async () => {
  await using scene = await setUp();
  const total = { amount: 500, currency: 'EUR' };
  const quote = {
    kind: 'quote',
    version: 1,
    id: 'q',
    lines: [{ title: 'Tea', quantity: 1, price: total, total }],
    charges: [],
    total,
  };
  const withTimes = (validUntil: number) => ({
    ...plan,
    card: { ...quote, validUntil },
    expiresInMs: validUntil,
  });
  const expects = await seen(scene, withTimes(60_000));
  await scene.request({ expects });
  await answer(scene, 2, planned(withTimes(70_000)));
  await until(() => steps(scene.shopper).includes('planned'));
  expect(steps(scene.agent)).toEqual(['requested', 'planned']);
});

test.each([
  ['another amount', { ...plan, amount: { amount: 501, currency: 'EUR' } }],
  ['other words', { ...plan, summary: 'Refund €5.01' }],
  ['another approver', { ...plan, approve: 'supervisor' }],
  ['no consent', { ...plan, confirm: false }],
])('R36 a request whose plan has %s is refused, and the shopper is not asked', async (_, changed) => {
  await using scene = await setUp();
  const expects = await seen(scene);
  await scene.request({ expects });
  await answer(scene, 2, planned(changed));
  await until(() => steps(scene.agent).includes('refused'));
  const last = scene.agent.heard('entry:appended').at(-1);
  expect(last?.staffData).toMatchObject({ error: { code: 'plan_changed' } });
  expect(steps(scene.shopper)).not.toContain('planned');
});

test('R36 what the office refuses, silence and a lost office are said as what they are', async () => {
  await using scene = await setUp();
  const refused = scene.preview();
  await answer(scene, 1, { step: 'refused', error: { code: 'refused', message: 'Refunded in full.' } });
  expect(await refused).toMatchObject({ error: { code: 'action_failed', message: 'Refunded in full.' } });
  const unseen = scene.preview({ audience: 'staff' });
  await answer(scene, 2, planned());
  expect(await unseen).toMatchObject({ error: { code: 'action_failed' } });
  const lost = scene.preview();
  await until(() => scene.office.heard('action:assigned').length === 3);
  scene.office.socket.disconnect();
  expect(await lost).toMatchObject({ error: { code: 'office_unavailable' } });
  expect(await scene.preview()).toMatchObject({ error: { code: 'office_unavailable' } });
});

test('R36 a preview needs the scope, an input that fits, and a conversation of the shop', async () => {
  await using scene = await setUp();
  expect(await scene.preview({ input: {} })).toMatchObject({ error: { code: 'bad_request' } });
  expect(await scene.preview({ conversation: 'cnv_neverwas00000000' })).toMatchObject({
    error: { code: 'not_found' },
  });
  expect(scene.office.heard('action:assigned')).toEqual([]);
});

test('R36 a late answer to a preview, and one from elsewhere, is for nothing that is under way', async () => {
  await using scene = await setUp();
  const asking = scene.preview();
  const task = await answer(scene, 1, planned());
  await asking;
  const late = await scene.office.ask('action:report', {
    action: task.id,
    lease: task.lease,
    step: 'planned',
    plan,
  });
  expect(late).toMatchObject({ error: { code: 'not_found' } });
});
