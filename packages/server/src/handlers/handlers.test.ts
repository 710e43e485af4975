import { agentCommands, shopperCommands } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { nonce, saying, startEdge, until, type ShopperClient } from '../../test/edge-kit.ts';

const begin = async (client: ShopperClient, text = 'hello') =>
  (await client.call('message:send', { nonce: nonce(), parts: saying(text) })).conversation;

test('R22 R2 the first message begins a conversation, the next goes to it, and a nonce counts once on any connection', async () => {
  await using relay = await startEdge();
  const shopper = await relay.shopper();
  const first = nonce();
  const begun = await shopper.call('message:send', { nonce: first, parts: saying('one') });
  const next = await shopper.call('message:send', { nonce: nonce(), parts: saying('two') });
  expect(next).toMatchObject({ conversation: begun.conversation, seq: 3 });
  const again = await relay.shopper(shopper.token);
  expect(await again.call('message:send', { nonce: first, parts: saying('one') })).toEqual(begun);
  const other = await again.ask('message:send', { nonce: first, parts: saying('else') });
  expect(other).toMatchObject({ error: { code: 'nonce_reused' } });
  const { conversations } = await again.call('conversation:list', {});
  expect(conversations.map(({ id, lastSeq }) => [id, lastSeq])).toEqual([[begun.conversation, 3]]);
});

test('R23 R24 a reply opens, closing records, a shopper’s message reopens; each side hears it', async () => {
  await using relay = await startEdge();
  const shopper = await relay.shopper();
  const agent = await relay.staff('agent');
  const conversation = await begin(shopper);
  await shopper.call('conversation:watch', { conversation, after: 0 });
  const { seq } = await agent.call('message:send', { conversation, nonce: nonce(), parts: saying('hi') });
  expect(seq).toBe(5);
  const outcome = { reason: 'question', resolution: 'answered' as const };
  await agent.call('conversation:close', { conversation, nonce: nonce(), outcome });
  await shopper.call('message:send', { conversation, nonce: nonce(), parts: saying('one more') });
  await until(() => shopper.heard('entry:appended').length === 6);
  const heard = shopper.heard('entry:appended').map(({ seq, type }) => [seq, type]);
  expect(heard).toEqual([
    [3, 'status'],
    [4, 'assignment'],
    [5, 'message'],
    [6, 'status'],
    [7, 'status'],
    [8, 'message'],
  ]);
  await until(() => shopper.heard('conversation:changed').some(({ status }) => status === 'closed'));
  const staffs = await agent.call('entries:list', { conversation, after: 5 });
  expect(staffs.entries.map(({ type }) => type)).toEqual(['outcome', 'status', 'status', 'message']);
  const { conversation: now } = await agent.call('conversation:get', { conversation });
  expect(now).toMatchObject({ status: 'open', assignee: { id: agent.person.id } });
  const closing = await agent.ask('conversation:reopen', { conversation, nonce: nonce() });
  expect(closing).toMatchObject({ error: { code: 'conflict' } });
});

test('R4 R5 notes and staff’s outcomes reach no byte of a shopper', async () => {
  await using relay = await startEdge();
  const shopper = await relay.shopper();
  const agent = await relay.staff('agent');
  const conversation = await begin(shopper);
  const frames: string[] = [];
  shopper.socket.io.engine.on('packet', ({ data }) => frames.push(String(data)));
  await shopper.call('conversation:watch', { conversation, after: 0 });
  const waiting = shopper.call('entries:wait', { after: { [conversation]: 2 }, waitMs: 400 });
  await agent.call('note:add', { conversation, nonce: nonce(), text: 'canary-note' });
  const outcome = { reason: 'canary-reason', resolution: 'spam' as const };
  await agent.call('outcome:record', { conversation, nonce: nonce(), outcome });
  expect(await waiting).toEqual({ entries: [] });
  await agent.call('message:send', { conversation, nonce: nonce(), parts: saying('hi') });
  await until(() => shopper.heard('entry:appended').length === 3);
  expect(shopper.heard('entry:appended').map(({ seq }) => seq)).toEqual([3, 4, 5]);
  await shopper.call('entries:list', { conversation });
  expect(frames.join('\n')).not.toContain('canary');
});

test('R13 a long poll that asks for signals hears typing, and nobody hears their own', async () => {
  await using relay = await startEdge();
  const shopper = await relay.shopper();
  const agent = await relay.staff('agent');
  const conversation = await begin(shopper);
  const poll = { after: { [conversation]: 2 }, waitMs: 10_000, signals: true };
  const state = { isOver: false };
  const [heard, own] = [
    shopper.call('entries:wait', poll),
    agent.ask('entries:wait', { ...poll, waitMs: 300, after: { [conversation]: 99 } }),
  ];
  void heard.finally(() => (state.isOver = true));
  while (!state.isOver) await agent.call('typing:set', { conversation, typing: true });
  const { entries, signals } = await heard;
  expect(entries).toEqual([]);
  const by = { id: agent.person.id };
  expect(signals?.[0]).toMatchObject({
    event: 'typing:changed',
    payload: { conversation, by, typing: true },
  });
  expect(await own).toEqual({ ok: true, data: { entries: [], signals: [] } });
});

