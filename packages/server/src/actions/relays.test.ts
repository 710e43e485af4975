import { expect, test } from 'vitest';
import { nonce, saying, until, type EdgeKit } from '../../test/edge-kit.ts';
import { startRelays } from '../../test/relays.ts';

const offer = {
  name: 'order.refund',
  version: 1,
  title: 'Refund an order',
  effect: 'write',
  identity: 'anyone',
  input: { type: 'object' },
  output: { type: 'object' },
  steps: ['plan', 'verify'],
} as const;

/** The shopper and the office at the second relay, the agent at the first. */
const setUp = async () => {
  const ground = await startRelays(2);
  const [one, two] = ground.relays;
  if (!one || !two) throw new Error('two relays are needed');
  const shopper = await two.shopper();
  const agent = await one.staff('agent');
  const { conversation } = await shopper.call('message:send', { nonce: nonce(), parts: saying('hello') });
  await shopper.call('conversation:watch', { conversation, after: 0, limit: 50 });
  await agent.call('conversation:watch', { conversation, after: 0, limit: 50 });
  const office = await openOffice(two);
  const close = { [Symbol.asyncDispose]: () => ground[Symbol.asyncDispose]() };
  return { ...ground, one, two, shopper, agent, office, conversation, ...close };
};

/** An office that does what it is asked at once. */
const openOffice = async (relay: EdgeKit) => {
  const office = await relay.staff('office');
  const asked: string[] = [];
  // The last answer may come after the test is over.
  const report = (given: Parameters<typeof office.call<'action:report'>>[1]): void =>
    void office.call('action:report', given).catch(() => {});
  office.socket.on('action:assigned', (task: { id: `act_${string}`; ask: string; lease: number }) => {
    const { id: action, ask, lease } = task;
    asked.push(ask);
    if (ask === 'plan') {
      const plan = { summary: 'Refund it', confirm: true, amount: { amount: 500, currency: 'EUR' } };
      report({ action, lease, step: 'planned', plan });
    } else if (ask === 'run') report({ action, lease, step: 'succeeded', output: { done: true } });
    else report({ action, lease, step: 'verified' });
  });
  await office.call('office:open', { actions: [structuredClone(offer) as never] });
  return { ...office, asked };
};

type Entry = { type: string; data: { step?: string; plan?: { digest: string } } };
const stepsOf = (client: { heard: (event: 'entry:appended') => object[] }) =>
  (client.heard('entry:appended') as Entry[]).flatMap(({ type, data }) => (type === 'action' ? [data] : []));

const ask = { name: offer.name, input: {}, audience: 'everyone' } as const;

test('what is asked for at one relay is planned, agreed to and done by an office at another', async () => {
  await using at = await setUp();
  const { agent, shopper, office, conversation } = at;
  await expect
    .poll(async () => (await agent.call('action:list', {})).actions.map(({ name }) => name))
    .toEqual([offer.name]);
  const preview = await agent.call('action:preview', { conversation, ...ask });
  expect(preview.plan).toMatchObject({ summary: 'Refund it' });
  const { action } = await agent.call('action:request', { conversation, nonce: nonce(), ...ask });
  await until(() => stepsOf(shopper).some(({ step }) => step === 'planned'), 8_000);
  const digest = stepsOf(shopper).find(({ step }) => step === 'planned')?.plan?.digest ?? '';
  await shopper.call('action:confirm', { action, digest, nonce: nonce() });
  await until(() => stepsOf(agent).some(({ step }) => step === 'verified'), 8_000);
  const steps = ['requested', 'planned', 'confirmed', 'running', 'succeeded', 'verified'];
  expect(stepsOf(agent).map(({ step }) => step)).toEqual(steps);
  expect(office.asked).toEqual(['plan', 'plan', 'run', 'verify']);
});

test('R35 who asks at two relays at once is planned for one after the other, and cannot split a day’s limit', async () => {
  await using at = await setUp();
  const { one, two, agent, office, conversation } = at;
  await expect.poll(async () => (await agent.call('action:list', {})).actions.length).toBe(1);
  const same = await two.staffWith(agent.key);
  const told: { amount: number; currency: string }[][] = [];
  office.socket.on(
    'action:assigned',
    (task: { ask: string; spentToday?: { amount: number; currency: string }[] }) => {
      if (task.ask === 'plan') told.push(task.spentToday ?? []);
    },
  );
  await Promise.all(
    [agent, same].map((client) => client.call('action:request', { conversation, nonce: nonce(), ...ask })),
  );
  await until(() => told.length === 2, 8_000);
  expect(told).toEqual([[], [{ amount: 500, currency: 'EUR' }]]);
  expect(one.url).not.toBe(two.url);
});

test('an office that goes is gone for the other relay, too', async () => {
  await using at = await setUp();
  const { agent, office } = at;
  const names = async () => (await agent.call('action:list', {})).actions.map(({ name }) => name);
  await expect.poll(names).toEqual([offer.name]);
  office.socket.disconnect();
  await expect.poll(names).toEqual([]);
});

test('what a relay held when it went is taken over by another, and done once', async () => {
  await using at = await setUp();
  const { one, agent, shopper, office, conversation } = at;
  await expect.poll(async () => (await agent.call('action:list', {})).actions.length).toBe(1);
  const { action } = await agent.call('action:request', { conversation, nonce: nonce(), ...ask });
  await until(() => stepsOf(shopper).some(({ step }) => step === 'planned'), 8_000);
  await one[Symbol.asyncDispose]();
  const digest = stepsOf(shopper).find(({ step }) => step === 'planned')?.plan?.digest ?? '';
  await shopper.call('action:confirm', { action, digest, nonce: nonce() });
  await until(() => stepsOf(shopper).some(({ step }) => step === 'verified'), 15_000);
  expect(office.asked).toEqual(['plan', 'run', 'verify']);
});

test('an office that was answered is there at every relay from then on, though no hint comes through', async () => {
  await using ground = await startRelays(3, { areHintsLost: true });
  const [one, two, three] = ground.relays;
  if (!one || !two || !three) throw new Error('three relays are needed');
  const shopper = await one.shopper();
  const { conversation } = await shopper.call('message:send', { nonce: nonce(), parts: saying('hello') });
  const agent = await one.staff('agent');
  const colleague = await three.staffWith(agent.key);
  const refused = { ok: false, error: { code: 'office_unavailable' } };
  expect(await agent.ask('action:preview', { conversation, ...ask })).toMatchObject(refused);
  await openOffice(two);
  for (const client of [colleague, agent])
    expect(await client.ask('action:preview', { conversation, ...ask })).toMatchObject({ ok: true });
});
