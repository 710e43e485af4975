import type { AnyEntry, Entry } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import type { Clock } from '../clock.ts';
import { nonce, saying, startEdge, until } from '../../test/edge-kit.ts';

type Given = { clock?: Clock; dueAfterMs?: number };

const setUp = async ({ clock, dueAfterMs }: Given = {}) => {
  const relay = await startEdge({}, clock ? { clock } : {});
  // Straight into the store: a shop may not set it as short as a test likes it.
  const settings = dueAfterMs === undefined ? {} : { drafts: { dueAfterMs } };
  await relay.store.saveSettings('demo', { version: 0, settings });
  const shopper = await relay.shopper();
  const trainee = await relay.staff('trainee');
  const supervisor = await relay.staff('supervisor');
  const { conversation } = await shopper.call('message:send', { nonce: nonce(), parts: saying('hello') });
  await shopper.call('conversation:watch', { conversation, after: 0 });
  await supervisor.call('conversation:watch', { conversation, after: 0 });
  await supervisor.call('inbox:watch', {});
  const hold = async (text = 'On its way.', by = trainee) =>
    (await by.call('draft:hold', { conversation, nonce: nonce(), parts: saying(text) })).draft;
  const steps = (): Entry<'draft'>[] =>
    supervisor.heard('entry:appended').filter((entry) => entry.type === 'draft');
  const seen = (): AnyEntry[] => shopper.heard('entry:appended');
  return {
    relay,
    shopper,
    trainee,
    supervisor,
    conversation,
    hold,
    steps,
    seen,
    [Symbol.asyncDispose]: () => relay[Symbol.asyncDispose](),
  };
};

test('R78 a trainee’s reply is held: nothing of it reaches the shopper, and a message is refused', async () => {
  await using scene = await setUp();
  const { trainee, shopper, conversation, hold, steps, seen } = scene;
  expect(
    await trainee.ask('message:send', { conversation, nonce: nonce(), parts: saying('I say so') }),
  ).toMatchObject({ error: { code: 'forbidden' } });
  const asked = { conversation, nonce: nonce(), parts: saying('On its way.') };
  const held = await trainee.call('draft:hold', asked);
  expect(await trainee.call('draft:hold', asked)).toEqual(held);
  await hold('And more.');
  await until(() => steps().length === 2);
  expect(steps()[0]).toMatchObject({
    audience: 'staff',
    by: { id: trainee.person.id },
    data: { draft: held.draft, step: 'held', parts: saying('On its way.') },
  });
  expect(steps()[0]?.publicSeq).toBeUndefined();
  await shopper.call('message:send', { conversation, nonce: nonce(), parts: saying('still there?') });
  await until(() => seen().length > 0);
  expect(seen().map(({ seq, type }) => `${seq} ${type}`)).toEqual(['3 message']);
});

test('R79 what is released is the trainee’s reply, in one append with who released it, and opens the conversation', async () => {
  await using scene = await setUp();
  const { trainee, supervisor, conversation, hold, steps, seen } = scene;
  const draft = await hold();
  const release = {
    draft,
    nonce: nonce(),
    parts: saying('On its way since noon.'),
    comment: 'Say since when.',
  };
  const stored = await supervisor.call('draft:release', release);
  expect(await supervisor.call('draft:release', release)).toEqual(stored);
  await until(() => steps().length === 2 && seen().length === 3);
  const author = { kind: 'agent', id: trainee.person.id, name: trainee.person.name };
  expect(seen().map(({ type, by }) => ({ type, by }))).toEqual(
    ['status', 'assignment', 'message'].map((type) => ({ type, by: author })),
  );
  expect(seen()[2]).toMatchObject({ nonce: release.nonce, data: { parts: release.parts } });
  const [, released] = steps();
  expect(released).toMatchObject({
    seq: stored.seq + 1,
    by: author,
    data: {
      step: 'released',
      releasedBy: { id: supervisor.person.id, name: supervisor.person.name },
      comment: 'Say since when.',
      edited: true,
    },
  });
  expect(await supervisor.call('conversation:get', { conversation })).toMatchObject({
    conversation: { status: 'open', assignee: { id: trainee.person.id }, waitingSince: null },
  });
});

test('R79 unedited is not called edited, in an open conversation there is the message alone', async () => {
  await using scene = await setUp();
  const { supervisor, hold, steps, seen } = scene;
  await supervisor.call('draft:release', { draft: await hold('One.'), nonce: nonce() });
  const draft = await hold('Two.');
  await supervisor.call('draft:release', { draft, nonce: nonce(), parts: saying('Two.') });
  await until(() => steps().length === 4 && seen().length === 4);
  expect(steps().map(({ data }) => data.edited)).toEqual([undefined, undefined, undefined, undefined]);
  expect(seen().at(-1)).toMatchObject({ type: 'message', data: { parts: saying('Two.') } });
});

