import { describe, expect, test } from 'vitest';
import { openTill, payOut } from '../test/ledger.ts';
import { startDurableRelay } from '../test/durable-relay.ts';
import type { ActionHandler } from './action-types.ts';
import { connectAgent, handle, openOffice, refuse, type RequestState } from './index.ts';

const setUp = async (handler: ActionHandler) => {
  const stack = new AsyncDisposableStack();
  const relay = stack.use(await startDurableRelay());
  const officeKey = await relay.key('office', 'action:*');
  const openAnother = async (actions = [handler]) =>
    stack.use(await openOffice({ url: relay.url, key: officeKey, actions, onError: () => {} }));
  const office = await openAnother();
  const scopes = ['read', 'reply', 'action:*'] as const;
  const connectAs = async (role: 'agent' | 'supervisor') =>
    stack.use(await connectAgent({ url: relay.url, key: await relay.key(role, ...scopes) }));
  const agent = await connectAs('agent');
  const shopper = await relay.shopper();
  const conversation = await agent.conversation(await shopper.says('My money, please.'));
  return {
    relay,
    office,
    openAnother,
    agent,
    connectAs,
    conversation,
    shopper,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
};
type Scene = Awaited<ReturnType<typeof setUp>>;
const stepsOf = async ({ conversation }: Scene): Promise<string[]> => {
  const { entries } = await conversation.history();
  return entries.flatMap((entry) => (entry.type === 'action' ? [entry.data.step] : []));
};
const whole = ['requested', 'planned', 'confirmed', 'running', 'succeeded', 'verified'];

describe('a requested action', () => {
  test('is awaited step by step, from the plan to what was read back', async () => {
    const till = openTill();
    await using scene = await setUp(till.handler());
    const it = await scene.conversation.request(payOut, { cents: 500 });
    const states: RequestState['step'][] = [];
    it.on(({ step }) => states.push(step));
    expect(await it.planned).toMatchObject({ summary: 'Pay 500 cents', confirm: true });
    expect(it.state).toMatchObject({ step: 'planned', isEnd: false });
    expect(till.counts.run).toBe(0);
    await scene.shopper.agrees();
    await it.confirmed;
    await it.approved;
    expect(await it.succeeded).toEqual({ paid: 500 });
    await it.verified;
    expect(await it.finished).toMatchObject({ step: 'verified', isEnd: true, output: { paid: 500 } });
    expect(states.at(-1)).toBe('verified');
    expect(await stepsOf(scene)).toEqual(whole);
    expect(till.counts).toEqual({ plan: 1, run: 1, verify: 1 });
  });

  test('run resolves at its end; a plan that refuses, and a shopper who declines, reject it with a sentence', async () => {
    const till = openTill();
    await using scene = await setUp(till.handler());
    const running = scene.conversation.run(payOut, { cents: 7 });
    await scene.shopper.agrees();
    expect(await running).toEqual({ paid: 7 });
    await expect(scene.conversation.run(payOut, { cents: 10_001 })).rejects.toMatchObject({
      code: 'action_failed',
      message: 'That is more than there is.',
    });
    const it = await scene.conversation.request(payOut, { cents: 8 });
    await it.planned;
    await scene.shopper.declines(it.id);
    expect(await it.finished).toMatchObject({ step: 'declined' });
    await expect(it.succeeded).rejects.toMatchObject({ code: 'action_failed', message: /declined/ });
    expect(till.paid.size).toBe(1);
  });

  test('R29 is approved by a supervisor, not by whoever asked', async () => {
    const till = openTill();
    const plan = () => ({ summary: 'Pay', confirm: false, approve: 'supervisor' as const });
    await using scene = await setUp(till.handler({ plan }));
    const it = await scene.conversation.request(payOut, { cents: 1 });
    const digest = (await it.planned)?.digest ?? '';
    await expect(scene.agent.approve(it.id, digest)).rejects.toMatchObject({ code: 'forbidden' });
    const supervisor = await scene.connectAs('supervisor');
    await expect(supervisor.approve(it.id, 'f'.repeat(64))).rejects.toMatchObject({ code: 'conflict' });
    await supervisor.approve(it.id, digest);
    await it.verified;
    const other = await scene.conversation.request(payOut, { cents: 2 });
    await supervisor.reject(other.id, (await other.planned)?.digest ?? '', 'Not this one.');
    expect(await other.finished).toMatchObject({ step: 'declined', error: { message: 'Not this one.' } });
    const third = await scene.conversation.request(payOut, { cents: 3 });
    await third.planned;
    await third.cancel();
    expect(await third.finished).toMatchObject({ step: 'cancelled' });
    expect([...till.paid.values()]).toEqual([1]);
  });
});

describe('R32 a write whose tool', () => {
  test('throws after the effect is read back, and not run again', async () => {
    const till = openTill();
    const run: NonNullable<typeof till.steps.run> = async (context) => {
      await till.steps.run(context);
      throw new Error('the connection to the bank broke');
    };
    await using scene = await setUp(till.handler({ run }));
    const running = scene.conversation.run(payOut, { cents: 9 });
    await scene.shopper.agrees();
    expect(await running).toEqual({ paid: 9 });
    expect((await stepsOf(scene)).slice(3)).toEqual(['running', 'unknown', 'succeeded', 'verified']);
    expect(till.counts.run).toBe(1);
  });

  test('throws before the effect runs once more', async () => {
    const till = openTill();
    const run: typeof till.steps.run = (context) => {
      if (till.counts.verify > 0) return till.steps.run(context);
      throw new Error('the bank was away');
    };
    await using scene = await setUp(till.handler({ run }));
    const running = scene.conversation.run(payOut, { cents: 9 });
    await scene.shopper.agrees();
    expect(await running).toEqual({ paid: 9 });
    expect((await stepsOf(scene)).slice(3)).toEqual([
      'running',
      'unknown',
      'running',
      'succeeded',
      'verified',
    ]);
  });

  test('says in a sentence that it cannot has failed', async () => {
    const till = openTill();
    const run = () => {
      throw refuse('conflict', 'The account is closed.');
    };
    await using scene = await setUp(till.handler({ run }));
    const running = scene.conversation.run(payOut, { cents: 9 });
    await Promise.all([
      expect(running).rejects.toMatchObject({ message: 'The account is closed.' }),
      scene.shopper.agrees(),
    ]);
    expect((await stepsOf(scene)).at(-1)).toBe('failed');
  });
});

test('a write without a plan cannot be offered', () => {
  expect(() => handle(payOut, { run: () => ({ paid: 1 }) })).toThrow(/give it a plan/);
});

describe('R34 a relay that went away and came back', () => {
  test('while it waited for the shopper goes on waiting, and does it once', async () => {
    const till = openTill();
    await using scene = await setUp(till.handler());
    const it = await scene.conversation.request(payOut, { cents: 5 });
    await it.planned;
    await scene.relay.restart();
    await scene.shopper.agrees();
    expect(await it.succeeded).toEqual({ paid: 5 });
    await it.verified;
    expect(await stepsOf(scene)).toEqual(whole);
    expect(till.counts.run).toBe(1);
  }, 20_000);

  test.each(['plan', 'run', 'verify'] as const)(
    'while the office was busy with %s goes on there, and does it once',
    async (slow) => {
      const till = openTill();
      const gate = Promise.withResolvers<void>();
      const began = Promise.withResolvers<void>();
      const slowly =
        <C, R>(step: (context: C) => R) =>
        async (context: C): Promise<Awaited<R>> => {
          const result = await step(context);
          began.resolve();
          await gate.promise;
          return result;
        };
      const { plan, run, verify } = till.steps;
      const other = {
        plan: plan && slow === 'plan' ? slowly(plan) : plan,
        run: slow === 'run' ? slowly(run) : run,
        verify: verify && slow === 'verify' ? slowly(verify) : verify,
      };
      await using scene = await setUp(handle(payOut, { ...till.steps, ...other } as typeof till.steps));
      const it = await scene.conversation.request(payOut, { cents: 5 });
      if (slow !== 'plan') await scene.shopper.agrees();
      await began.promise;
      await scene.relay.restart();
      gate.resolve();
      if (slow === 'plan') await scene.shopper.agrees();
      expect(await it.succeeded).toEqual({ paid: 5 });
      await it.verified;
      expect(till.counts.run).toBe(1);
      const { entries } = await scene.conversation.history();
      const ends = entries.filter((entry) => entry.type === 'action' && entry.data.end);
      expect(ends).toHaveLength(1);
    },
    20_000,
  );
});
