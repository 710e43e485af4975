import type { ActionOffer, ActionTask } from '@shopbell/protocol';
import { describe, expect, test } from 'vitest';
import { nonce, saying, until, type StaffClient } from '../../test/edge-kit.ts';
import { openService } from '../../test/service-scene.ts';

const lookup: ActionOffer = {
  name: 'order.lookup',
  version: 3,
  title: 'Look up an order',
  effect: 'read',
  identity: 'anyone',
  input: {
    type: 'object',
    properties: { order: { type: 'string', pattern: '^[0-9]{4}$' }, email: { type: 'string' } },
    required: ['order'],
    additionalProperties: false,
  },
  output: { type: 'object', properties: { found: { type: 'boolean' } }, required: ['found'] },
};
const list: ActionOffer = { ...lookup, name: 'order.list', identity: 'known', input: {} };
const refund: ActionOffer = { ...lookup, name: 'order.refund', effect: 'write', steps: ['plan'] };
const planned: ActionOffer = { ...lookup, name: 'order.quote', steps: ['plan'] };
const secret: ActionOffer = { ...lookup, name: 'order.secret' };
const card = {
  kind: 'choices' as const,
  version: 1 as const,
  id: 'a',
  prompt: 'Which?',
  options: [{ value: 'b', label: 'B' }],
};
const theirs = { order: '1042', email: 'ada@example.com' };

type Scene = Awaited<ReturnType<typeof openScene>>;
/** A shop that lets its shoppers look up orders, and an office that would do more than that. */
const openScene = async (limits: Parameters<typeof openService>[1] = {}) => {
  const selfService = ['order.lookup', 'order.list', 'order.refund', 'order.quote', 'order.other'];
  const scene = await openService({ selfService }, limits);
  const office = await scene.staff('office', ['action:*']);
  await office.call('office:open', { actions: [lookup, list, refund, planned, secret] });
  const ask = (more: object = {}, who = scene.shopper) =>
    who.ask('action:ask', { nonce: nonce(), name: 'order.lookup', input: theirs, ...more });
  return { ...scene, office, ask };
};

const tasks = (office: StaffClient): ActionTask[] => office.heard('action:assigned');
const assigned = async (office: StaffClient, count = 1): Promise<ActionTask> => {
  await until(() => tasks(office).length >= count);
  const task = tasks(office)[count - 1];
  if (!task) throw new Error('nothing was asked of the office');
  return task;
};
const succeed = async ({ office }: Scene, { id, lease }: ActionTask): Promise<void> =>
  void (await office.call('action:report', {
    action: id,
    lease,
    step: 'succeeded',
    output: { found: true },
    card,
  }));
const fail = async ({ office }: Scene, { id, lease }: ActionTask, code: string): Promise<void> =>
  void (await office.call('action:report', {
    action: id,
    lease,
    step: 'failed',
    error: { code, message: `canary ${code}` },
  }));

const noSuchAction = { ok: false, error: { code: 'not_found', message: 'There is no such action.' } };
type ActionStep = { step: string; end?: true; card?: object; action: string };

describe('R61 a shopper asks for a look-up', () => {
  test('which the office is given as of a bot, by the shopper, with what the relay knows of them', async () => {
    await using scene = await openScene();
    const reply = await scene.ask();
    const task = await assigned(scene.office);
    expect(task).toMatchObject({
      ask: 'run',
      name: 'order.lookup',
      version: 3,
      input: theirs,
      by: { kind: 'shopper', id: scene.shopper.session.shopper.id },
      role: 'bot',
      audience: 'everyone',
      shopper: { id: scene.shopper.session.shopper.id, verified: null },
    });
    expect(reply).toMatchObject({ ok: true, data: { action: task.id, seq: 1 } });
    await succeed(scene, task);
    const entries = await scene.entriesOf(task.conversation);
    expect(entries.map(({ type, data }) => [type, (data as ActionStep).step])).toEqual([
      ['action', 'requested'],
      ['action', 'running'],
      ['action', 'succeeded'],
    ]);
    expect(entries.at(-1)?.data).toMatchObject({ action: task.id, card, end: true });
    // What was filled in is for staff alone.
    expect(JSON.stringify(entries)).not.toContain('ada@example.com');
    const { entries: all } = await scene.agent.call('entries:list', { conversation: task.conversation });
    expect(JSON.stringify(all)).toContain('ada@example.com');
  });

  test('again under its nonce is the same one; with other details it is refused', async () => {
    await using scene = await openScene();
    const same = { nonce: nonce() };
    const first = await scene.ask(same);
    await assigned(scene.office);
    expect(await scene.ask(same)).toEqual(first);
    expect(await scene.ask({ ...same, input: { order: '1043' } })).toMatchObject({
      error: { code: 'nonce_reused' },
    });
    expect(tasks(scene.office)).toHaveLength(1);
  });

  test.each(['order.secret', 'order.refund', 'order.quote', 'order.none'])(
    'but of nothing the shop does not name, that changes anything, is planned, or is not there: %s',
    async (name) => {
      await using scene = await openScene();
      expect(await scene.ask({ name })).toEqual(noSuchAction);
      expect(tasks(scene.office)).toEqual([]);
    },
  );

  test('of the identity the action needs, in a conversation of their own, with an input that fits', async () => {
    await using scene = await openScene();
    expect(await scene.ask({ name: 'order.list', input: {} })).toMatchObject({
      error: { code: 'forbidden', details: { needs: 'known' } },
    });
    expect(await scene.ask({ input: { order: 'x' } })).toMatchObject({
      error: { code: 'bad_request', details: { field: 'input.order' } },
    });
    const eve = await scene.secondShopper();
    const { conversation } = await eve.call('message:send', { nonce: nonce(), parts: saying('Mine') });
    expect(await scene.ask({ conversation })).toMatchObject({ error: { code: 'not_found' } });
    expect(tasks(scene.office)).toEqual([]);
  });

  test('and is told so where no office is there, or where the shop lets nobody', async () => {
    await using scene = await openScene();
    expect(await scene.ask({ name: 'order.other' })).toMatchObject({
      error: { code: 'office_unavailable' },
    });
    scene.office.socket.disconnect();
    await expect
      .poll(async () => scene.ask())
      .toMatchObject({ ok: false, error: { code: 'office_unavailable' } });
    await using plain = await openService({});
    const asked = { nonce: nonce(), name: 'order.lookup', input: theirs };
    expect(await plain.shopper.ask('action:ask', asked)).toEqual(noSuchAction);
    expect(plain.shopper.session.service).toBeUndefined();
  });
});

