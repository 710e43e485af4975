import type { ShopperEvents } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { nonce, saying } from '../../test/edge-kit.ts';
import { startRelay } from '../../test/relay.ts';

type Relay = Awaited<ReturnType<typeof startRelay>>;
type Waited = { entries: object[]; signals: { event: string; payload: ShopperEvents['queue:changed'] }[] };

/** A shopper without WebSockets, in a conversation that waits. */
const ring = async (relay: Relay) => {
  const { call } = await relay.shopperOf('one');
  const sent = (await call('message:send', { nonce: nonce(), parts: saying('Hello') })).json();
  const { conversation } = sent.data as { conversation: string };
  const poll = async (waitMs: number) => {
    const input = { after: { [conversation]: 99 }, waitMs, signals: true };
    const { signals } = (await call('entries:wait', input)).json().data as Waited;
    return signals.map(({ event, payload }) => [event, payload.ahead]);
  };
  return { call, conversation, poll };
};

test('R65 a long poll tells a place in the queue, once, again as it changes, and anew to who begins anew', async () => {
  await using relay = await startRelay();
  const first = await ring(relay);
  const second = await ring(relay);
  expect(await second.poll(20_000)).toEqual([['queue:changed', 1]]);
  expect(await second.poll(300)).toEqual([]);
  const moved = second.poll(20_000);
  const reply = { nonce: nonce(), parts: saying('Hello') };
  const { key } = relay.one;
  await relay.post(
    '/v1/agent/message:send',
    { conversation: first.conversation, ...reply },
    { authorization: `Bearer ${key}` },
  );
  expect(await moved).toEqual([['queue:changed', 0]]);
  expect(await second.poll(300)).toEqual([]);
  // Another page of the same browser knows of no place.
  expect((await second.call('session:open', {})).status).toBe(200);
  expect(await second.poll(20_000)).toEqual([['queue:changed', 0]]);
});

test('R65 a change between two polls is told by the next one', async () => {
  await using relay = await startRelay();
  const first = await ring(relay);
  const second = await ring(relay);
  expect(await second.poll(20_000)).toEqual([['queue:changed', 1]]);
  await relay.post(
    '/v1/agent/message:send',
    { conversation: first.conversation, nonce: nonce(), parts: saying('Hello') },
    { authorization: `Bearer ${relay.one.key}` },
  );
  expect(await second.poll(20_000)).toEqual([['queue:changed', 0]]);
});

test('R65 who was taken hears of no place any more', async () => {
  await using relay = await startRelay();
  const { poll, conversation } = await ring(relay);
  expect(await poll(20_000)).toEqual([['queue:changed', 0]]);
  await relay.post(
    '/v1/agent/message:send',
    { conversation, nonce: nonce(), parts: saying('Hello') },
    { authorization: `Bearer ${relay.one.key}` },
  );
  expect(await poll(300)).toEqual([]);
});
