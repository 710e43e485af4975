import type { ActionOffer, ActionPlan, ActionTask } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import {
  nonce,
  saying,
  startEdge,
  until,
  type ShopperClient,
  type StaffClient,
} from '../../test/edge-kit.ts';

const refund: ActionOffer = {
  name: 'order.refund',
  version: 1,
  title: 'Refund an order',
  effect: 'write',
  identity: 'anyone',
  steps: ['plan', 'verify'],
  input: { type: 'object' },
  output: { type: 'object', required: ['refund'] },
};
const euro = (amount: number) => ({ amount, currency: 'EUR' });
const plan: ActionPlan = { summary: 'Refund €5.00', confirm: true, amount: euro(500) };
const output = { refund: 'r1' };

type Step = { action: string; step: string; end?: true; plan?: { digest: string; expiresAt: number } };
const stepsIn = (client: { heard: StaffClient['heard'] }): Step[] =>
  client
    .heard('entry:appended')
    .flatMap((entry) => (entry.type === 'action' ? [entry.data as unknown as Step] : []));
const names = (client: { heard: StaffClient['heard'] }) => stepsIn(client).map(({ step }) => step);
const digestIn = (client: { heard: StaffClient['heard'] }): string =>
  stepsIn(client).findLast((each) => each.plan)?.plan?.digest ?? '';
const errorsIn = (client: { heard: StaffClient['heard'] }) =>
  client.heard('entry:appended').flatMap(({ staffData }) => {
    const error = (staffData as { error?: { code: string } } | undefined)?.error;
    return error ? [error.code] : [];
  });

const setUp = async () => {
  const relay = await startEdge();
  const shopper = await relay.shopper();
  const agent = await relay.staff('supervisor');
  const { conversation } = await shopper.call('message:send', { nonce: nonce(), parts: saying('my money') });
  await shopper.call('conversation:watch', { conversation, after: 0 });
  await agent.call('conversation:watch', { conversation, after: 0 });
  const openOffice = async (offer: ActionOffer = refund) => {
    const office = await relay.staff('office', ['action:*']);
    await office.call('office:open', { actions: [offer] });
    return office;
  };
  const request = async (by: StaffClient = agent, more: object = {}) => {
    const asked = { conversation, nonce: nonce(), name: refund.name, input: {}, ...more };
    return (await by.call('action:request', asked)).action;
  };
  return {
    relay,
    shopper,
    agent,
    conversation,
    openOffice,
    request,
    [Symbol.asyncDispose]: () => relay[Symbol.asyncDispose](),
  };
};

/** Waits until an office has been asked so often, and gives the last asking. */
const asked = async (office: StaffClient, count: number): Promise<ActionTask> => {
  await until(() => office.heard('action:assigned').length >= count);
  return office.heard('action:assigned').at(-1) as ActionTask;
};
const report = (office: StaffClient, { id, lease }: ActionTask, what: object) =>
  office.ask('action:report', { action: id, lease, ...what } as never);

/** Requested, planned: waiting for somebody. */
const planned = async (scene: Awaited<ReturnType<typeof setUp>>, given: ActionPlan = plan) => {
  const office = await scene.openOffice();
  const action = await scene.request();
  const task = await asked(office, 1);
  await report(office, task, { step: 'planned', plan: given });
  await until(() => names(scene.shopper).includes('planned') && names(scene.agent).includes('planned'));
  const answer = { action, digest: digestIn(scene.shopper) };
  return { office, action, task, answer };
};
const confirm = (shopper: ShopperClient, answer: { action: `act_${string}`; digest: string }) =>
  shopper.ask('action:confirm', { ...answer, nonce: nonce() });

test('R26 R28 a write is planned, confirmed by the shopper, run and verified, each step an entry', async () => {
  await using scene = await setUp();
  const { office, answer, task } = await planned(scene);
  expect(task).toMatchObject({ ask: 'plan', role: 'supervisor', spentToday: [] });
  expect(office.heard('action:assigned')).toHaveLength(1);
  expect(await confirm(scene.shopper, answer)).toMatchObject({ ok: true });
  const run = await asked(office, 2);
  expect(run).toMatchObject({ id: task.id, ask: 'run', plan });
  expect(run.lease).toBeGreaterThan(task.lease);
  await report(office, run, { step: 'succeeded', output });
  const verify = await asked(office, 3);
  expect(verify).toMatchObject({ ask: 'verify', output });
  await report(office, verify, { step: 'verified' });
  await until(() => names(scene.shopper).at(-1) === 'verified');
  expect(names(scene.shopper)).toEqual([
    'requested',
    'planned',
    'confirmed',
    'running',
    'succeeded',
    'verified',
  ]);
  expect(stepsIn(scene.shopper).filter((each) => each.end)).toHaveLength(1);
});

