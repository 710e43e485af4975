import type { ActionOffer, ActionPlan, ActionTask } from '@shopbell/protocol';
import { times } from '@shopbell/protocol/limits';
import { expect, test } from 'vitest';
import { nonce, until, type StaffClient } from '../../test/edge-kit.ts';
import { openScene } from '../../test/identity-scene.ts';

const refund: ActionOffer = {
  name: 'order.refund',
  version: 1,
  title: 'Refund an order',
  effect: 'write',
  identity: 'verified',
  steps: ['plan'],
  input: { type: 'object' },
  output: { type: 'object' },
};
const approvable: ActionPlan = { summary: 'Refund €500.00', confirm: true, approve: 'supervisor' };
const { identityFreshMs } = times;

type Step = { action: string; step: string; plan?: { digest: string } };
const stepsIn = (client: StaffClient): Step[] =>
  client
    .heard('entry:appended')
    .flatMap((entry) => (entry.type === 'action' ? [entry.data as unknown as Step] : []));

/** A shopper who has proved an address; an office with a refund that lasts a day; a supervisor. */
const setUp = async (offer: ActionOffer = refund) => {
  const scene = await openScene();
  const { relay, agent, shopper, conversation } = scene;
  const office = await relay.staff('office', ['action:*']);
  await office.call('office:open', { actions: [offer] });
  const boss = await relay.staff('supervisor');
  const prove = async () => {
    await scene.request();
    const reply = await scene.enterCode(scene.lastCode());
    expect(reply).toMatchObject({ ok: true });
  };
  const ask = () =>
    agent.ask('action:request', { conversation, nonce: nonce(), name: offer.name, input: {} });
  const task = async (count: number): Promise<ActionTask> => {
    await until(() => office.heard('action:assigned').length >= count);
    return office.heard('action:assigned').at(-1) as ActionTask;
  };
  /** Asked for, and planned so. */
  const plan = async (given: ActionPlan): Promise<{ action: string; digest: string }> => {
    expect(await ask()).toMatchObject({ ok: true });
    const { id: action, lease } = await task(1);
    const report = { action, lease, step: 'planned' as const, plan: { ...given, expiresInMs: 86_400_000 } };
    await office.call('action:report', report);
    await until(() => stepsIn(agent).some((each) => each.plan));
    return { action, digest: stepsIn(agent).findLast((each) => each.plan)?.plan?.digest ?? '' };
  };
  const reaches = (step: string) => until(() => stepsIn(agent).at(-1)?.step === step);
  return { ...scene, shopper, office, boss, prove, ask, task, plan, reaches };
};

const needs = (level: string) => ({
  ok: false,
  error: {
    code: 'forbidden',
    message: expect.stringMatching(/signed in.*code/) as string,
    details: { needs: level, stepUp: true },
  },
});

test('R41 an action that needs `verified` is refused to a stranger, says what to do, and is taken after a proof', async () => {
  await using scene = await setUp();
  expect(await scene.ask()).toMatchObject(needs('verified'));
  const preview = { conversation: scene.conversation, name: refund.name, input: {} };
  expect(await scene.agent.ask('action:preview', preview)).toMatchObject(needs('verified'));
  await scene.prove();
  expect(await scene.ask()).toMatchObject({ ok: true });
  const { shopper } = await scene.task(1);
  expect(shopper).toMatchObject({ verified: null, proved: { email: 'ada@example.com' } });
  expect(stepsIn(scene.agent)[0]).toMatchObject({ step: 'requested' });
});

test('R41 a proof that has grown old is `known`, and no longer `verified`', async () => {
  await using scene = await setUp();
  await using forKnown = await setUp({ ...refund, identity: 'known' });
  expect(await forKnown.ask()).toMatchObject(needs('known'));
  await scene.prove();
  await forKnown.prove();
  for (const each of [scene, forKnown]) each.pass(identityFreshMs);
  expect(await scene.ask()).toMatchObject(needs('verified'));
  expect(await forKnown.ask()).toMatchObject({ ok: true });
  await scene.prove();
  expect(await scene.ask()).toMatchObject({ ok: true });
});

test('R40 who is signed in by the shop needs no code', async () => {
  await using scene = await setUp();
  await scene.relay.store.verify('demo', scene.shopper.id, { sub: 'customer-1' });
  expect(await scene.ask()).toMatchObject({ ok: true });
});

test('R41 a yes given with an old proof is refused, and counts once it is renewed', async () => {
  await using scene = await setUp();
  await scene.prove();
  const named = await scene.plan({ summary: 'Refund €5.00', confirm: true });
  scene.pass(identityFreshMs);
  const yes = { ...named, nonce: nonce() } as never;
  expect(await scene.shopper.ask('action:confirm', yes)).toMatchObject(needs('verified'));
  await scene.prove();
  expect(await scene.shopper.ask('action:confirm', yes)).toMatchObject({ ok: true });
  expect(await scene.task(2)).toMatchObject({ ask: 'run' });
  scene.pass(identityFreshMs);
  expect(await scene.shopper.ask('action:confirm', yes)).toMatchObject({ ok: true });
});

test('R41 a yes given in time outlives the proof while an approval is waited for', async () => {
  await using scene = await setUp();
  await scene.prove();
  const named = await scene.plan(approvable);
  await scene.shopper.call('action:confirm', { ...named, nonce: nonce() } as never);
  scene.pass(identityFreshMs * 4);
  await scene.boss.call('action:approve', { ...named, nonce: nonce() } as never);
  expect(await scene.task(2)).toMatchObject({ ask: 'run', plan: approvable });
  expect((await scene.task(2)).plan).not.toHaveProperty('identity');
});

test('R41 an approved action whose proof was given up meanwhile does not run', async () => {
  await using scene = await setUp();
  await scene.prove();
  const named = await scene.plan(approvable);
  await scene.shopper.call('action:confirm', { ...named, nonce: nonce() } as never);
  await scene.shopper.call('session:close', {});
  await scene.boss.call('action:approve', { ...named, nonce: nonce() } as never);
  await scene.reaches('refused');
  expect(scene.office.heard('action:assigned')).toHaveLength(1);
  const { staffData } = scene.agent.heard('entry:appended').at(-1) as { staffData?: unknown };
  expect(staffData).toMatchObject({ error: { code: 'identity_needed' } });
});

test('R41 without a yes of the shopper’s, the proof must still hold when it runs', async () => {
  await using scene = await setUp();
  await scene.prove();
  const named = await scene.plan({ ...approvable, confirm: false });
  scene.pass(identityFreshMs);
  await scene.boss.call('action:approve', { ...named, nonce: nonce() } as never);
  await scene.reaches('refused');
  expect(scene.office.heard('action:assigned')).toHaveLength(1);
});
