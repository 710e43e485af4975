import { startPostgres } from '@shopbell-test/postgres';
import { expect, test } from 'vitest';
import { startRelay } from '../test/relay.ts';

test('a relay on PostgreSQL serves as on a file; while the server is away it says so, and it heals by itself', async () => {
  await using server = await startPostgres();
  await using at = await startRelay({ databaseUrl: server.url });
  const shopper = await at.shopperOf('one');
  const first = await shopper.say('hello');
  expect(first).toMatchObject({ seq: 2 });
  const readiness = async () => (await at.ask('/readyz')).status;
  expect(await readiness()).toBe(200);

  await server.stop('immediate');
  const nonce = 'nonce-while-away-1';
  const say = () => shopper.call('message:send', { nonce, parts: [{ kind: 'text', text: 'there?' }] });
  expect((await say()).json()).toMatchObject({ ok: false, error: { code: 'unavailable' } });
  expect(await readiness()).toBe(503);

  await server.start();
  await expect.poll(readiness, { timeout: 10_000 }).toBe(200);
  expect((await say()).json()).toMatchObject({ ok: true, data: { seq: 3 } });
  const listed = await at.asAgent(at.one.key, 'entries:list', {
    conversation: first.conversation,
    after: 0,
    limit: 9,
  });
  expect((listed.json().data as { entries: object[] }).entries).toHaveLength(3);
}, 60_000);
