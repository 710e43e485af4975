import { agent, freshNonce, shopper, startRelay, until, type AgentPeer, type Peer } from '@shopbell-test/kit';
import type { ActionOffer, ActionTask, Money } from '@shopbell/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';

/** What an agent may give back in a day on their own; the office of this shop says so in its plan. */
const dayMax = 10_000;

const offerOf = (name: string, more: Partial<ActionOffer> = {}): ActionOffer => ({
  name,
  version: 1,
  title: 'Refund',
  effect: 'write',
  identity: 'anyone',
  steps: ['plan'],
  input: { type: 'object' },
  output: { type: 'object' },
  ...more,
});

const sumOf = (spent: readonly Money[] = []): number => spent.reduce((sum, { amount }) => sum + amount, 0);

type Refund = { cents: number; expiresInMs?: number };

/** Plans as a shop with limits does: over the day’s sum it needs a supervisor. Running always succeeds. */
const answerTo = ({ ask, input, spentToday }: ActionTask): object => {
  const { cents, expiresInMs } = input as Refund;
  const isOver = sumOf(spentToday) + cents > dayMax;
  const plan = {
    summary: `Refund ${cents} cents`,
    confirm: true,
    ...(isOver ? { approve: 'supervisor' } : {}),
    amount: { amount: cents, currency: 'EUR' },
    ...(expiresInMs ? { expiresInMs } : {}),
  };
  return ask === 'plan' ? { step: 'planned', plan } : { step: 'succeeded', output: {} };
};

type Relay = Awaited<ReturnType<typeof startRelay>>;
let relay: Relay;
beforeEach(async () => {
  relay = await startRelay();
});
afterEach(() => relay[Symbol.asyncDispose]());

const openOffice = async (offers: readonly ActionOffer[], key = relay.office.key): Promise<Peer> => {
  const peer = await agent(relay, { key });
  peer.onEvent((event, payload) => {
    if (event !== 'action:assigned') return;
    const task = payload as ActionTask;
    const report = { action: task.id, lease: task.lease, ...answerTo(task) };
    // The test may be over before the relay has answered.
    void peer.ask('action:report', report).catch(() => {});
  });
  await peer.call('office:open', { actions: offers });
  return peer;
};

/** A shopper with a conversation and an agent in it. */
const meet = async (as: { key?: string } = {}) => {
  const customer = await shopper(relay);
  const { conversation } = await customer.say('My money, please.');
  const staff = await agent(relay, as);
  await staff.call('conversation:watch', { conversation, after: 0 });
  return { customer, conversation, staff };
};

type Step = { action: string; step: string; plan?: { digest: string; approve?: string } };
const stepsOf = ({ heard }: Peer, action: string): Step[] =>
  heard.flatMap(({ payload }) => {
    const { type, data } = payload as { type?: string; data?: Step };
    return type === 'action' && data?.action === action ? [data] : [];
  });

const request = async (staff: AgentPeer, conversation: string, input: Refund): Promise<string> => {
  const asked = { conversation, nonce: freshNonce(), name: 'order.refund', input };
  return String((await staff.call('action:request', asked))['action']);
};
const planOf = (staff: AgentPeer, action: string) =>
  until('a plan', () => stepsOf(staff, action).findLast(({ plan }) => plan)?.plan);

/** The code and the sentence of a refusal. */
const refusal = async (peer: Peer, command: string, input: object) => {
  const reply = await peer.ask(command, input);
  return reply.ok ? { code: 'ok', message: '' } : { code: reply.error.code, message: reply.error.message };
};
const answer = (peer: Peer, command: string, said: { action: string; digest: string }) =>
  refusal(peer, command, { ...said, nonce: freshNonce() });