test('R5 R14 every command with another’s ids answers as for ids that never were', async () => {
  await using relay = await startEdge();
  const shopper = await relay.shopper();
  const conversation = await begin(shopper);
  const shopperId = shopper.session.shopper.id;
  const stranger = await relay.shopper();
  const foreigner = await relay.staff('admin', ['read', 'reply', 'admin', 'action:*'], 'other');
  await relay.staff('agent');
  const nobody = { conversation: 'cnv_neverneverwas', shopper: 'shp_neverneverwas' };
  const mine = { conversation, shopper: shopperId };
  type Ids = typeof nobody;
  const asStranger: [keyof typeof shopperCommands, (ids: Ids) => object][] = [
    ['conversation:watch', ({ conversation }) => ({ conversation, after: 0 })],
    ['entries:list', ({ conversation }) => ({ conversation })],
    ['entries:wait', ({ conversation }) => ({ after: { [conversation]: 0 } })],
    ['message:send', ({ conversation }) => ({ conversation, nonce: nonce(), parts: saying('x') })],
    ['typing:set', ({ conversation }) => ({ conversation, typing: true })],
    ['read:mark', ({ conversation }) => ({ conversation, seq: 1 })],
  ];
  const place = ({ conversation }: Ids) => ({ conversation, nonce: nonce() });
  const outcome = { reason: 'x', resolution: 'solved' };
  const asForeigner: [keyof typeof agentCommands, (ids: Ids) => object][] = [
    ['conversation:watch', ({ conversation }) => ({ conversation, after: 0 })],
    ['conversation:get', ({ conversation }) => ({ conversation })],
    ['entries:list', ({ conversation }) => ({ conversation })],
    ['entries:wait', ({ conversation }) => ({ after: { [conversation]: 0 } })],
    ['message:send', (ids) => ({ ...place(ids), parts: saying('x') })],
    ['note:add', (ids) => ({ ...place(ids), text: 'x' })],
    ['outcome:record', (ids) => ({ ...place(ids), outcome })],
    ['conversation:assign', (ids) => ({ ...place(ids), to: null })],
    ['conversation:close', place],
    ['conversation:reopen', place],
    ['action:request', (ids) => ({ ...place(ids), name: 'order.lookup', input: {} })],
    ['typing:set', ({ conversation }) => ({ conversation, typing: true })],
    ['read:mark', ({ conversation }) => ({ conversation, publicSeq: 1 })],
    ['shopper:get', ({ shopper }) => ({ shopper })],
  ];
  for (const [command, input] of asStranger) {
    const [theirs, never] = [
      await stranger.ask(command, input(mine)),
      await stranger.ask(command, input(nobody)),
    ];
    expect([command, theirs]).toMatchObject([command, { ok: false, error: { code: 'not_found' } }]);
    expect(theirs).toEqual(never);
  }
  for (const [command, input] of asForeigner) {
    const [theirs, never] = [
      await foreigner.ask(command, input(mine)),
      await foreigner.ask(command, input(nobody)),
    ];
    expect([command, theirs]).toMatchObject([command, { ok: false, error: { code: 'not_found' } }]);
    expect(theirs).toEqual(never);
  }
  expect((await foreigner.call('conversation:list', {})).conversations).toEqual([]);
  expect((await foreigner.call('conversation:list', { shopper: shopperId })).conversations).toEqual([]);
  expect((await foreigner.call('team:list', {})).people.map(({ id }) => id)).toEqual([foreigner.person.id]);
  expect((await shopper.call('entries:list', { conversation })).lastSeq).toBe(2);
});

test('an assignment goes to somebody of the shop who answers, not to offices, strangers or those who left', async () => {
  await using relay = await startEdge();
  const conversation = await begin(await relay.shopper());
  const agent = await relay.staff('agent');
  const office = await relay.addStaff('office');
  const foreigner = await relay.addStaff('agent', undefined, 'other');
  const gone = await relay.addStaff('agent');
  await relay.admin.removePerson('demo', gone.person.id);
  for (const { person } of [office, foreigner, gone]) {
    const reply = await agent.ask('conversation:assign', {
      conversation,
      nonce: nonce(),
      to: person.id as 'agt_',
    });
    expect(reply).toMatchObject({ error: { code: 'not_found' } });
  }
  const bot = await relay.addStaff('bot');
  await agent.call('conversation:assign', { conversation, nonce: nonce(), to: bot.person.id as 'agt_' });
  const mine = await agent.call('conversation:list', { assignee: bot.person.id as 'agt_' });
  expect(mine.conversations).toMatchObject([{ id: conversation, status: 'open' }]);
});

