import { createHmac, randomBytes } from 'node:crypto';

/** Whom a shop vouches for. */
export type Customer = { sub: string; name?: string; email?: string };

const validS = 300;
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A shop’s key and what it signs: tokens for its customers, good for five minutes. */
export const createSigner = (shop: string, now: () => number) => {
  const secret = randomBytes(32);
  const kid = 'test';
  return {
    key: { kid, algorithm: 'HS256' as const, key: secret.toString('base64url') },
    sign: ({ sub, name, email }: Customer): string => {
      const iat = Math.floor(now() / 1_000);
      const head = encoded({ alg: 'HS256', kid, typ: 'JWT' });
      const text = `${head}.${encoded({ sub, name, email, aud: shop, iat, exp: iat + validS })}`;
      return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
    },
  };
};
