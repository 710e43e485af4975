import { createHmac } from 'node:crypto';
import type { Relay } from '@shopbell/server';

type Admin = Relay['admin'];

/** A colleague with a key of theirs. */
export type Colleague = { id: string; keyId: string; key: string };

/** One shop with everyone who works there; `origin` is where its pages come from. */
export type Premises = {
  shop: string;
  origin: string;
  agent: Colleague;
  colleague: Colleague;
  trainee: Colleague;
  supervisor: Colleague;
  admin: Colleague;
  bot: Colleague;
  office: Colleague;
};

/** The secret the shop signs its customers’ JWTs with (HS256, `kid` `k1`). */
export const signInSecret = 'a-secret-of-the-test-shop-of-32-bytes-or-more';

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The shop’s word on who its customer is, good for five minutes. */
export const signIn = (shop: string, customer: { sub: string; name?: string; email?: string }): string => {
  const iat = Math.floor(Date.now() / 1_000);
  const text = `${encoded({ alg: 'HS256', kid: 'k1' })}.${encoded({ ...customer, aud: shop, iat, exp: iat + 300 })}`;
  const secret = Buffer.from(signInSecret, 'base64url');
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
};

const roles = {
  agent: ['agent', 'agent', 'Ada', ['read', 'reply', 'action:*']],
  colleague: ['agent', 'agent', 'Grace', ['read', 'reply', 'action:*']],
  trainee: ['agent', 'trainee', 'Alan', ['read', 'reply', 'action:*']],
  supervisor: ['agent', 'supervisor', 'Edsger', ['read', 'reply', 'action:*']],
  admin: ['agent', 'admin', 'Ida', ['read', 'reply', 'admin', 'action:*']],
  bot: ['bot', 'bot', 'Belle', ['read', 'reply', 'action:*']],
  office: ['office', 'office', 'Back office', ['action:*']],
} as const;

const hire = async (admin: Admin, shop: string, name: keyof typeof roles): Promise<Colleague> => {
  const [kind, role, called, scopes] = roles[name];
  const { id } = await admin.addPerson({ shop, kind, role, name: called });
  const { id: keyId, key } = await admin.createKey({ shop, person: id, scopes: [...scopes], name: 'test' });
  return { id, keyId, key };
};

/** Opens a shop on a relay: an agent, a colleague of theirs, a trainee, a supervisor, an admin, a bot and an office, with a key each. */
export const openPremises = async (admin: Admin, shop = 'demo'): Promise<Premises> => {
  const origin = `https://${shop}.example`;
  const signInKeys = [{ kid: 'k1', algorithm: 'HS256' as const, key: signInSecret }];
  await admin.saveShop({ id: shop, name: `The ${shop} shop`, origins: [origin], signInKeys });
  return {
    shop,
    origin,
    agent: await hire(admin, shop, 'agent'),
    colleague: await hire(admin, shop, 'colleague'),
    trainee: await hire(admin, shop, 'trainee'),
    supervisor: await hire(admin, shop, 'supervisor'),
    admin: await hire(admin, shop, 'admin'),
    bot: await hire(admin, shop, 'bot'),
    office: await hire(admin, shop, 'office'),
  };
};