test('R80 two supervisors who release at once make one message', async () => {
  await using scene = await setUp();
  const { relay, supervisor, hold, conversation } = scene;
  const other = await relay.staff('supervisor');
  const draft = await hold();
  const answers = await Promise.all(
    [supervisor, other].map((each) => each.ask('draft:release', { draft, nonce: nonce() })),
  );
  expect(answers.map((each) => (each.ok ? 'ok' : each.error.code)).toSorted()).toEqual(['conflict', 'ok']);
  const { entries } = await supervisor.call('entries:list', { conversation });
  expect(entries.filter(({ type }) => type === 'message')).toHaveLength(2);
  for (const late of ['draft:release', 'draft:return'] as const)
    expect(await other.ask(late, { draft, nonce: nonce(), comment: 'Late.' })).toMatchObject({
      error: { code: 'conflict', message: 'The draft is released already.' },
    });
});

test('R81 nobody releases or returns their own, whatever their role; only its author withdraws a draft', async () => {
  await using scene = await setUp();
  const { relay, trainee, supervisor, hold } = scene;
  const own = await hold('Mine.', supervisor);
  expect(await supervisor.ask('draft:release', { draft: own, nonce: nonce() })).toMatchObject({
    error: { code: 'forbidden', message: 'You wrote this yourself: somebody else has to release it.' },
  });
  expect(await supervisor.ask('draft:return', { draft: own, nonce: nonce(), comment: 'No.' })).toMatchObject({
    error: { code: 'forbidden' },
  });
  const draft = await hold();
  for (const role of ['trainee', 'agent', 'bot'] as const) {
    const client = role === 'trainee' ? trainee : await relay.staff(role);
    expect(await client.ask('draft:release', { draft, nonce: nonce() })).toMatchObject({
      error: { code: 'forbidden' },
    });
  }
  expect(await supervisor.ask('draft:withdraw', { draft, nonce: nonce() })).toMatchObject({
    error: { code: 'forbidden' },
  });
  await trainee.call('draft:withdraw', { draft, nonce: nonce() });
  expect(await supervisor.ask('draft:release', { draft, nonce: nonce() })).toMatchObject({
    error: { code: 'conflict', message: 'The draft is withdrawn already.' },
  });
});

test('R82 what is returned says why, to staff alone; and nothing is held or released in a closed conversation', async () => {
  await using scene = await setUp();
  const { trainee, supervisor, conversation, hold, steps, seen } = scene;
  const draft = await hold();
  await supervisor.call('draft:return', { draft, nonce: nonce(), comment: 'Say when.' });
  await until(() => steps().length === 2);
  expect(steps()[1]).toMatchObject({
    audience: 'staff',
    by: { id: supervisor.person.id },
    data: { step: 'returned', comment: 'Say when.' },
  });
  const late = await hold();
  await supervisor.call('conversation:close', { conversation, nonce: nonce() });
  expect(await supervisor.ask('draft:release', { draft: late, nonce: nonce() })).toMatchObject({
    error: { code: 'conflict', message: 'The conversation is closed. Reopen it first.' },
  });
  expect(
    await trainee.ask('draft:hold', { conversation, nonce: nonce(), parts: saying('Bye.') }),
  ).toMatchObject({ error: { code: 'conflict' } });
  await supervisor.call('draft:return', { draft: late, nonce: nonce(), comment: 'It is over.' });
  await until(() => seen().length > 0);
  expect(seen().map(({ type }) => type)).toEqual(['status']);
});

test('R83 supervisors list the drafts of their shop, a trainee their own', async () => {
  await using scene = await setUp();
  const { relay, trainee, supervisor, conversation, hold } = scene;
  const mine = await hold('Mine.');
  const other = await relay.staff('trainee');
  const theirs = await hold('Theirs.', other);
  const all = await supervisor.call('draft:list', {});
  expect(all).toMatchObject({
    drafts: [
      {
        id: mine,
        conversation,
        by: { id: trainee.person.id },
        parts: saying('Mine.'),
        shopper: { verified: null },
      },
      { id: theirs },
    ],
    waiting: 2,
    late: 0,
    next: null,
  });
  expect((all.drafts[0]?.dueAt ?? 0) - (all.drafts[0]?.heldAt ?? 0)).toBeGreaterThan(115_000);
  expect(await trainee.call('draft:list', {})).toMatchObject({ drafts: [{ id: mine }], waiting: 1 });
  const stranger = await relay.staff('supervisor', undefined, 'other');
  expect(await stranger.call('draft:list', {})).toEqual({ drafts: [], next: null, waiting: 0, late: 0 });
  for (const command of ['draft:release', 'draft:return'] as const)
    expect(await stranger.ask(command, { draft: mine, nonce: nonce(), comment: 'x' })).toMatchObject({
      error: { code: 'not_found' },
    });
});