test('R28 an old digest, a second yes, another shopper and another shop are refused, and nothing runs', async () => {
  await using scene = await setUp();
  const { office, task, answer } = await planned(scene);
  await report(office, task, { step: 'planned', plan: { ...plan, amount: euro(400) } });
  await until(() => digestIn(scene.shopper) !== answer.digest);
  expect(await confirm(scene.shopper, answer)).toMatchObject({ error: { code: 'conflict' } });
  const latest = { ...answer, digest: digestIn(scene.shopper) };
  for (const stranger of [await scene.relay.shopper(), await scene.relay.shopper(undefined, 'other')]) {
    const never = await confirm(stranger, { ...latest, action: 'act_neverwas00000000' });
    expect(await confirm(stranger, latest)).toEqual(never);
    expect(never).toMatchObject({ error: { code: 'not_found' } });
  }
  expect(office.heard('action:assigned')).toHaveLength(1);
  const same = { ...latest, nonce: nonce() };
  const first = await scene.shopper.ask('action:confirm', same);
  expect(await scene.shopper.ask('action:confirm', same)).toEqual(first);
  expect(await confirm(scene.shopper, latest)).toMatchObject({ error: { code: 'conflict' } });
  await asked(office, 2);
});

test('R28 what staff keep to themselves is not there for the shopper', async () => {
  await using scene = await setUp();
  const office = await scene.openOffice();
  const action = await scene.request(scene.agent, { audience: 'staff' });
  await report(office, await asked(office, 1), { step: 'planned', plan: { ...plan, confirm: false } });
  await until(() => names(scene.agent).includes('running'));
  expect(await confirm(scene.shopper, { action, digest: digestIn(scene.agent) })).toMatchObject({
    error: { code: 'not_found' },
  });
});

test('R29 somebody else of the shop has to approve: not the requester, not without the role', async () => {
  await using scene = await setUp();
  const { office, answer } = await planned(scene, { ...plan, approve: 'supervisor' });
  const approve = (by: StaffClient) => by.ask('action:approve', { ...answer, nonce: nonce() });
  expect(await approve(scene.agent)).toMatchObject({ error: { code: 'forbidden' } });
  expect(await approve(await scene.relay.staff('agent'))).toMatchObject({ error: { code: 'forbidden' } });
  const foreign = await scene.relay.staff('supervisor', undefined, 'other');
  expect(await approve(foreign)).toMatchObject({ error: { code: 'not_found' } });
  expect(await approve(await scene.relay.staff('supervisor'))).toMatchObject({ ok: true });
  expect(office.heard('action:assigned')).toHaveLength(1);
  await confirm(scene.shopper, answer);
  expect(await asked(office, 2)).toMatchObject({ ask: 'run' });
});

test.each([
  ['the shopper declines', 'declined'],
  ['a supervisor rejects', 'declined'],
  ['the requester cancels', 'cancelled'],
  ['the office takes it back', 'refused'],
])('R30 R33 when %s it has ended as %s, and no yes brings it back', async (who, end) => {
  await using scene = await setUp();
  const { office, answer, task } = await planned(scene, { ...plan, approve: 'supervisor' });
  const given = { ...answer, nonce: nonce() };
  const deeds: Record<string, () => Promise<unknown>> = {
    'the shopper declines': () => scene.shopper.call('action:decline', given),
    'a supervisor rejects': async () =>
      (await scene.relay.staff('supervisor')).call('action:reject', { ...given, reason: 'Too much.' }),
    'the requester cancels': () =>
      scene.agent.call('action:cancel', { action: answer.action, nonce: nonce() }),
    'the office takes it back': () =>
      report(office, task, { step: 'refused', error: { code: 'gone', message: 'Sold out.' } }),
  };
  await deeds[who]?.();
  await until(() => names(scene.agent).at(-1) === end);
  expect(await confirm(scene.shopper, answer)).toMatchObject({ error: { code: 'conflict' } });
  expect(names(scene.agent)).toEqual(['requested', 'planned', end]);
  expect(office.heard('action:assigned')).toHaveLength(1);
});

