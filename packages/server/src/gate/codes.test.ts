import { expect, test } from 'vitest';
import { openSqliteStore } from '../store/sqlite/open.ts';
import { addShop, addShopper } from '../../test/store-contract/ground.ts';
import { createCodes, type SendCode } from './codes.ts';
import { createLimits } from './limits.ts';

const setUp = async (sendCode: SendCode, now = () => 1_000) => {
  const store = await openSqliteStore({ file: ':memory:' });
  await addShop(store, 'demo');
  const { id: shopper } = await addShopper(store);
  const logged: object[] = [];
  const logger = { error: (fields: object, message: string) => void logged.push({ ...fields, message }) };
  const limits = createLimits();
  const codes = createCodes({ store, limits, now, sendCode, logger, sendTimeoutMs: 20, freshMs: 500 });
  const whose = { shop: 'demo', shopper };
  const by = { ...whose, token: 'digest', nonce: 'nonce', next: (seed: string) => `next of ${seed}` };
  const request = { ...whose, shopName: 'Demo', email: 'ada@example.com', address: '192.0.2.1' };
  return { store, codes, whose, by, request, logged, [Symbol.asyncDispose]: () => store.close() };
};

test('R43 a sender that hangs has failed: nothing is left to enter', async () => {
  await using scene = await setUp(() => new Promise(() => {}));
  expect(await scene.codes.send(scene.request)).toMatchObject({ isSent: false });
  expect(await scene.codes.confirm(scene.by, '000000')).toBeNull();
  expect(scene.logged).toEqual([
    { shop: 'demo', why: 'it took longer than 20 ms', message: 'a code could not be sent' },
  ]);
});

test('R43 what a sender says of its failure is noted without the code and the address', async () => {
  await using scene = await setUp(async ({ code, to }) => {
    throw new Error(`550 <${to}> "Your code: ${code}"`);
  });
  await scene.codes.send(scene.request);
  expect(scene.logged).toMatchObject([{ why: '550 <[address]> "Your code: [code]"' }]);
});

test('R42 a code is sent in English where no language is known, and proves for as long as the relay says', async () => {
  let sent = { code: '', locale: '' };
  await using scene = await setUp(async (message) => void (sent = message));
  expect(scene.codes.canSend).toBe(true);
  expect(await scene.codes.send(scene.request)).toMatchObject({ isSent: true, expiresAt: 601_000 });
  expect(sent.locale).toBe('en');
  expect(await scene.codes.confirm(scene.by, sent.code)).toHaveProperty('token');
  expect((await scene.store.shopper('demo', scene.whose.shopper))?.proved).toEqual({
    email: 'ada@example.com',
    at: 1_000,
    until: 1_500,
  });
});

test('R42 a code outlives the relay that sent it, and what proved is not proved again', async () => {
  let code = '';
  const sendCode: SendCode = async (message) => void ({ code } = message);
  await using scene = await setUp(sendCode);
  await scene.codes.send(scene.request);
  const logger = { error: () => {} };
  const later = createCodes({ store: scene.store, limits: createLimits(), now: () => 1_000, logger });
  expect(later.canSend).toBe(false);
  expect(await later.confirm(scene.by, code)).toMatchObject({
    token: expect.stringMatching(/^next of .* nonce$/),
  });
  expect(await scene.codes.confirm(scene.by, code)).toBeNull();
});

test('a relay without a sender says so before it does anything', async () => {
  await using scene = await setUp(async () => {});
  const codes = createCodes({
    store: scene.store,
    limits: createLimits(),
    now: () => 1_000,
    logger: { error: () => {} },
  });
  await expect(codes.send(scene.request)).rejects.toMatchObject({ code: 'unavailable' });
});
