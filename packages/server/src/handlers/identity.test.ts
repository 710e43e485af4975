import { times } from '@shopbell/protocol/limits';
import { describe, expect, test } from 'vitest';
import { nonce, until } from '../../test/edge-kit.ts';
import { openScene, wrongFor } from '../../test/identity-scene.ts';

const forbidden = { ok: false, error: { code: 'forbidden' } };
const noCode = { ok: false, error: { code: 'conflict' } };

test('R40 R44 an address is proved by its code, each step an entry with the address masked', async () => {
  await using scene = await openScene();
  const { agent, conversation, request, enterCode, sent, steps, shopper } = scene;
  await agent.call('identity:ask', { conversation, nonce: nonce() });
  const asked = await request('lovelace@example.com');
  expect(asked).toMatchObject({ ok: true });
  expect(sent).toMatchObject([
    {
      shop: 'demo',
      to: 'lovelace@example.com',
      locale: 'de',
      code: expect.stringMatching(/^\d{6}$/) as string,
      expiresAt: asked.ok ? asked.data.expiresAt : 0,
    },
  ]);
  const proved = await enterCode(scene.lastCode());
  expect(proved).toMatchObject({ ok: true, data: { email: 'lovelace@example.com' } });
  await until(() => steps().length === 3);
  expect(steps()).toEqual(['asked', 'sent l•••@example.com', 'proved l•••@example.com']);
  const { conversation: summary } = await agent.call('conversation:get', { conversation });
  expect(summary.shopper).toMatchObject({ verified: null, proved: { email: 'lovelace@example.com' } });
  expect((await agent.call('shopper:get', { shopper: shopper.id })).shopper.proved).toEqual(
    summary.shopper.proved,
  );
});

