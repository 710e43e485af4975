import { exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import type { ShopRow } from '../store/store.ts';
import { verifySignIn } from './sign-in.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const secret = new TextEncoder().encode('a secret of this test that is long enough');
const pairs = { ES256: await generateKeyPair('ES256'), EdDSA: await generateKeyPair('EdDSA') };
const shop: ShopRow = {
  id: 'demo',
  name: 'Demo',
  origins: [],
  createdAt: 0,
  signInKeys: [
    { kid: 'hs', algorithm: 'HS256', key: Buffer.from(secret).toString('base64url') },
    { kid: 'short', algorithm: 'HS256', key: Buffer.from('too short').toString('base64url') },
    { kid: 'es', algorithm: 'ES256', key: await exportSPKI(pairs.ES256.publicKey) },
    { kid: 'ed', algorithm: 'EdDSA', key: await exportSPKI(pairs.EdDSA.publicKey) },
  ],
};
type Key = Parameters<SignJWT['sign']>[0];
type Made = {
  kid?: string;
  alg?: string;
  key?: Key;
  claims?: Record<string, unknown>;
  expInS?: number | null;
};

const jwt = ({ kid = 'hs', alg = 'HS256', key = secret, claims = {}, expInS = 300 }: Made = {}) => {
  const exp = expInS === null ? {} : { exp: Math.floor(now / 1_000) + expInS };
  return new SignJWT({ sub: 'customer-7', aud: 'demo', ...exp, ...claims })
    .setProtectedHeader({ alg, kid })
    .sign(key);
};

test.each<[string, Made]>([
  ['HS256', {}],
  ['ES256', { kid: 'es', alg: 'ES256', key: pairs.ES256.privateKey }],
  ['EdDSA', { kid: 'ed', alg: 'EdDSA', key: pairs.EdDSA.privateKey }],
  ['the full 15 minutes', { expInS: 900 }],
  ['an audience among others', { claims: { aud: ['demo', 'else'] } }],
])('R17 a good token signs in: %s', async (_, made) => {
  expect(await verifySignIn(shop, await jwt(made), now)).toEqual({ sub: 'customer-7' });
});

test('the shop’s word on name and email is taken over', async () => {
  const claims = { name: 'Ada', email: 'ada@example.com', role: 'admin' };
  expect(await verifySignIn(shop, await jwt({ claims }), now)).toEqual({
    sub: 'customer-7',
    name: 'Ada',
    email: 'ada@example.com',
  });
});

const unsigned = `${Buffer.from('{"alg":"none","kid":"hs"}').toString('base64url')}.${Buffer.from('{"sub":"customer-7","aud":"demo","exp":9999999999}').toString('base64url')}.`;
const publicAsSecret = new TextEncoder().encode(shop.signInKeys[2]?.key);

test.each<[string, string | Made]>([
  ['expired', { expInS: -60 }],
  ['for longer than 15 minutes', { expInS: 1_000 }],
  ['for ever', { expInS: null }],
  ['for another shop', { claims: { aud: 'other' } }],
  ['for no shop', { claims: { aud: undefined } }],
  ['of nobody', { claims: { sub: undefined } }],
  ['of somebody without a name', { claims: { sub: '' } }],
  ['with an address that is none', { claims: { email: 'nonsense' } }],
  ['by an unknown key', { kid: 'unknown' }],
  ['with another secret', { key: new TextEncoder().encode('another secret that is long enough!!') }],
  ['with a key that is too short', { kid: 'short', key: new TextEncoder().encode('too short') }],
  ['with the public key as a secret', { kid: 'es', key: publicAsSecret }],
  ['with another algorithm of the same key', { alg: 'HS512' }],
  ['not yet valid', { claims: { nbf: Math.floor(now / 1_000) + 120 } }],
  ['without a signature', unsigned],
  ['no token at all', 'nonsense'],
  ['empty', ''],
  ['dots', '...'],
  ['JSON that is no head', `${Buffer.from('null').toString('base64url')}.e30.x`],
])('R17 a token that is %s is refused, naming the field', async (_, made) => {
  const token = typeof made === 'string' ? made : await jwt(made);
  await expect(verifySignIn(shop, token, now)).rejects.toMatchObject({
    code: 'unauthenticated',
    details: { field: 'jwt' },
  });
});
