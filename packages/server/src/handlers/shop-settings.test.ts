import { expect, test } from 'vitest';
import { nonce } from '../../test/edge-kit.ts';
import { everything, openService } from '../../test/service-scene.ts';

const day = [{ from: '00:00', to: '24:00' }];
const week = [day, day, day, day, day, day, day] as const;
const never = [[], [], [], [], [], [], []] as const;
const hoursOf = (days: typeof week | typeof never) => ({
  timeZone: 'Europe/Berlin',
  week: days.map((spans) => [...spans]) as never,
  holidays: [],
});

test('R53 a session tells what the shop offers, and nothing of what it does not', async () => {
  await using scene = await openService({ ...everything, hours: hoursOf(never) });
  expect(scene.shopper.session.service).toEqual({
    hours: { open: false, timeZone: 'Europe/Berlin' },
    forms: ['preChat'],
    rating: 5,
    transcript: ['download', 'mail'],
  });
  expect(JSON.stringify(scene.shopper.session.service).length).toBeLessThan(200);
  expect((await scene.shopper.call('form:get', { form: 'preChat' })).form).toEqual(everything.preChat);
  expect(await scene.shopper.ask('form:get', { form: 'offline' })).toMatchObject({
    error: { code: 'not_found' },
  });
});

test('R53 a shop without settings says nothing of them', async () => {
  await using scene = await openService({});
  expect(scene.shopper.session.service).toBeUndefined();
});

test('R53 settings are saved by admins, from the version they were made from, and hold at once', async () => {
  await using scene = await openService({});
  const admin = await scene.staff('admin', ['read', 'admin']);
  const { version } = await admin.call('settings:get', {});
  expect(version).toBe(1);
  const settings = { rating: { scale: 2 as const }, hours: hoursOf(week) };
  expect(await admin.call('settings:save', { version, settings })).toEqual({ version: 2 });
  expect(await admin.ask('settings:save', { version, settings: {} })).toMatchObject({
    ok: false,
    error: { code: 'conflict' },
  });
  const { service } = await scene.shopper.call('session:open', {});
  expect(service).toEqual({ hours: { open: true, timeZone: 'Europe/Berlin' }, rating: 2 });
  expect(await scene.agent.ask('settings:save', { version: 2, settings: {} })).toMatchObject({
    ok: false,
    error: { code: 'forbidden' },
  });
});

test('R22 a shopper may begin another conversation beside the one that is open, once for each nonce', async () => {
  await using scene = await openService({});
  const first = await scene.ring('One');
  const said = { nonce: nonce(), parts: [{ kind: 'text' as const, text: 'Two' }], begin: true as const };
  const second = await scene.shopper.call('message:send', said);
  expect(second.conversation).not.toBe(first);
  expect(await scene.shopper.call('message:send', said)).toEqual(second);
  const { conversations } = await scene.shopper.call('conversation:list', {});
  expect(conversations.map(({ id, status }) => [id, status])).toEqual([
    [second.conversation, 'queued'],
    [first, 'queued'],
  ]);
});

test('R58 a conversation begins with the greeting that was answered, in the words of the shop', async () => {
  const greeting = { id: 'tins', text: 'Can we help with tins?', when: {}, everyMs: 86_400_000 };
  await using scene = await openService({ greetings: [greeting], bot: 'Bell' });
  const said = { nonce: nonce(), parts: [{ kind: 'text' as const, text: 'Yes' }], greeting: 'tins' };
  const { conversation, seq } = await scene.shopper.call('message:send', said);
  const entries = await scene.entriesOf(conversation);
  expect(entries.map(({ type }) => type)).toEqual(['status', 'greeting', 'message']);
  expect(entries[1]?.data).toEqual({ greeting: 'tins', by: 'Bell', text: 'Can we help with tins?' });
  expect(seq).toBe(3);
  const admin = await scene.staff('admin', ['read', 'admin']);
  await admin.call('settings:save', { version: 1, settings: {} });
  // Sent again after the shop has taken the greeting away, it is what it was.
  expect(await scene.shopper.call('message:send', said)).toMatchObject({ conversation, seq });
  expect(await scene.shopper.ask('message:send', { ...said, greeting: 'cups' })).toMatchObject({
    error: { code: 'nonce_reused' },
  });
  await scene.shopper.call('message:send', { ...said, nonce: nonce(), begin: true });
});