describe('R42 a code', () => {
  test('is void after five wrong tries, right or wrong, and that is written down once', async () => {
    await using scene = await openScene();
    await scene.request();
    const code = scene.lastCode();
    for (const triesLeft of [4, 3, 2, 1, 0])
      expect(await scene.enterCode(wrongFor(code))).toMatchObject({
        ok: false,
        error: { code: 'forbidden', details: { field: 'code', triesLeft } },
      });
    expect(await scene.enterCode(code)).toMatchObject(noCode);
    expect(await scene.enterCode(code)).toMatchObject(noCode);
    await until(() => scene.steps().includes('failed'));
    expect(scene.steps()).toEqual(['sent a•••@example.com', 'failed']);
    expect((await scene.stored())?.proved).toBeUndefined();
  });

  test('is taken on the fifth try as on the first', async () => {
    await using scene = await openScene();
    await scene.request();
    for (let each = 0; each < 4; each += 1) await scene.enterCode(wrongFor(scene.lastCode()));
    expect(await scene.enterCode(scene.lastCode())).toMatchObject({ ok: true });
  });

  test('has no more tries when they are made at once', async () => {
    await using scene = await openScene();
    await scene.request();
    const wrong = wrongFor(scene.lastCode());
    const replies = await Promise.all(Array.from({ length: 12 }, () => scene.enterCode(wrong)));
    const codes = replies.map((reply) => (reply.ok ? 'ok' : reply.error.code));
    expect(codes.filter((each) => each === 'forbidden')).toHaveLength(5);
    expect(codes.filter((each) => each === 'conflict')).toHaveLength(7);
    expect(await scene.enterCode(scene.lastCode())).toMatchObject(noCode);
  });

  test('proves once, also when it is entered twice at once', async () => {
    await using scene = await openScene();
    await scene.request();
    const code = scene.lastCode();
    const replies = await Promise.all([scene.enterCode(code), scene.enterCode(code)]);
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await scene.enterCode(code)).toMatchObject(noCode);
  });

  test('of another shopper proves nothing', async () => {
    await using scene = await openScene();
    const eve = await scene.enter();
    await scene.request('ada@example.com');
    const hers = scene.lastCode();
    expect(await scene.enterCode(hers, eve, eve.conversation)).toMatchObject(noCode);
    await scene.request('eve@example.com', eve, eve.conversation);
    const wrong = scene.lastCode() === hers ? wrongFor(hers) : hers;
    expect(await scene.enterCode(wrong, eve, eve.conversation)).toMatchObject(forbidden);
    expect(await scene.enterCode(hers, scene.shopper, eve.conversation)).toMatchObject({
      error: { code: 'not_found' },
    });
    expect((await scene.stored(eve.id))?.proved).toBeUndefined();
    expect(await scene.enterCode(hers)).toMatchObject({ ok: true });
  });

  test('is over after ten minutes, and void when another was sent', async () => {
    await using scene = await openScene();
    await scene.request();
    const first = scene.lastCode();
    await scene.request();
    const before = first === scene.lastCode() ? wrongFor(first) : first;
    expect(await scene.enterCode(before)).toMatchObject(forbidden);
    scene.pass(times.identityCodeMs);
    expect(await scene.enterCode(scene.lastCode())).toMatchObject(noCode);
  });

  test('is asked for three times in ten minutes by a shopper, five times an hour for an address', async () => {
    await using scene = await openScene();
    const limited = {
      ok: false,
      error: { code: 'rate_limited', details: { retryAfterMs: expect.any(Number) as number } },
    };
    for (let each = 0; each < 3; each += 1) expect(await scene.request()).toMatchObject({ ok: true });
    expect(await scene.request('another@example.com')).toMatchObject(limited);
    const [eve, mallory] = [await scene.enter(), await scene.enter()];
    for (let each = 0; each < 2; each += 1)
      expect(await scene.request('ADA@example.com', eve, eve.conversation)).toMatchObject({ ok: true });
    expect(await scene.request('ada@example.com', mallory, mallory.conversation)).toMatchObject(limited);
    expect(await scene.request('mallory@example.com', mallory, mallory.conversation)).toMatchObject({
      ok: true,
    });
    expect(scene.sent).toHaveLength(6);
  });

  test('is sent once for a nonce; the same nonce for another address is refused', async () => {
    await using scene = await openScene();
    const { conversation, shopper } = scene;
    const asked = { conversation, nonce: nonce(), email: 'ada@example.com' };
    const first = await shopper.ask('identity:request-code', asked);
    expect(first).toMatchObject({ ok: true });
    expect(await shopper.ask('identity:request-code', asked)).toMatchObject({ ok: true });
    expect(scene.sent).toHaveLength(1);
    expect(await shopper.ask('identity:request-code', { ...asked, email: 'eve@example.com' })).toMatchObject({
      error: { code: 'nonce_reused' },
    });
    const entered = { conversation, nonce: nonce(), code: scene.lastCode() };
    expect(await shopper.ask('identity:confirm-code', entered)).toMatchObject({ ok: true });
    const again = await shopper.call('identity:confirm-code', entered);
    expect(again).toMatchObject({ email: 'ada@example.com' });
    expect(again).not.toHaveProperty('token');
  });

  test('goes the same way to a customer’s address as to nobody’s', async () => {
    await using scene = await openScene();
    const customer = await scene.relay.shopper();
    await scene.relay.store.verify('demo', customer.session.shopper.id, {
      sub: 'customer-1',
      email: 'known@example.com',
    });
    const replies = [await scene.request('known@example.com'), await scene.request('never@example.com')];
    const [known, never] = replies.map((reply) => Object.keys(reply.ok ? reply.data : reply.error));
    expect(known).toEqual(never);
    expect(scene.sent.map(({ to }) => to)).toEqual(['known@example.com', 'never@example.com']);
  });
});