test('R30 only the requester or a supervisor cancels, and not what runs', async () => {
  await using scene = await setUp();
  const { answer, office } = await planned(scene);
  const cancel = (by: StaffClient) => by.ask('action:cancel', { action: answer.action, nonce: nonce() });
  expect(await cancel(await scene.relay.staff('agent'))).toMatchObject({ error: { code: 'forbidden' } });
  await confirm(scene.shopper, answer);
  await asked(office, 2);
  expect(await cancel(scene.agent)).toMatchObject({ error: { code: 'conflict' } });
});

test('R30 a plan nobody agrees to in time expires', async () => {
  await using scene = await setUp();
  const { answer } = await planned(scene, { ...plan, expiresInMs: 1_000 });
  await until(() => names(scene.shopper).at(-1) === 'expired');
  expect(await confirm(scene.shopper, answer)).toMatchObject({ error: { code: 'conflict' } });
});

test('R31 R33 late and double reports are refused by the lease, and change nothing', async () => {
  await using scene = await setUp();
  const { office, answer, task } = await planned(scene);
  await confirm(scene.shopper, answer);
  const run = await asked(office, 2);
  expect(await report(office, task, { step: 'planned', plan })).toMatchObject({
    error: { code: 'conflict' },
  });
  await report(office, run, { step: 'succeeded', output });
  const verify = await asked(office, 3);
  const failed = { step: 'failed', error: { code: 'late', message: 'Too late.' } };
  expect(await report(office, run, failed)).toMatchObject({ error: { code: 'conflict' } });
  await report(office, verify, { step: 'verified' });
  expect(await report(office, verify, { step: 'verified' })).toMatchObject({ ok: false });
  expect(await report(office, run, { step: 'succeeded', output })).toMatchObject({ ok: false });
  expect(stepsIn(scene.agent).filter((each) => each.end)).toHaveLength(1);
});

test('R32 an office gone between effect and record: unknown, read back by another, never run again', async () => {
  await using scene = await setUp();
  const { office, answer } = await planned(scene);
  await confirm(scene.shopper, answer);
  await asked(office, 2);
  office.socket.disconnect();
  await until(() => names(scene.agent).at(-1) === 'unknown');
  const other = await scene.openOffice();
  const verify = await asked(other, 1);
  expect(verify).toMatchObject({ ask: 'verify', output: null });
  await report(other, verify, { step: 'verified', output });
  await until(() => names(scene.agent).at(-1) === 'verified');
  expect(names(scene.agent).slice(-4)).toEqual(['running', 'unknown', 'succeeded', 'verified']);
  expect(other.heard('action:assigned')).toHaveLength(1);
});

test('R32 an office gone before the effect: nothing happened, so it runs once more and never a third time', async () => {
  await using scene = await setUp();
  const { office, answer } = await planned(scene);
  await confirm(scene.shopper, answer);
  await asked(office, 2);
  office.socket.disconnect();
  const other = await scene.openOffice();
  await report(other, await asked(other, 1), { step: 'nothing' });
  expect(await asked(other, 2)).toMatchObject({ ask: 'run' });
  const error = { code: 'x', message: 'x' };
  await report(other, await asked(other, 2), { step: 'unknown', error });
  await report(other, await asked(other, 3), { step: 'nothing' });
  await until(() => names(scene.agent).at(-1) === 'failed');
  expect(errorsIn(scene.agent).at(-1)).toBe('nothing_happened');
  const runs = [...office.heard('action:assigned'), ...other.heard('action:assigned')];
  expect(runs.filter(({ ask }) => ask === 'run')).toHaveLength(2);
});

test('R32 an office gone during verify is followed by the next, and verify may ask for later', async () => {
  await using scene = await setUp();
  const { office, answer } = await planned(scene);
  await confirm(scene.shopper, answer);
  await report(office, await asked(office, 2), { step: 'succeeded', output });
  await asked(office, 3);
  office.socket.disconnect();
  const other = await scene.openOffice();
  const verify = await asked(other, 1);
  expect(verify).toMatchObject({ ask: 'verify', output });
  await report(other, verify, { step: 'later', againInMs: 150 });
  const again = await asked(other, 2);
  expect(again.lease).toBeGreaterThan(verify.lease);
  const error = { code: 'unverified', message: 'The refund is not there.' };
  await report(other, again, { step: 'unverified', error });
  await until(() => names(scene.agent).at(-1) === 'unverified');
});

