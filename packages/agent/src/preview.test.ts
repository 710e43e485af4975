import { expect, test } from 'vitest';
import { openTill, payOut } from '../test/ledger.ts';
import { startDurableRelay } from '../test/durable-relay.ts';
import { connectAgent, openOffice, type Agent } from './index.ts';

const setUp = async (steps: Parameters<ReturnType<typeof openTill>['handler']>[0] = {}) => {
  const stack = new AsyncDisposableStack();
  const relay = stack.use(await startDurableRelay());
  const till = openTill();
  const handler = till.handler(steps);
  const officeKey = await relay.key('office', 'action:*');
  stack.use(await openOffice({ url: relay.url, key: officeKey, actions: [handler], onError: () => {} }));
  const connectAs = async (role: 'agent' | 'supervisor'): Promise<Agent> =>
    stack.use(
      await connectAgent({ url: relay.url, key: await relay.key(role, 'read', 'reply', 'action:*') }),
    );
  const agent = await connectAs('agent');
  const shopper = await relay.shopper();
  const conversation = await agent.conversation(await shopper.says('My money, please.'));
  return { till, agent, connectAs, conversation, [Symbol.asyncDispose]: () => stack.disposeAsync() };
};

test('R36 a preview gives the plan and leaves nothing behind; the request that names it goes on', async () => {
  await using scene = await setUp();
  const { conversation, till } = scene;
  const { plan, digest } = await conversation.preview(payOut, { cents: 500 });
  expect(plan).toMatchObject({ summary: 'Pay 500 cents', confirm: true });
  const before = await conversation.history();
  expect(before.entries.filter(({ type }) => type === 'action')).toEqual([]);
  const it = await conversation.request(payOut, { cents: 500 }, { expects: digest });
  expect(await it.planned).toMatchObject({ summary: 'Pay 500 cents' });
  expect(till.counts).toMatchObject({ plan: 2, run: 0 });
});

test('R36 a request that names another preview is refused with the plan as it is now', async () => {
  await using scene = await setUp();
  const { digest } = await scene.conversation.preview(payOut, { cents: 500 });
  const it = await scene.conversation.request(payOut, { cents: 600 }, { expects: digest });
  await expect(it.planned).rejects.toThrow('Pay 600 cents');
  expect(it.state).toMatchObject({ step: 'refused', error: { code: 'plan_changed' } });
});

test('R36 an input that does not fit is refused before anybody is asked', async () => {
  await using scene = await setUp();
  const wrong = scene.conversation.preview(payOut, { cents: 'many' } as never);
  await expect(wrong).rejects.toMatchObject({ code: 'bad_request' });
  expect(scene.till.counts.plan).toBe(0);
});

test('R37 a supervisor hears of what waits for an approval, and lists it; an agent may not', async () => {
  const plan = () => ({ summary: 'Pay a lot', confirm: true, approve: 'supervisor' as const });
  await using scene = await setUp({ plan });
  const supervisor = await scene.connectAs('supervisor');
  const heard: number[] = [];
  supervisor.on('approvals:changed', ({ waiting }) => heard.push(waiting));
  expect(await supervisor.approvals()).toEqual({ approvals: [], next: null, waiting: 0 });
  const it = await scene.conversation.request(payOut, { cents: 20_000 });
  const planned = await it.planned;
  await expect.poll(() => heard.at(-1)).toBe(1);
  const { approvals } = await supervisor.approvals();
  expect(approvals).toMatchObject([
    { action: it.id, plan: { digest: planned?.digest }, by: { id: scene.agent.me.id } },
  ]);
  await supervisor.approve(it.id, planned?.digest ?? '');
  await expect.poll(() => heard.at(-1)).toBe(0);
  await expect(scene.agent.approvals()).rejects.toMatchObject({ code: 'forbidden' });
});