test('R28 a shopper cannot confirm or decline what another was asked: to them it is not there', async () => {
  await openOffice([offerOf('order.refund')]);
  const { conversation, staff, customer } = await meet();
  const stranger = await shopper(relay);
  const action = await request(staff, conversation, { cents: 500 });
  const { digest } = await planOf(staff, action);
  for (const command of ['action:confirm', 'action:decline'])
    expect(await answer(stranger, command, { action, digest })).toEqual({
      code: 'not_found',
      message: 'There is no such action.',
    });
  expect(stepsOf(staff, action).map(({ step }) => step)).toEqual(['requested', 'planned']);
  expect(await answer(customer, 'action:confirm', { action, digest })).toMatchObject({ code: 'ok' });
});

test('R28 a shopper cannot confirm an old digest: the refusal says to look at the plan as it is now', async () => {
  const office = await agent(relay, { key: relay.office.key });
  await office.call('office:open', { actions: [offerOf('order.refund')] });
  const { conversation, staff, customer } = await meet();
  const action = await request(staff, conversation, { cents: 500 });
  const task = (await office.hears('action:assigned')) as ActionTask;
  const plan = (cents: number) =>
    office.ask('action:report', {
      action,
      lease: task.lease,
      step: 'planned',
      plan: { summary: `Refund ${cents} cents`, confirm: true },
    });
  await plan(500);
  const { digest: old } = await planOf(staff, action);
  await plan(400);
  const { digest } = await until('another plan', async () => {
    const now = await planOf(staff, action);
    return now.digest === old ? null : now;
  });
  const stale = {
    code: 'conflict',
    message: 'The plan has changed meanwhile. Look at the new one.',
  };
  expect(await answer(customer, 'action:confirm', { action, digest: old })).toEqual(stale);
  expect(await answer(customer, 'action:confirm', { action, digest: 'f'.repeat(64) })).toEqual(stale);
  expect(stepsOf(staff, action).map(({ step }) => step)).toEqual(['requested', 'planned', 'planned']);
  expect(await answer(customer, 'action:confirm', { action, digest })).toMatchObject({ code: 'ok' });
});

test('R30 a shopper cannot confirm a plan that has expired: the refusal says that it is over', async () => {
  await openOffice([offerOf('order.refund')]);
  const { conversation, staff, customer } = await meet();
  const action = await request(staff, conversation, { cents: 500, expiresInMs: 1_000 });
  const { digest } = await planOf(staff, action);
  await until('its end', () => stepsOf(staff, action).some(({ step }) => step === 'expired'));
  expect(await answer(customer, 'action:confirm', { action, digest })).toEqual({
    code: 'conflict',
    message: 'The action is over: expired.',
  });
});

test('R29 an agent cannot approve their own request, with whichever of their keys: somebody else has to', async () => {
  await openOffice([offerOf('order.refund')]);
  const { key } = relay.supervisor;
  const { conversation, staff, customer } = await meet({ key });
  const action = await request(staff, conversation, { cents: dayMax + 1 });
  const { digest } = await planOf(staff, action);
  const { key: second } = await relay.relay.admin.createKey({
    shop: relay.shop,
    person: relay.supervisor.id,
    scopes: ['read', 'reply'],
    name: 'second',
  });
  const themselves = [staff, await agent(relay, { key: second })];
  for (const peer of themselves)
    expect(await answer(peer, 'action:approve', { action, digest })).toEqual({
      code: 'forbidden',
      message: 'You asked for this yourself: somebody else has to decide on it.',
    });
  await answer(customer, 'action:confirm', { action, digest });
  expect(await answer(await agent(relay), 'action:approve', { action, digest })).toEqual({
    code: 'forbidden',
    message: 'The role “agent” may not call this command.',
  });
  expect(stepsOf(staff, action).map(({ step }) => step)).not.toContain('running');
});

