import { expect, test } from 'vitest';
import type { ConversationId } from '@shopbell/protocol';
import { nonce, saying, startEdge, until, type EdgeKit } from '../../test/edge-kit.ts';
import { add, addShop, anna, begin } from '../../test/store-contract/ground.ts';
import { openSqliteStore } from '../store/sqlite/open.ts';

const admin = (relay: EdgeKit) => relay.staff('admin', ['read', 'reply', 'admin', 'action:*']);

test('R47 a shopper is erased beside everything else: out within a second, what they said gone, views told', async () => {
  await using relay = await startEdge();
  const shopper = await relay.shopper();
  const other = await relay.shopper();
  const agent = await relay.staff('agent');
  const chief = await admin(relay);
  const { conversation } = await shopper.call('message:send', { nonce: nonce(), parts: saying('my secret') });
  const kept = await other.call('message:send', { nonce: nonce(), parts: saying('still here') });
  await agent.call('message:send', { conversation, nonce: nonce(), parts: saying('an answer') });
  await agent.call('inbox:watch', {});
  const { lastSeq } = await agent.call('conversation:watch', { conversation, after: 0 });
  const { conversation: summary } = await agent.call('conversation:get', { conversation });
  const wish = { shopper: summary.shopper.id };
  expect(await chief.call('shopper:erase', wish)).toMatchObject({
    erasure: { subject: wish.shopper, entries: 0, doneAt: null },
  });

  await until(() => !shopper.socket.connected, 3_000);
  await until(() => agent.heard('conversation:erased').length > 0, 5_000);
  expect(agent.heard('conversation:erased')).toEqual([{ conversation, seq: lastSeq + 1 }]);
  const page = await agent.call('entries:list', { conversation });
  expect(page).toMatchObject({ lastSeq: lastSeq + 1, erased: lastSeq + 1 });
  expect(JSON.stringify(page)).not.toMatch(/secret|answer/);
  expect(new Set(page.entries.map(({ type }) => type))).toEqual(new Set(['erased']));
  const { shopper: nobody } = await agent.call('shopper:get', wish);
  expect(nobody).toMatchObject({ name: '', claimed: {}, verified: null });
  await expect
    .poll(async () => (await chief.call('shopper:erase', wish)).erasure.doneAt, {
      timeout: 8_000,
      interval: 100,
    })
    .not.toBeNull();
  const { entries } = await other.call('entries:list', { conversation: kept.conversation });
  expect(JSON.stringify(entries)).toContain('still here');
}, 20_000);

test('R47 an open conversation is closed first; its shopper goes on in a new place of it, and only an admin may ask', async () => {
  await using relay = await startEdge();
  const shopper = await relay.shopper();
  const agent = await relay.staff('agent');
  const chief = await admin(relay);
  const { conversation } = await shopper.call('message:send', { nonce: nonce(), parts: saying('my secret') });
  await shopper.call('conversation:watch', { conversation, after: 0 });
  await expect(agent.call('conversation:erase', { conversation })).rejects.toThrow('forbidden');
  await chief.call('conversation:erase', { conversation });
  await until(() => shopper.heard('conversation:erased').length > 0, 5_000);
  expect(shopper.heard('conversation:erased')).toEqual([{ conversation, seq: 3 }]);
  const { seq } = await shopper.call('message:send', {
    conversation,
    nonce: nonce(),
    parts: saying('hello again'),
  });
  const page = await shopper.call('entries:list', { conversation });
  expect(page.erased).toBe(3);
  expect(page.entries.filter((entry) => entry.type !== 'erased').map((entry) => entry.seq)).toContain(seq);
  expect(JSON.stringify(page)).toContain('hello again');
  expect(JSON.stringify(page)).not.toContain('secret');
}, 20_000);

test('a conversation that was closed longer ago than is to be kept is erased, a younger and an open one is not', async () => {
  const day = 86_400_000;
  let now = 1_800_000_000_000;
  const store = await openSqliteStore({ file: ':memory:', now: () => now });
  await addShop(store, 'demo');
  const talk = async (isClosed: boolean): Promise<ConversationId> => {
    const { id } = await begin(store);
    if (!isClosed) return id;
    const draft = { type: 'status', data: { status: 'closed' }, audience: 'everyone' } as const;
    await add(store, { id, by: anna, draft, patch: { status: 'closed' } });
    return id;
  };
  const [old, open] = [await talk(true), await talk(false)];
  now += 300 * day;
  const young = await talk(true);
  now += 101 * day;
  const clock = { now: () => now, onSet: () => () => {} };
  await using relay = await startEdge({}, { store, retentionMs: 400 * day, clock });
  const agent = await relay.staff('agent');
  const typesOf = async (conversation: ConversationId): Promise<string[]> =>
    (await agent.call('entries:list', { conversation })).entries.map(({ type }) => type);
  await expect.poll(() => typesOf(old), { timeout: 5_000 }).toEqual(['erased', 'erased']);
  expect(await typesOf(open)).toEqual(['message']);
  expect(await typesOf(young)).toEqual(['message', 'status']);
  expect(await relay.metrics.text()).toMatch(/shopbell_erased_entries_total 2/);
}, 20_000);
