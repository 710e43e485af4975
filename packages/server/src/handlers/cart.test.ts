import { expect, test } from 'vitest';
import { nonce, saying, startEdge, until } from '../../test/edge-kit.ts';

const line = (title: string, total: number) => ({
  total_price: total,
  currency: 'EUR',
  quantity: 1,
  product: { id: 9, title },
});

test('R52 a cart is told to who watches, known to who comes later, and in no file', async () => {
  await using relay = await startEdge();
  const shopper = await relay.shopper();
  const agent = await relay.staff('agent');
  const { conversation } = await shopper.call('message:send', { nonce: nonce(), parts: saying('hello') });
  expect(await agent.call('cart:get', { conversation })).toEqual({ cart: null });
  await agent.call('conversation:watch', { conversation, after: 0 });
  await shopper.call('cart:report', { conversation, cart_lines: [line('Kettle canary', 29.9)] });
  await until(() => agent.heard('cart:changed').length === 1);
  const [heard] = agent.heard('cart:changed');
  expect(heard).toMatchObject({
    conversation,
    order: null,
    lines: [{ title: 'Kettle canary', quantity: 1, total: { amount: 2990, currency: 'EUR' } }],
  });
  const colleague = await relay.staff('agent');
  expect(await colleague.call('cart:get', { conversation })).toEqual({ cart: heard });
  const { entries } = await agent.call('entries:list', { conversation });
  expect(JSON.stringify(entries)).not.toContain('canary');
  expect(shopper.heard('cart:changed' as never)).toEqual([]);
});

test('R52 a cart is of one’s own conversation, and within bounds', async () => {
  await using relay = await startEdge({ rates: { shopperCart: { burst: 100, perMs: 1 } } });
  const shopper = await relay.shopper();
  const stranger = await relay.shopper();
  const { conversation } = await shopper.call('message:send', { nonce: nonce(), parts: saying('hello') });
  const report = (lines: unknown) => ({ conversation, cart_lines: lines as never });
  const refused = await stranger.ask('cart:report', report([line('Kettle', 1)]));
  expect(refused).toMatchObject({ error: { code: 'not_found' } });
  const most = Array.from({ length: 20 }, (_, index) => line(`Kettle ${index}`, index));
  expect(await shopper.ask('cart:report', report(most))).toEqual({ ok: true, data: {} });
  for (const wrong of [
    [...most, line('One more', 1)],
    [{ ...line('Kettle', 1), coupon: 'FREE' }],
    [line('x'.repeat(81), 1)],
    [line('Kettle', -1)],
    [line('Kettle', Number.NaN)],
    [{ ...line('Kettle', 1), currency: 'eur' }],
    [{ ...line('Kettle', 1), quantity: 0.5 }],
  ])
    expect(await shopper.ask('cart:report', report(wrong))).toMatchObject({ error: { code: 'bad_request' } });
});
