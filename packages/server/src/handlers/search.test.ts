import { expect, test } from 'vitest';
import { nonce, saying, startEdge } from '../../test/edge-kit.ts';

const setUp = async () => {
  const relay = await startEdge();
  const shopper = await relay.shopper();
  const agent = await relay.staff('agent');
  const sent = await shopper.call('message:send', { nonce: nonce(), parts: saying('My kettle leaks') });
  const found = async (query: string, more: object = {}) =>
    (await agent.call('conversation:search', { query, ...more })).results;
  return { relay, shopper, agent, sent, found, [Symbol.asyncDispose]: () => relay[Symbol.asyncDispose]() };
};

test('R46 staff find conversations by what was said, with where it stands', async () => {
  await using scene = await setUp();
  const { sent, agent, found } = scene;
  const [result] = await found('kettle');
  expect(result?.conversation).toMatchObject({ id: sent.conversation, status: 'queued' });
  expect(result?.matches).toMatchObject([
    { in: 'entry', seq: sent.seq, text: 'My kettle leaks', ranges: [[3, 9]] },
  ]);
  expect(await found('kettle', { assignee: 'me' })).toEqual([]);
  const { me } = await agent.call('session:open', {});
  await agent.call('conversation:assign', { conversation: sent.conversation, nonce: nonce(), to: me.id });
  expect(await found('kettle', { assignee: 'me', status: ['open'] })).toHaveLength(1);
});

test('R46 nobody else does: no shopper, no office, no key without the scope to read', async () => {
  await using scene = await setUp();
  const { relay, shopper } = scene;
  const ask = { query: 'kettle' };
  expect(await shopper.ask('conversation:search' as never, ask as never)).toMatchObject({ ok: false });
  const office = await relay.staff('office', ['action:*']);
  expect(await office.ask('conversation:search', ask)).toMatchObject({
    ok: false,
    error: { code: 'forbidden' },
  });
  const writer = await relay.staff('bot', ['reply']);
  expect(await writer.ask('conversation:search', ask)).toMatchObject({
    ok: false,
    error: { code: 'forbidden' },
  });
  const trainee = await relay.staff('trainee', ['read']);
  expect(await trainee.ask('conversation:search', ask)).toMatchObject({ ok: true });
});

test('R46 a query that is too long, empty or of another kind is refused', async () => {
  await using scene = await setUp();
  for (const query of ['', ' ', 'x'.repeat(201), 7, { $ne: 1 }, ['kettle'], null])
    expect(await scene.agent.ask('conversation:search', { query } as never)).toMatchObject({
      ok: false,
      error: { code: 'bad_request' },
    });
  const forged = { query: 'kettle', cursor: "0' OR 1=1" };
  expect(await scene.agent.ask('conversation:search', forged)).toMatchObject({
    ok: false,
    error: { code: 'bad_request' },
  });
});
