import type { ActionPlan, Json } from '@shopbell/protocol';
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

/** What of a card moves with the clock: two plans of the same thing, a moment apart, differ in it. */
const moving: ReadonlySet<string> = new Set(['validUntil', 'at', 'dueAt', 'sendBy']);

/** What a request expects of its plan: as {@link planDigest}, without what moves with the clock. */
export const previewDigest = ({
  plan,
  ...of
}: {
  name: string;
  version: number;
  input: Json;
  plan: ActionPlan;
}): string => {
  const { card, expiresInMs: _expiresInMs, ...rest } = plan;
  const still = card && Object.fromEntries(Object.entries(card).filter(([field]) => !moving.has(field)));
  return planDigest({ ...of, plan: { ...rest, card: still } });
};
