import { freshNonce, shopper, startRelay } from '@shopbell-test/kit';
import { connectAgent } from '@shopbell/agent';
import { expect, test } from 'vitest';
import { readActions, writeActions } from './actions.ts';
import { retailOffice } from './office.ts';
import { openShop } from './shop.ts';
import { smallShop } from './small-shop.ts';

/** A relay, the small shop's office, an agent who has found Ann, and Ann, who answers only when she is told to. */
const setUp = async () => {
  const stack = new AsyncDisposableStack();
  const relay = stack.use(await startRelay());
  const shop = openShop(smallShop);
  stack.use(await retailOffice(shop, { url: relay.url, key: relay.office.key }));
  const agent = stack.use(await connectAgent({ url: relay.url, key: relay.agent.key }));
  const ann = stack.use(await shopper(relay));
  const { conversation: id } = await ann.say('It is me, Ann.');
  const conversation = await agent.conversation(id);
  await conversation.run(readActions.find_user_id_by_email, { email: 'ann@example.com' });
  const answers = (answer: 'confirm' | 'decline', action: string, digest: string | undefined) =>
    ann.call(`action:${answer}`, { action, digest, nonce: freshNonce() });
  return { shop, conversation, answers, [Symbol.asyncDispose]: () => stack.disposeAsync() };
};
const cancelling = { order_id: '#open', reason: 'no longer needed' };

test('does nothing before the shopper says yes, and nothing after a no', async () => {
  await using all = await setUp();
  const asked = await all.conversation.request(writeActions.cancel_pending_order, cancelling);
  const plan = await asked.planned;
  expect(plan?.summary).toContain('$60.00 go back to ann-card');
  expect(all.shop.changed()).toEqual({ orders: {}, users: {} });
  await all.answers('decline', asked.id, plan?.digest);
  expect((await asked.finished).step).toBe('declined');
  expect(all.shop.changed()).toEqual({ orders: {}, users: {} });
});

test('does what was agreed to, or nothing: what has changed meanwhile must be agreed to anew', async () => {
  await using all = await setUp();
  const asked = await all.conversation.request(writeActions.cancel_pending_order, cancelling);
  const plan = await asked.planned;
  const input = { order_id: '#open', payment_method_id: 'ann-paypal' };
  all.shop.carryOut('elsewhere', { tool: 'modify_pending_order_payment', input });
  await all.answers('confirm', asked.id, plan?.digest);
  expect(await asked.finished).toMatchObject({
    step: 'failed',
    error: { message: expect.stringContaining('changed since this was agreed to') },
  });
  expect(all.shop.books.order('#open')?.status).toBe('pending');
  expect(all.shop.keys()).toEqual(['elsewhere']);
});

test('carries out under the action’s id, and reads it back', async () => {
  await using all = await setUp();
  const asked = await all.conversation.request(writeActions.cancel_pending_order, cancelling);
  await all.answers('confirm', asked.id, (await asked.planned)?.digest);
  expect((await asked.succeeded).orders).toMatchObject({ '#open': { status: 'cancelled' } });
  await asked.verified;
  expect(all.shop.keys()).toEqual([asked.id]);
});