test('R84 what is held longer than the shop likes is told to every supervisor, also to one who comes later', async () => {
  let skewMs = 0;
  const heard = new Set<() => void>();
  const clock = {
    now: () => Date.now() + skewMs,
    onSet: (listener: () => void) => {
      heard.add(listener);
      return () => void heard.delete(listener);
    },
  };
  await using scene = await setUp({ clock, dueAfterMs: 60_000 });
  const { relay, supervisor, trainee, hold } = scene;
  await hold();
  await until(() => supervisor.heard('drafts:changed').at(-1)?.waiting === 1);
  expect(supervisor.heard('drafts:changed').at(-1)).toEqual({ waiting: 1, late: 0 });
  skewMs = 61_000;
  for (const listener of heard) listener();
  await until(() => supervisor.heard('drafts:changed').at(-1)?.late === 1);
  const later = await relay.staff('supervisor');
  await later.call('inbox:watch', {});
  await until(() => later.heard('drafts:changed').at(-1)?.late === 1);
  await trainee.call('inbox:watch', {});
  const draft = (await later.call('draft:list', {})).drafts[0]?.id ?? 'drf_neverwas0000';
  await later.call('draft:return', { draft, nonce: nonce(), comment: 'Sorry, too late.' });
  await until(() => supervisor.heard('drafts:changed').at(-1)?.waiting === 0);
  expect(supervisor.heard('drafts:changed').at(-1)).toEqual({ waiting: 0, late: 0 });
  expect(trainee.heard('drafts:changed')).toEqual([]);
});

test('R84 when its time is over, without anybody doing anything', async () => {
  await using scene = await setUp({ dueAfterMs: 400 });
  const { supervisor, hold } = scene;
  await hold();
  await until(() => (supervisor.heard('drafts:changed').at(-1)?.late ?? 0) > 0, 10_000);
  expect(supervisor.heard('drafts:changed').at(-1)).toEqual({ waiting: 1, late: 1 });
});

test('R85 what a trainee asks for waits for a supervisor, whatever the office plans; a read does not', async () => {
  await using scene = await setUp();
  const { relay, trainee, supervisor, conversation } = scene;
  const office = await relay.staff('office', ['action:*']);
  const offer = { version: 1, identity: 'anyone' as const, input: {}, output: {} };
  const refund = {
    ...offer,
    name: 'order.refund',
    title: 'Refund',
    effect: 'write' as const,
    steps: ['plan' as const],
  };
  const lookup = { ...offer, name: 'order.lookup', title: 'Look up', effect: 'read' as const };
  await office.call('office:open', { actions: [refund, lookup] });
  office.socket.on(
    'action:assigned',
    ({ id, lease, ask }: { id: `act_${string}`; lease: number; ask: string }) => {
      const plan = { summary: 'Refund €5.00', confirm: false };
      const answer =
        ask === 'plan' ? { step: 'planned' as const, plan } : { step: 'succeeded' as const, output: 1 };
      void office.ask('action:report', { action: id, lease, ...answer });
    },
  );
  const about = { conversation, name: 'order.refund', input: {} };
  const preview = await trainee.call('action:preview', about);
  expect(preview.plan).toMatchObject({ approve: 'supervisor' });
  const { action } = await trainee.call('action:request', {
    ...about,
    nonce: nonce(),
    expects: preview.digest,
  });
  await until(() => supervisor.heard('approvals:changed').at(-1)?.waiting === 1);
  const { approvals } = await supervisor.call('approval:list', {});
  expect(approvals).toMatchObject([{ action, role: 'trainee', plan: { approve: 'supervisor' } }]);
  const digest = approvals[0]?.plan.digest ?? '';
  for (const who of [trainee, await relay.staff('agent')])
    expect(await who.ask('action:approve', { action, digest, nonce: nonce() })).toMatchObject({
      error: { code: 'forbidden' },
    });
  const ended = (id: string): boolean =>
    supervisor
      .heard('entry:appended')
      .some((each) => each.type === 'action' && each.data.action === id && each.data.end === true);
  expect(ended(action)).toBe(false);
  await supervisor.call('action:approve', { action, digest, nonce: nonce() });
  await until(() => ended(action));
  const read = await trainee.call('action:request', { ...about, name: 'order.lookup', nonce: nonce() });
  await until(() => ended(read.action));
  const agent = await relay.staff('agent');
  const asked = await agent.call('action:request', { ...about, nonce: nonce() });
  await until(() => ended(asked.action));
});