describe('R62 a look-up calls nobody', () => {
  test('it begins a conversation that is closed, which only a message brings into the queue', async () => {
    await using scene = await openScene();
    expect(scene.shopper.session.service).toEqual({ orders: true });
    await scene.agent.call('inbox:watch', {});
    await scene.ask();
    const task = await assigned(scene.office);
    await succeed(scene, task);
    const { conversations } = await scene.shopper.call('conversation:list', {});
    expect(conversations).toMatchObject([{ id: task.conversation, status: 'closed', agent: null }]);
    const queued = await scene.agent.call('conversation:list', { status: ['queued', 'open'] });
    expect(queued.conversations).toEqual([]);
    const { entries } = await scene.agent.call('entries:list', { conversation: task.conversation });
    expect(entries[0]).toMatchObject({ type: 'status', data: { status: 'closed' }, audience: 'staff' });
    const { conversation } = task;
    await scene.shopper.call('message:send', { conversation, nonce: nonce(), parts: saying('But where?') });
    const waiting = await scene.agent.call('conversation:list', { status: ['queued'] });
    expect(waiting.conversations).toMatchObject([{ id: conversation }]);
  });

  test('in one that is open, or that is closed, it changes nothing of how that stands', async () => {
    await using scene = await openScene();
    const conversation = await scene.ring();
    expect(await scene.ask()).toMatchObject({ data: { conversation } });
    const statusOf = async () =>
      (await scene.shopper.call('conversation:list', {})).conversations.map(({ status }) => status);
    expect(await statusOf()).toEqual(['queued']);
    await scene.reply(conversation, 'One moment.');
    await scene.close(conversation);
    await scene.ask({ conversation });
    await succeed(scene, await assigned(scene.office, 2));
    expect(await statusOf()).toEqual(['closed']);
  });
});

describe('R63 details of others', () => {
  test('cannot be told from wrong ones: all that did not work looks alike', async () => {
    await using scene = await openScene();
    const ends: unknown[] = [];
    for (const [index, code] of ['not_found', 'forbidden', 'rate_limited'].entries()) {
      await scene.ask();
      const task = await assigned(scene.office, index + 1);
      await fail(scene, task, code);
      const entries = await scene.entriesOf(task.conversation);
      const end = { ...(entries.at(-1)?.data as unknown as ActionStep), action: 'any' };
      ends.push(end);
      expect(JSON.stringify(entries)).not.toContain('canary');
    }
    const { name, title } = lookup;
    expect(ends[0]).toEqual({ action: 'any', name, title, step: 'failed', end: true });
    expect(new Set(ends.map((end) => JSON.stringify(end))).size).toBe(1);
  });

  test('cannot be tried out: ten an hour for a shopper, thirty for where they come from, whatever they name', async () => {
    await using scene = await openScene();
    const limited = {
      ok: false,
      error: { code: 'rate_limited', details: { retryAfterMs: expect.any(Number) as number } },
    };
    const tenAs = async (who = scene.shopper) => {
      for (let each = 0; each < 10; each += 1) {
        const order = String(2_000 + each);
        expect(await scene.ask({ input: { order } }, who)).toMatchObject({ ok: true });
      }
    };
    await tenAs();
    expect(await scene.ask()).toMatchObject(limited);
    await tenAs(await scene.secondShopper());
    await tenAs(await scene.secondShopper());
    const fourth = await scene.secondShopper();
    expect(await scene.ask({}, fourth)).toMatchObject(limited);
    expect(tasks(scene.office).length).toBeLessThanOrEqual(30);
  });
});
