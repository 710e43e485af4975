import { createHash } from 'node:crypto';

/** The one spelling of a JSON value: keys sorted, what is `undefined` left out. */
export const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(
    fields.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, canonical(each)]),
  );
};

/** What is new in every answer, whatever is done: numbers given, codes made up, the clock. */
const fresh: ReadonlySet<string> = new Set([
  'id',
  'number',
  'code',
  'label',
  'url',
  'at',
  'placedAt',
  'dueAt',
  'sendBy',
  'validUntil',
]);

/** A name for what a deed comes to: another as soon as any article, amount, state or address in it is another. */
export const versionOf = (method: string, result: unknown): string => {
  const lasting = JSON.stringify(canonical({ method, result }), (name, value: unknown) =>
    fresh.has(name) ? undefined : value,
  );
  return createHash('sha256').update(lasting).digest('base64url');
};
