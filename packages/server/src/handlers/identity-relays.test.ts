import { expect, test } from 'vitest';
import { nonce, saying } from '../../test/edge-kit.ts';
import { startRelays } from '../../test/relays.ts';

const limited = { ok: false, error: { code: 'rate_limited' } };

test('R42 codes are limited on all relays together, though no hint comes through, and entered at any', async () => {
  const codes: string[] = [];
  await using ground = await startRelays(3, {
    areHintsLost: true,
    sendCode: async ({ code }) => void codes.push(code),
  });
  const [one, two, three] = ground.relays;
  if (!one || !two || !three) throw new Error('three relays are needed');
  const here = await one.shopper();
  const [there, yonder] = [await two.shopper(here.token), await three.shopper(here.token)];
  const { conversation } = await here.call('message:send', { nonce: nonce(), parts: saying('hello') });
  const ask = (at: typeof here, email: string) =>
    at.ask('identity:request-code', { conversation, nonce: nonce(), email, locale: 'en' });

  for (const at of [here, there, yonder])
    expect(await ask(at, 'ada@example.com')).toMatchObject({ ok: true });
  for (const at of [here, there, yonder]) expect(await ask(at, 'other@example.com')).toMatchObject(limited);
  expect(codes).toHaveLength(3);

  const others = [await one.shopper(), await two.shopper(), await three.shopper()];
  const replies = [];
  for (const each of others) {
    const own = await each.call('message:send', { nonce: nonce(), parts: saying('me too') });
    const asked = { conversation: own.conversation, nonce: nonce(), email: 'ADA@example.com', locale: 'en' };
    replies.push(await each.ask('identity:request-code', asked));
  }
  expect(replies).toMatchObject([{ ok: true }, { ok: true }, limited]);

  const confirm = { conversation, nonce: nonce(), code: codes[2] ?? '' };
  expect(await there.ask('identity:confirm-code', confirm)).toMatchObject({ ok: true });
  await expect(three.shopper(here.token)).rejects.toThrow('unauthenticated');
});