test('R35 an agent cannot exceed a limit by splitting it over a day: not one after the other, not at once, not over two keys', async () => {
  await openOffice([offerOf('order.refund')]);
  const { conversation, staff, customer } = await meet();
  const { key } = await relay.relay.admin.createKey({
    shop: relay.shop,
    person: relay.agent.id,
    scopes: ['read', 'reply', 'action:*'],
    name: 'second',
  });
  const again = await agent(relay, { key });
  await again.call('conversation:watch', { conversation, after: 0 });
  // A first one that has run, then four at once over two keys: each would be below the limit, together they are not.
  const first = await request(staff, conversation, { cents: 4_000 });
  const { digest, approve } = await planOf(staff, first);
  expect(approve).toBeUndefined();
  await answer(customer, 'action:confirm', { action: first, digest });
  await until('its end', () => stepsOf(staff, first).some(({ step }) => step === 'succeeded'));
  const actions = await Promise.all(
    [staff, again, staff, again].map((peer) => request(peer, conversation, { cents: 4_000 })),
  );
  const plans = await Promise.all(actions.map((action) => planOf(staff, action)));
  expect(plans.filter((plan) => plan.approve === undefined)).toHaveLength(1);
  expect(plans.filter((plan) => plan.approve === 'supervisor')).toHaveLength(3);
  // The shopper says yes to all of them: what is over the limit does not run for that.
  for (const [index, action] of actions.entries())
    await answer(customer, 'action:confirm', { action, digest: plans[index]?.digest ?? '' });
  const ran = () =>
    actions.filter((action) => stepsOf(staff, action).some(({ step }) => step === 'succeeded'));
  await until('the one below the limit', () => ran().length > 0);
  expect(ran()).toHaveLength(1);
  const other = actions.find((action) => !ran().includes(action)) ?? '';
  const { digest: open } = await planOf(staff, other);
  expect(await answer(again, 'action:approve', { action: other, digest: open })).toMatchObject({
    code: 'forbidden',
  });
});

test('R25 an office cannot offer what its key lacks, and is told what it may', async () => {
  const { key } = await relay.relay.admin.createKey({
    shop: relay.shop,
    person: relay.office.id,
    scopes: ['action:order.lookup'],
    name: 'narrow',
  });
  const office = await agent(relay, { key });
  const offers = [offerOf('order.refund'), offerOf('order.lookup')];
  expect(await office.call('office:open', { actions: offers })).toEqual({ accepted: ['order.lookup'] });
  const { conversation, staff } = await meet();
  const asked = { conversation, nonce: freshNonce(), name: 'order.refund', input: {} };
  expect(await refusal(staff, 'action:request', asked)).toEqual({
    code: 'office_unavailable',
    message: 'No office offers “order.refund” now. Try again when it is back.',
  });
  expect(await staff.call('action:list')).toMatchObject({ actions: [{ name: 'order.lookup' }] });
});

test('R25 an agent cannot ask for what their key lacks: the refusal names the scope', async () => {
  await openOffice([offerOf('order.refund')]);
  const { key } = await relay.relay.admin.createKey({
    shop: relay.shop,
    person: relay.agent.id,
    scopes: ['read', 'reply', 'action:order.lookup'],
    name: 'narrow',
  });
  const { conversation, staff } = await meet({ key });
  const asked = { conversation, nonce: freshNonce(), name: 'order.refund', input: { cents: 1 } };
  expect(await refusal(staff, 'action:request', asked)).toEqual({
    code: 'forbidden',
    message: 'The key lacks the scope “action:order.refund”.',
  });
});

test('R41 an anonymous shopper gets no action that needs a verified one: nothing is stored, the refusal says what to do', async () => {
  await openOffice([offerOf('order.refund', { identity: 'verified' })]);
  const { conversation, staff } = await meet();
  const asked = { conversation, nonce: freshNonce(), name: 'order.refund', input: { cents: 1 } };
  const refused = await refusal(staff, 'action:request', asked);
  expect(refused.code).toBe('forbidden');
  expect(refused.message).toMatch(/needs a shopper who .*sign/);
  const { entries } = await staff.call('entries:list', { conversation });
  expect((entries as { type: string }[]).map(({ type }) => type)).not.toContain('action');
});
