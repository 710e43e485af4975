import { expect, test } from 'vitest';
import { nonce, saying, startEdge, until } from '../../test/edge-kit.ts';

test('R1 R3 R12 a shopper’s message is answered when stored, and heard by everybody who watches, once and in order', async () => {
  await using relay = await startEdge();
  const shopper = await relay.shopper();
  const agent = await relay.staff('agent');
  const first = await shopper.call('message:send', { nonce: nonce(), parts: saying('hello') });
  expect(first.seq).toBe(2);
  const { conversation } = first;
  await shopper.call('conversation:watch', { conversation, after: 0 });
  await agent.call('conversation:watch', { conversation, after: 0 });
  const texts = Array.from({ length: 20 }, (_, index) => `message ${index} ü 😀`);
  for (const text of texts.slice(0, 8))
    void shopper.call('message:send', { conversation, nonce: nonce(), parts: saying(text) });
  await until(() => agent.heard('entry:appended').length === 8);
  await until(() => shopper.heard('entry:appended').length === 8);
  expect(agent.heard('entry:appended').map(({ seq }) => seq)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
  expect(shopper.heard('entry:appended').map(({ data }) => data)).toEqual(
    texts.slice(0, 8).map((text) => ({ parts: saying(text) })),
  );
});