test('the long poll answers as soon as something is there, and not before', async () => {
  await using relay = await startEdge();
  const shopper = await relay.shopper();
  const agent = await relay.staff('agent');
  const conversation = await begin(shopper);
  const at = performance.now();
  const waiting = shopper.call('entries:wait', { after: { [conversation]: 2 }, waitMs: 10_000 });
  await shopper.call('conversation:list', {});
  await agent.call('message:send', { conversation, nonce: nonce(), parts: saying('hi') });
  expect((await waiting).entries.map(({ seq }) => seq)).toEqual([3, 4, 5]);
  expect(performance.now() - at).toBeLessThan(5_000);
  const page = await shopper.call('entries:wait', { after: { [conversation]: 4 }, waitMs: 10_000 });
  expect(page.entries.map(({ seq }) => seq)).toEqual([5]);
});

test('typing and reading reach the other side, not who did it, and read positions only go forward', async () => {
  await using relay = await startEdge();
  const shopper = await relay.shopper();
  const agent = await relay.staff('agent');
  const conversation = await begin(shopper);
  await shopper.call('conversation:watch', { conversation, after: 0 });
  await agent.call('conversation:watch', { conversation, after: 0 });
  await shopper.call('typing:set', { conversation, typing: true });
  await agent.call('read:mark', { conversation, publicSeq: 99 });
  await agent.call('read:mark', { conversation, publicSeq: 1 });
  await until(() => agent.heard('typing:changed').length === 1 && shopper.heard('read:changed').length === 1);
  expect(shopper.heard('read:changed')).toEqual([{ conversation, seq: 2 }]);
  expect(shopper.heard('typing:changed')).toEqual([]);
  await agent.call('typing:set', { conversation, typing: true });
  await until(() => shopper.heard('typing:changed').length === 1);
  expect(shopper.heard('typing:changed')[0]?.by).toMatchObject({ kind: 'agent', id: agent.person.id });
  const [own] = (await shopper.call('conversation:list', {})).conversations;
  expect(own).toMatchObject({ seenSeq: 2 });
});

test('R21 a shopper’s messages and new conversations are limited, each by its own measure', async () => {
  const once = { burst: 1, perMs: 1e9 };
  await using relay = await startEdge({
    rates: { shopperConversationPerDay: once, shopperMessageBurst: { burst: 3, perMs: 1e9 } },
  });
  const shopper = await relay.shopper();
  const agent = await relay.staff('agent');
  const conversation = await begin(shopper);
  await agent.call('conversation:close', { conversation, nonce: nonce() });
  const another = await shopper.ask('message:send', { nonce: nonce(), parts: saying('again') });
  expect(another).toMatchObject({
    error: { code: 'rate_limited', details: { retryAfterMs: expect.any(Number) } },
  });
  expect(
    (await shopper.ask('message:send', { conversation, nonce: nonce(), parts: saying('here') })).ok,
  ).toBe(true);
  const fourth = await shopper.ask('message:send', { conversation, nonce: nonce(), parts: saying('there') });
  expect(fourth).toMatchObject({ error: { code: 'rate_limited' } });
});

test('presence: colleagues hear who comes and goes, shoppers whether anybody is there', async () => {
  await using relay = await startEdge();
  const shopper = await relay.shopper();
  expect(shopper.session.staffed).toBe(false);
  const agent = await relay.staff('agent');
  await until(() => shopper.heard('staff:changed').at(-1)?.staffed === true);
  const supervisor = await relay.staff('supervisor');
  const online = () =>
    agent
      .heard('team:changed')
      .at(-1)
      ?.people.filter((person) => person.online).length;
  await until(() => online() === 2);
  supervisor.socket.disconnect();
  await until(() => online() === 1);
  agent.socket.disconnect();
  await until(() => shopper.heard('staff:changed').at(-1)?.staffed === false);
  expect((await relay.shopper()).session.staffed).toBe(false);
});

test('the inbox hears of every change, gathered, with the last state', async () => {
  await using relay = await startEdge();
  const agent = await relay.staff('agent');
  await agent.call('inbox:watch', {});
  const shopper = await relay.shopper();
  const conversation = await begin(shopper);
  await until(() => agent.heard('conversations:changed').length > 0);
  for (let index = 0; index < 8; index += 1)
    await shopper.call('message:send', { conversation, nonce: nonce(), parts: saying(`more ${index}`) });
  const last = () => agent.heard('conversations:changed').at(-1)?.conversations[0];
  await until(() => last()?.lastSeq === 10);
  expect(last()).toMatchObject({ id: conversation, status: 'queued', preview: { text: 'more 7' } });
  expect(agent.heard('conversations:changed').length).toBeLessThanOrEqual(4);
});

test('one socket cannot name a command of the other side', async () => {
  await using relay = await startEdge();
  const others = Object.keys(agentCommands).filter((name) => !Object.hasOwn(shopperCommands, name));
  // What a shopper may send at once is limited.
  for (let from = 0; from < others.length; from += 20) {
    const shopper = await relay.shopper();
    for (const command of others.slice(from, from + 20))
      expect(await shopper.ask(command as never, {} as never)).toEqual({
        ok: false,
        error: { code: 'not_found', message: 'There is no such command.' },
      });
  }
});
