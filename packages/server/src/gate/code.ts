import { sizes } from '@shopbell/protocol/limits';
import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const digits = sizes.identityCodeDigits;
const saltBytes = 16;
const hashBytes = 32;

const derive = promisify(scrypt) as (secret: string, salt: Buffer, bytes: number) => Promise<Buffer>;

/** What a code is good for: it opens nothing for another shopper, another shop or another address. */
export type CodeBinding = { shop: string; shopper: string; email: string };

/** A new code of six digits, each as likely as the others. */
export const mintCode = (): string => String(randomInt(10 ** digits)).padStart(digits, '0');

// Slow on purpose: a million codes would be tried in no time on a stolen row, were the hash a fast one.
const hashOf = ({ shop, shopper, email }: CodeBinding, code: string, salt: string): Promise<Buffer> =>
  derive(JSON.stringify([shop, shopper, email, code]), Buffer.from(salt, 'base64url'), hashBytes);

/** The salted hash of a code with what it is bound to: all the store keeps. Both base64url. */
export const hashCode = async (
  binding: CodeBinding,
  code: string,
): Promise<{ salt: string; hash: string }> => {
  const salt = randomBytes(saltBytes).toString('base64url');
  return { salt, hash: (await hashOf(binding, code, salt)).toString('base64url') };
};

/** Whether it is that code, compared in constant time. */
export const isCode = async (
  binding: CodeBinding & { salt: string; hash: string },
  code: string,
): Promise<boolean> => {
  const kept = Buffer.from(binding.hash, 'base64url');
  return kept.length === hashBytes && timingSafeEqual(await hashOf(binding, code, binding.salt), kept);
};
