import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';

/** Where the shop’s chat is, and how the shop vouches for its customers there. */
export type ChatSettings = {
  /** The relay’s address. */
  relayUrl: string;
  /** The shop’s name on the relay. */
  shop: string;
  signIn: { kid: string; secret: string };
};

/** What the shop needs to run. */
export type ShopSettings = {
  port: number;
  host: string;
  /** The address customers use; pictures and links are under it. */
  publicUrl: string;
  databaseFile: string;
  /** Signs sessions and carts. */
  cookieSecret: string;
  /** Opens `/api` to the back office. */
  apiKey: string;
  chat: ChatSettings;
};

/** What the back office needs to run. */
export type OfficeSettings = { relayUrl: string; officeKey: string; apiUrl: string; apiKey: string };

type Environment = Record<string, string | undefined>;

const address = z.url({ protocol: /^https?$/ });
const secret = z.string().min(32, 'needs at least 32 characters');

const Shop = z.object({
  SHOP_PORT: z.coerce.number().int().min(0).max(65_535).default(4700),
  SHOP_HOST: z.string().min(1).default('127.0.0.1'),
  SHOP_URL: address.optional(),
  SHOP_DATABASE: z.string().min(1).default('shop.sqlite'),
  SHOP_COOKIE_SECRET: secret,
  SHOP_API_KEY: secret,
  SHOPBELL_URL: address,
  SHOPBELL_SHOP: z.string().min(1).default('demo'),
  SHOPBELL_SIGN_IN_KID: z.string().min(1),
  SHOPBELL_SIGN_IN_SECRET: secret,
});
const Office = z.object({
  SHOPBELL_URL: address,
  SHOPBELL_KEY: secret,
  SHOP_API_URL: address,
  SHOP_API_KEY: secret,
});

const read = <T>(schema: z.ZodType<T>, environment: Environment): T => {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment is not right.\n  ${wrong.join('\n  ')}`);
};

/** The shop’s settings from the environment; names every value that is missing or wrong. */
export const readShopSettings = (environment: Environment = process.env): ShopSettings => {
  const set = read(Shop, environment);
  return {
    port: set.SHOP_PORT,
    host: set.SHOP_HOST,
    publicUrl: new URL(set.SHOP_URL ?? `http://localhost:${set.SHOP_PORT}`).origin,
    databaseFile: isAbsolute(set.SHOP_DATABASE) ? set.SHOP_DATABASE : resolve(set.SHOP_DATABASE),
    cookieSecret: set.SHOP_COOKIE_SECRET,
    apiKey: set.SHOP_API_KEY,
    chat: {
      relayUrl: new URL(set.SHOPBELL_URL).origin,
      shop: set.SHOPBELL_SHOP,
      signIn: { kid: set.SHOPBELL_SIGN_IN_KID, secret: set.SHOPBELL_SIGN_IN_SECRET },
    },
  };
};

/** The back office’s settings from the environment. */
export const readOfficeSettings = (environment: Environment = process.env): OfficeSettings => {
  const set = read(Office, environment);
  return {
    relayUrl: set.SHOPBELL_URL,
    officeKey: set.SHOPBELL_KEY,
    apiUrl: set.SHOP_API_URL,
    apiKey: set.SHOP_API_KEY,
  };
};
