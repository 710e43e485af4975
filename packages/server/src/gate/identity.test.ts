import { ShopbellError } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { createAdmin } from '../admin.ts';
import { openSqliteStore } from '../store/sqlite/open.ts';
import { createAuthenticator } from './identity.ts';
import { createLimits } from './limits.ts';
import { digest, mintSecret } from './tokens.ts';

const own = 'https://chat.test';
const page = 'https://shop.test';
const address = '127.0.0.1';

const codeOf = async (asked: Promise<unknown>): Promise<string> => {
  try {
    await asked;
    return 'let in';
  } catch (error) {
    if (error instanceof ShopbellError) return error.code;
    throw error;
  }
};

const createGate = async () => {
  const store = await openSqliteStore({ file: ':memory:' });
  const clock = { now: Date.now() };
  const admin = createAdmin({ store, now: () => clock.now });
  await admin.saveShop({ id: 'demo', name: 'Demo', origins: [page] });
  await admin.saveShop({ id: 'other', name: 'Other', origins: ['https://other.test'] });
  const token = mintSecret('shopper');
  const shopper = {
    id: 'shp_abcdefgh' as const,
    shop: 'demo',
    name: 'Ada',
    claimed: {},
    verified: null,
    createdAt: 1,
  };
  await store.addShopper(shopper);
  await store.addToken({ shop: 'demo', shopper: shopper.id, digest: digest(token), createdAt: 1 });
  const person = await admin.addPerson({ shop: 'demo', kind: 'agent', role: 'agent', name: 'Ben' });
  const made = await admin.createKey({
    shop: 'demo',
    person: person.id,
    scopes: ['read'],
    name: 'k',
    expiresInMs: 60_000,
  });
  const session = await admin.takeSignInCode(await admin.signInCode({ shop: 'demo', person: person.id }));
  const limits = createLimits({ monotonicMs: () => 0 });
  const gate = createAuthenticator({ store, now: () => clock.now, limits, ownOrigins: () => [own] });
  return {
    store,
    admin,
    gate,
    clock,
    token,
    person,
    made,
    session,
    [Symbol.asyncDispose]: () => store.close(),
  };
};

const origins: [string | undefined, 'socket' | 'http', string][] = [
  [page, 'socket', 'let in'],
  [own, 'socket', 'let in'],
  [undefined, 'socket', 'forbidden'],
  ['null', 'socket', 'forbidden'],
  ['', 'socket', 'forbidden'],
  ['https://other.test', 'socket', 'forbidden'],
  [`${page}.evil.test`, 'socket', 'forbidden'],
  ['http://shop.test', 'socket', 'forbidden'],
  [`${page}:8443`, 'socket', 'forbidden'],
  ['https://SHOP.test', 'socket', 'forbidden'],
  [undefined, 'http', 'let in'],
  ['null', 'http', 'forbidden'],
  ['https://evil.test', 'http', 'forbidden'],
  [page, 'http', 'let in'],
];
test.each(origins)('R20 a shopper from the origin %s over %s is %s', async (origin, via, expected) => {
  await using relay = await createGate();
  expect(await codeOf(relay.gate.shopper({ shop: 'demo', origin, address, via }))).toBe(expected);
  const known = relay.gate.shopper({ shop: 'demo', token: relay.token, origin, address, via });
  expect(await codeOf(known)).toBe(expected);
});

test('R17 a token is its shopper’s, in its own shop alone', async () => {
  await using relay = await createGate();
  const { gate, token } = relay;
  const here = { origin: page, address, via: 'socket' as const };
  expect(await gate.shopper({ shop: 'demo', token, ...here })).toMatchObject({
    shopper: { id: 'shp_abcdefgh', name: 'Ada', isVerified: false },
  });
  const there = { ...here, origin: 'https://other.test' };
  expect(await codeOf(gate.shopper({ shop: 'other', token, ...there }))).toBe('unauthenticated');
  expect(await codeOf(gate.shopper({ shop: 'nowhere', token, ...here }))).toBe('not_found');
  for (const wrong of [
    '',
    'sbt_',
    token.slice(0, -1),
    `${token}x`,
    token.replace('sbt_', 'sbk_'),
    mintSecret('shopper'),
  ])
    expect(await codeOf(gate.shopper({ shop: 'demo', token: wrong, ...here }))).toBe('unauthenticated');
  await relay.store.revokeToken(digest(token));
  expect(await codeOf(gate.shopper({ shop: 'demo', token, ...here }))).toBe('unauthenticated');
});

test('R18 a key is refused wherever an origin is present, a desk session everywhere but at the relay’s own desk', async () => {
  await using relay = await createGate();
  const { gate, made, session } = relay;
  const asked = (secret: string, origin?: string) => codeOf(gate.staff({ secret, origin, address }));
  expect(await asked(made.key)).toBe('let in');
  for (const origin of [own, page, 'null', '']) expect(await asked(made.key, origin)).toBe('forbidden');
  expect(await asked(session.key, own)).toBe('let in');
  for (const origin of [undefined, page, 'null', '', `${own}.evil.test`])
    expect(await asked(session.key, origin)).toBe('forbidden');
});

test('R18 R19 an unknown, expired or revoked key, and one of a person removed, opens nothing', async () => {
  await using relay = await createGate();
  const { gate, made, admin, clock, person } = relay;
  const asked = (secret: string) => codeOf(gate.staff({ secret, origin: undefined, address }));
  expect(await asked(mintSecret('key'))).toBe('unauthenticated');
  expect(await asked(await admin.signInCode({ shop: 'demo', person: person.id }))).toBe('unauthenticated');
  const other = await admin.createKey({ shop: 'demo', person: person.id, scopes: ['read'], name: 'two' });
  clock.now += 60_001;
  expect(await asked(made.key)).toBe('unauthenticated');
  expect(await asked(other.key)).toBe('let in');
  await admin.revokeKey(other.id);
  expect(await asked(other.key)).toBe('unauthenticated');
  const last = await admin.createKey({ shop: 'demo', person: person.id, scopes: ['read'], name: 'three' });
  await admin.removePerson('demo', person.id);
  expect(await asked(last.key)).toBe('unauthenticated');
});

test('R21 after 20 failures an address waits, whatever it comes with', async () => {
  await using relay = await createGate();
  const { gate, made, token } = relay;
  for (let tries = 0; tries < 20; tries += 1)
    expect(await codeOf(gate.staff({ secret: mintSecret('key'), origin: undefined, address }))).toBe(
      'unauthenticated',
    );
  expect(await codeOf(gate.staff({ secret: made.key, origin: undefined, address }))).toBe('rate_limited');
  const shopper = { shop: 'demo', token, origin: page, via: 'socket' as const };
  expect(await codeOf(gate.shopper({ ...shopper, address }))).toBe('rate_limited');
  expect(await codeOf(gate.shopper({ ...shopper, address: '10.0.0.1' }))).toBe('let in');
});