test('R34 what is found later stands with the end: a payment that was paid meanwhile', async () => {
  await using scene = await setUp();
  const { office, answer } = await planned(scene);
  await confirm(scene.shopper, answer);
  await report(office, await asked(office, 2), { step: 'succeeded', output });
  await report(office, await asked(office, 3), { step: 'later', againInMs: 100 });
  const card = {
    kind: 'payment',
    version: 1,
    id: 'p',
    amount: { amount: 1, currency: 'EUR' },
    status: 'paid',
  };
  await report(office, await asked(office, 4), { step: 'verified', output, card });
  await until(() => names(scene.shopper).at(-1) === 'verified');
  expect(stepsIn(scene.shopper).at(-1)).toMatchObject({ step: 'verified', end: true, card });
});

test.each([
  ['off the schema', { found: 1 }, 'output_invalid'],
  ['over 32 KiB', { refund: 'x'.repeat(40_000) }, 'output_too_large'],
])('R26 an output %s does not undo what was written: it is read back', async (_, given, code) => {
  await using scene = await setUp();
  const { office, answer } = await planned(scene);
  await confirm(scene.shopper, answer);
  const reply = await report(office, await asked(office, 2), { step: 'succeeded', output: given });
  expect(reply).toMatchObject({ error: { code: 'bad_request' } });
  await until(() => errorsIn(scene.agent).includes(code));
  expect(names(scene.agent).at(-1)).toBe('unknown');
  const task = await asked(office, 3);
  expect(task).toMatchObject({ ask: 'verify', output: null });
  await report(office, task, { step: 'verified', output });
  await until(() => names(scene.agent).at(-1) === 'verified');
});

test('R32 whether it happened is asked of the office that ran it, while that is there', async () => {
  await using scene = await setUp();
  const offices = [await scene.openOffice(), await scene.openOffice()];
  const assigned = () =>
    offices.flatMap((office) => office.heard('action:assigned').map((task) => ({ office, task })));
  const seen = new Set<unknown>();
  /** Who is asked for something next. */
  const asked = async (ask: string) => {
    const find = () => assigned().find(({ task }) => task.ask === ask && !seen.has(task));
    await until(find);
    const found = find();
    if (!found) throw new Error('nobody was asked');
    seen.add(found.task);
    return found;
  };
  // The offices take turns: by the second round whoever is next would be another one than whoever ran it.
  for (let round = 1; round <= 2; round += 1) {
    await scene.request();
    const planning = await asked('plan');
    await report(planning.office, planning.task, { step: 'planned', plan: { ...plan, confirm: false } });
    const running = await asked('run');
    const error = { code: 'timeout', message: 'It took too long.' };
    await report(running.office, running.task, { step: 'unknown', error });
    const verifying = await asked('verify');
    expect(offices.indexOf(verifying.office)).toBe(offices.indexOf(running.office));
    await report(verifying.office, verifying.task, { step: 'verified', output });
  }
});

test('two offices on one action: one plans, one runs, nobody does it twice', async () => {
  await using scene = await setUp();
  const [one, two] = [await scene.openOffice(), await scene.openOffice()];
  const all = () =>
    [one, two].flatMap((each) => each.heard('action:assigned').map((task) => ({ each, task })));
  await scene.request();
  for (const [count, what] of [
    [1, { step: 'planned', plan: { ...plan, confirm: false } }],
    [2, { step: 'succeeded', output }],
    [3, { step: 'verified' }],
  ] as const) {
    await until(() => all().length === count);
    const { each, task } = all().find(({ task }) => task.ask === ['plan', 'run', 'verify'][count - 1]) ?? {};
    if (!each || !task) throw new Error('nobody was asked');
    await report(each, task, what);
  }
  await until(() => names(scene.agent).at(-1) === 'verified');
  expect(all()).toHaveLength(3);
});

test('R35 plans of one requester come one after the other, each told what the day comes to', async () => {
  await using scene = await setUp();
  const office = await scene.openOffice();
  const actions = [await scene.request(), await scene.request(), await scene.request()];
  const free = { step: 'planned', plan: { ...plan, confirm: true } };
  for (const count of [1, 2, 3]) {
    const task = await asked(office, count);
    expect(office.heard('action:assigned')).toHaveLength(count);
    expect(task.spentToday).toEqual(count === 1 ? [] : [euro(500 * (count - 1))]);
    await report(office, task, free);
  }
  await scene.agent.call('action:cancel', { action: actions[0] as `act_${string}`, nonce: nonce() });
  await scene.request();
  expect((await asked(office, 4)).spentToday).toEqual([euro(1_000)]);
});