describe('R43 without a way to send', () => {
  test('nothing is asked for, and the refusal says what to do', async () => {
    await using scene = await openScene({ sendCode: undefined });
    const refused = {
      ok: false,
      error: { code: 'unavailable', message: expect.stringContaining('SHOPBELL_CODE_SENDER') as string },
    };
    expect(await scene.request()).toMatchObject(refused);
    const { agent, conversation } = scene;
    expect(await agent.ask('identity:ask', { conversation, nonce: nonce() })).toMatchObject(refused);
    expect(await scene.enterCode('000000')).toMatchObject(noCode);
  });

  test.each<[string, () => Promise<void>]>([
    ['rejects', () => Promise.reject(new Error('the mail server said no'))],
    [
      'throws',
      () => {
        throw new Error('the mail server said no');
      },
    ],
  ])('a sender that %s leaves nothing to enter, and the transcript says so', async (_, sendCode) => {
    await using scene = await openScene({ sendCode });
    expect(await scene.request()).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    await until(() => scene.steps().length === 1);
    expect(scene.steps()).toEqual(['failed']);
    const whose = { shop: 'demo', shopper: scene.shopper.id };
    expect(await scene.relay.store.tryChallenge(whose, { now: Date.now(), triesMax: 9 })).toBeNull();
  });
});

describe('R45 a proof', () => {
  test('renews the session: the old token is void, its other connections end, the new one goes on', async () => {
    await using scene = await openScene();
    const { shopper, relay } = scene;
    const copy = await relay.shopper(shopper.token);
    await scene.request();
    const reply = await scene.enterCode(scene.lastCode());
    const token = reply.ok ? (reply.data.token ?? '') : '';
    await until(() => copy.socket.disconnected);
    await expect(relay.shopper(shopper.token)).rejects.toThrow('unauthenticated');
    expect(shopper.socket.connected).toBe(true);
    expect(await shopper.ask('conversation:list', {})).toMatchObject({ ok: true });
    const back = await relay.shopper(token);
    expect(back.session.shopper.id).toBe(shopper.id);
    expect(back.session.conversations.map(({ id }) => id)).toEqual([scene.conversation]);
  });

  test('is given up with the session', async () => {
    await using scene = await openScene();
    await scene.request();
    await scene.enterCode(scene.lastCode());
    expect((await scene.stored())?.proved).toBeDefined();
    await scene.shopper.call('session:close', {});
    expect((await scene.stored())?.proved).toBeUndefined();
  });

  test('of another address takes the place of the one before', async () => {
    await using scene = await openScene();
    await scene.request('one@example.com');
    await scene.enterCode(scene.lastCode());
    await scene.request('two@example.com');
    await scene.enterCode(scene.lastCode());
    expect((await scene.stored())?.proved?.email).toBe('two@example.com');
  });
});

test('R42 the code is in no entry, no answer, no log and no row', async () => {
  const codes: string[] = [];
  const sendCode = async ({ code, to }: { code: string; to: string }): Promise<void> => {
    codes.push(code);
    if (codes.length === 1) throw new Error(`550 ${to} rejected: "Your code is ${code}"`);
  };
  await using scene = await openScene({ sendCode });
  const { agent, shopper, relay, conversation } = scene;
  const answers = [await scene.request(), await scene.request()];
  const [first = '', second = ''] = codes;
  answers.push((await scene.enterCode(wrongFor(second))) as never);
  const row = await relay.store.tryChallenge(
    { shop: 'demo', shopper: shopper.id },
    { now: Date.now(), triesMax: 9 },
  );
  answers.push((await scene.enterCode(second)) as never);
  const heard = [...shopper.heard('entry:appended'), ...agent.heard('entry:appended')];
  const listed = await agent.call('entries:list', { conversation });
  const all = JSON.stringify([
    answers,
    heard,
    listed,
    row,
    relay.logged,
    await agent.call('shopper:get', { shopper: shopper.id }),
  ]);
  expect(row).not.toBeNull();
  expect(relay.logged.map(({ message }) => message)).toContain('a code could not be sent');
  // Not as a part of a longer number: times have more digits.
  for (const code of [first, second]) expect(all).not.toMatch(new RegExp(`(?<!\\d)${code}(?!\\d)`));
});
