import { createHmac, hash, randomBytes } from 'node:crypto';

const prefixes = { key: 'sbk_', session: 'sbs_', code: 'sbc_', shopper: 'sbt_' } as const;

/** What a secret opens: an agent’s key, a desk session, a one-time sign-in code, a shopper’s conversations. */
export type SecretKind = keyof typeof prefixes;

const kinds = Object.keys(prefixes) as SecretKind[];
const secretPattern = /^sb[ksct]_[A-Za-z0-9_-]{43}$/;

/** A new secret: the kind’s prefix and 256 random bits, base64url. Shown once; only its digest is kept. */
export const mintSecret = (kind: SecretKind): string =>
  `${prefixes[kind]}${randomBytes(32).toString('base64url')}`;

/**
 * The secret that takes the place of this one: the same for the same seed, and to be found out only by who has both,
 * the secret its holder keeps and the seed the store keeps.
 */
export const nextSecret = (secret: string, seed: string): string =>
  `${secret.slice(0, 4)}${createHmac('sha256', secret).update(seed).digest('base64url')}`;

/** The SHA-256 of a secret, base64url (43 characters): what the store keeps and looks up. */
export const digest = (secret: string): string => hash('sha256', secret, 'base64url');

/** The kind a well-formed secret says it is; `null` for anything else. */
export const kindOf = (value: unknown): SecretKind | null => {
  if (typeof value !== 'string' || !secretPattern.test(value)) return null;
  return kinds.find((kind) => value.startsWith(prefixes[kind])) ?? null;
};

/** Whether a value has the form of such a secret, before anything is looked up. */
export const looksLike = (kind: SecretKind, value: unknown): value is string => kindOf(value) === kind;
