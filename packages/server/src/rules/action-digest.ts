import type { Json } from '@shopbell/protocol';
import { createHash } from 'node:crypto';

/**
 * The one spelling of a JSON value, as RFC 8785 has it: keys sorted by their UTF-16 code units, no white space,
 * numbers and strings as ECMAScript writes them. A key whose value is `undefined` is left out.
 */
export const canonicalJson = (value: unknown): string => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([one], [two]) => (one < two ? -1 : 1))
    .map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`);
  return `{${members.join(',')}}`;
};

/** What an agreement names: the SHA-256, in hexadecimal, of what would be done and what it would bring. */
export const planDigest = (of: { name: string; version: number; input: Json; plan: object }): string =>
  createHash('sha256').update(canonicalJson(of)).digest('hex');
