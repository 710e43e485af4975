import type { ActionOffer, ActionPlan, ActionTask, Json } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { nonce, saying, startEdge, until, type StaffClient } from '../../test/edge-kit.ts';

const refund: ActionOffer = {
  name: 'order.refund',
  version: 1,
  title: 'Refund an order',
  effect: 'write',
  identity: 'anyone',
  steps: ['plan'],
  input: {},
  output: {},
};

/** An office that plans what the input says. */
const openOffice = async (office: StaffClient): Promise<void> => {
  office.socket.on('action:assigned', ({ id, lease, ask, input }: ActionTask) => {
    const plan = input as unknown as ActionPlan;
    const report =
      ask === 'plan' ? { step: 'planned' as const, plan } : { step: 'succeeded' as const, output: 1 };
    void office.ask('action:report', { action: id, lease, ...report });
  });
  await office.call('office:open', { actions: [refund] });
};

const setUp = async () => {
  const relay = await startEdge();
  const supervisor = await relay.staff('supervisor');
  const agent = await relay.staff('agent');
  await openOffice(await relay.staff('office', ['action:*']));
  await supervisor.call('inbox:watch', {});
  await agent.call('inbox:watch', {});
  const ask = async (more: Partial<ActionPlan> = {}) => {
    const shopper = await relay.shopper();
    const sent = await shopper.call('message:send', { nonce: nonce(), parts: saying('my money') });
    const plan = { summary: 'Refund €90.00', confirm: false, approve: 'supervisor', ...more };
    const about = { conversation: sent.conversation, name: refund.name, input: plan as Json };
    return (await agent.call('action:request', { ...about, nonce: nonce() })).action;
  };
  const list = async (more: object = {}) => supervisor.call('approval:list', more);
  const waiting = async (count: number) => {
    await until(() => supervisor.heard('approvals:changed').at(-1)?.waiting === count);
    return list();
  };
  return {
    relay,
    supervisor,
    agent,
    ask,
    list,
    waiting,
    [Symbol.asyncDispose]: () => relay[Symbol.asyncDispose](),
  };
};

test('R37 what waits for an approval is listed over all conversations, what expires first on top', async () => {
  await using scene = await setUp();
  const amount = { amount: 9_000, currency: 'EUR' };
  const later = await scene.ask({ expiresInMs: 600_000 });
  const sooner = await scene.ask({ expiresInMs: 60_000, amount, confirm: true });
  await scene.ask({ approve: undefined as never, confirm: true });
  const { approvals, next } = await scene.waiting(2);
  expect(approvals.map(({ action }) => action)).toEqual([sooner, later]);
  expect(next).toBeNull();
  expect(approvals[0]).toMatchObject({
    title: 'Refund an order',
    role: 'agent',
    amount,
    confirmed: false,
    plan: { summary: 'Refund €90.00', digest: expect.any(String), expiresAt: expect.any(Number) },
    shopper: { id: expect.stringMatching(/^shp_/), verified: null },
  });
});

test('R37 an approval, a rejection and a cancelling each leave the list, and who watches hears of it', async () => {
  await using scene = await setUp();
  const actions = [await scene.ask(), await scene.ask(), await scene.ask()];
  const { approvals } = await scene.waiting(3);
  const digestOf = (action: string) => approvals.find((each) => each.action === action)?.plan.digest ?? '';
  const [one, two, three] = actions as [(typeof actions)[0], (typeof actions)[0], (typeof actions)[0]];
  await scene.supervisor.call('action:approve', { action: one, digest: digestOf(one), nonce: nonce() });
  await scene.supervisor.call('action:reject', { action: two, digest: digestOf(two), nonce: nonce() });
  expect((await scene.waiting(1)).approvals.map(({ action }) => action)).toEqual([three]);
  await scene.agent.call('action:cancel', { action: three, nonce: nonce() });
  expect((await scene.waiting(0)).approvals).toEqual([]);
  expect(scene.agent.heard('approvals:changed')).toEqual([]);
});

test('R37 the list comes in pages without a gap or a double', async () => {
  await using scene = await setUp();
  for (let index = 0; index < 5; index += 1) await scene.ask();
  await scene.waiting(5);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await scene.list({ limit: 2, ...(cursor === undefined ? {} : { cursor }) });
    expect(page.waiting).toBe(5);
    seen.push(...page.approvals.map(({ action }) => action));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  expect(new Set(seen).size).toBe(5);
  expect(seen).toHaveLength(5);
  expect(await scene.supervisor.ask('approval:list', { cursor: 'x' })).toMatchObject({
    error: { code: 'bad_request' },
  });
});

test('R37 an agent is refused the list, and another shop’s supervisor sees nothing of it', async () => {
  await using scene = await setUp();
  await scene.ask();
  await scene.waiting(1);
  expect(await scene.agent.ask('approval:list', {})).toMatchObject({ error: { code: 'forbidden' } });
  const stranger = await scene.relay.staff('supervisor', undefined, 'other');
  expect(await stranger.call('approval:list', {})).toEqual({ approvals: [], next: null, waiting: 0 });
});
