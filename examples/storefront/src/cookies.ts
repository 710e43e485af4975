import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';

/** A value kept in a signed, HttpOnly cookie; what was altered, misshapen or too old reads as the empty value. */
export type CookieJar<T> = {
  read: (context: Context) => T;
  write: (context: Context, value: T) => void;
};

type JarOptions<T> = { name: string; secret: string; schema: z.ZodType<T>; empty: T; maxAgeS: number };

const sign = (secret: string, text: string): Buffer => createHmac('sha256', secret).update(text).digest();

/** The signed text of a value: `payload.signature`, both base64url. The name is signed too: no cookie passes for another. */
const seal = (name: string, secret: string, value: unknown): string => {
  const payload = Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${payload}.${sign(secret, `${name}.${payload}`).toString('base64url')}`;
};

const unseal = (name: string, secret: string, sealed: string): unknown => {
  const [payload = '', signature = ''] = sealed.split('.');
  const expected = sign(secret, `${name}.${payload}`);
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
};

/** Makes the keeper of one cookie: HttpOnly, SameSite=Lax, Secure where the shop is https. */
export const createCookieJar = <T>({ name, secret, schema, empty, maxAgeS }: JarOptions<T>): CookieJar<T> => {
  const Sealed = z.object({ value: schema, until: z.number() });
  return {
    read: (context) => {
      const parsed = Sealed.safeParse(unseal(name, secret, getCookie(context, name) ?? ''));
      return parsed.success && parsed.data.until > Date.now() ? parsed.data.value : empty;
    },
    write: (context, value) => {
      setCookie(context, name, seal(name, secret, { value, until: Date.now() + maxAgeS * 1_000 }), {
        httpOnly: true,
        sameSite: 'Lax',
        path: '/',
        maxAge: maxAgeS,
        secure: new URL(context.req.url).protocol === 'https:',
      });
    },
  };
};
