import { expect, test } from 'vitest';
import { nonce, saying } from '../../test/edge-kit.ts';
import { everything, openService } from '../../test/service-scene.ts';

const dayMs = 86_400_000;
const conflict = { ok: false, error: { code: 'conflict' } };

const rating = async (settings = everything) => {
  let at = Date.now();
  const clock = { now: () => at, onSet: () => () => undefined };
  const scene = await openService(settings, { clock });
  const conversation = await scene.ring();
  return {
    ...scene,
    conversation,
    pass: (ms: number) => void (at += ms),
    rate: (score: number, comment?: string) =>
      scene.shopper.ask('rating:give', {
        conversation,
        nonce: nonce(),
        score,
        ...(comment === undefined ? {} : { comment }),
      }),
    given: async () =>
      (await scene.entriesOf(conversation)).filter(({ type }) => type === 'rating').map(({ data }) => data),
  };
};

test('R56 a conversation is rated once it is closed, and what was closed anew is rated anew', async () => {
  await using scene = await rating();
  const { conversation } = scene;
  expect(await scene.rate(5)).toMatchObject(conflict);
  await scene.close(conversation);
  expect(await scene.rate(4, 'Kind.')).toMatchObject({ ok: true });
  await scene.shopper.call('message:send', { conversation, nonce: nonce(), parts: saying('One more thing') });
  expect(await scene.rate(1)).toMatchObject(conflict);
  await scene.close(conversation);
  expect(await scene.rate(2)).toMatchObject({ ok: true });
  expect(await scene.given()).toEqual([
    { score: 4, of: 5, comment: 'Kind.' },
    { score: 2, of: 5 },
  ]);
});

test('R56 a rating can be changed for a day, and stays after that', async () => {
  await using scene = await rating();
  await scene.close(scene.conversation);
  await scene.rate(1);
  scene.pass(dayMs - 60_000);
  expect(await scene.rate(5)).toMatchObject({ ok: true });
  scene.pass(120_000);
  expect(await scene.rate(3)).toMatchObject(conflict);
  expect(await scene.given()).toEqual([
    { score: 1, of: 5 },
    { score: 5, of: 5 },
  ]);
});

test('R56 nothing is rated beyond the shop’s scale, or where the shop asks for no ratings', async () => {
  await using thumbs = await rating({ rating: { scale: 2 } });
  await thumbs.close(thumbs.conversation);
  expect(await thumbs.rate(3)).toMatchObject(conflict);
  expect(await thumbs.rate(2)).toMatchObject({ ok: true });
  await using none = await rating({});
  await none.close(none.conversation);
  expect(await none.rate(1)).toMatchObject(conflict);
});

test('R56 the same rating with the same nonce is one', async () => {
  await using scene = await rating();
  await scene.close(scene.conversation);
  const given = { conversation: scene.conversation, nonce: nonce(), score: 5 };
  const first = await scene.shopper.call('rating:give', given);
  expect(await scene.shopper.call('rating:give', given)).toEqual(first);
  expect(await scene.shopper.ask('rating:give', { ...given, score: 1 })).toMatchObject({
    error: { code: 'nonce_reused' },
  });
});
