import { z } from 'zod';
import { sizes } from './limits.ts';

const id = <P extends string>(prefix: P) =>
  z.templateLiteral([prefix, '_', z.string().regex(/^[A-Za-z0-9_-]{8,40}$/)]);

/** Ids are a prefix and a nanoid: `cnv_V1StGXR8_Z5jdHi6B-myT`. */
export const ConversationId = id('cnv');
export const ShopperId = id('shp');
export const AgentId = id('agt');
export const ActionId = id('act');
export const FileId = id('fil');
export const KeyId = id('key');
export const FollowupId = id('flw');
export const DraftId = id('drf');
export type ConversationId = z.infer<typeof ConversationId>;
export type ShopperId = z.infer<typeof ShopperId>;
export type AgentId = z.infer<typeof AgentId>;
export type ActionId = z.infer<typeof ActionId>;
export type FileId = z.infer<typeof FileId>;
export type KeyId = z.infer<typeof KeyId>;
export type FollowupId = z.infer<typeof FollowupId>;
export type DraftId = z.infer<typeof DraftId>;

/** A shop's short name, chosen by whoever runs the relay: `demo`. */
export const ShopId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'lower-case letters, digits and dashes, at most 32');
export type ShopId = z.infer<typeof ShopId>;

/** Chosen by the sender; the same nonce from the same sender is the same entry. */
export const Nonce = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, '8 to 64 of A-Z a-z 0-9 _ -');

/** A place in a conversation: 1, 2, 3 … without holes. */
export const Seq = z.int().min(1);
/** A place to continue after; 0 is the beginning. */
export const After = z.int().min(0);

/** A language tag: `de-AT`. */
export const LanguageTag = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/, 'a language tag, e.g. de-AT');

/** Milliseconds since the Unix epoch. */
export const At = z.int().min(0);

const isWellFormed = (value: string): boolean => value.isWellFormed() && !value.includes('\u0000');

/** One line or more that a person wrote; never only white space, never broken surrogates or NUL. */
export const text = (maxChars: number) =>
  z
    .string()
    .max(maxChars)
    .refine((value) => value.trim() !== '', 'must not be empty')
    .refine(isWellFormed, 'must be well-formed Unicode without NUL');

export const Name = text(sizes.nameMaxChars);
export const Label = text(sizes.labelMaxChars);

/** An http or https address. Anything else (javascript:, data:, …) is refused. */
export const WebUrl = z
  .string()
  .max(sizes.urlMaxChars)
  .refine(
    (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
    'must be an http(s) address',
  );

/** Integer minor units of an ISO 4217 currency: `{ amount: 1999, currency: 'EUR' }` is € 19.99. */
export const Money = z.strictObject({ amount: z.int(), currency: z.string().regex(/^[A-Z]{3}$/) });
export type Money = z.infer<typeof Money>;

/** A SHA-256 in hexadecimal. */
export const Digest = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal');

/** Any JSON value. */
export const Json = z.json();
export type Json = z.infer<typeof Json>;
