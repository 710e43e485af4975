import type { EntryType } from '@shopbell/protocol';

/*
 * What of an entry is searched: what was said, and what stands on cards and in the inputs of actions (order numbers,
 * articles, names), as it is stored. Read leniently: an entry of a later version, or an erased one, has no text.
 */

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keys whose strings are for programs. */
const technical = new Set([
  'kind',
  'currency',
  'status',
  'url',
  'image',
  'digest',
  'basis',
  'state',
  'value',
]);
const depthMost = 8;

/** The strings in a JSON value that are for people. */
const stringsIn = (value: unknown, depth = 0): string[] => {
  if (typeof value === 'string') return [value];
  if (depth >= depthMost) return [];
  if (Array.isArray(value)) return value.flatMap((each) => stringsIn(each, depth + 1));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    technical.has(key) ? [] : stringsIn(each, depth + 1),
  );
};

const strings = (...values: readonly unknown[]): string[] => values.flatMap((value) => stringsIn(value));

const partText = (part: unknown): string[] => {
  if (!isObject(part)) return [];
  if (part['kind'] === 'file') return isObject(part['file']) ? strings(part['file']['name']) : [];
  return strings(part['text'], part['card']);
};

type Reading = { data: Record<string, unknown>; staffData: unknown };

// The title stands on every step of an action: it counts once.
const actionText = ({ data, staffData }: Reading): string[] => {
  const { step, title, card, plan } = data;
  const input = isObject(staffData) ? staffData['input'] : null;
  const asked = step === 'requested' ? [title, input] : [];
  const planned = isObject(plan) ? [plan['summary'], plan['card']] : [];
  return strings(...asked, ...planned, card);
};

const readers: { [K in EntryType]: (reading: Reading) => string[] } = {
  message: ({ data: { parts } }) => (Array.isArray(parts) ? parts.flatMap(partText) : []),
  note: ({ data }) => strings(data['text']),
  outcome: ({ data }) => strings(data['reason'], data['note']),
  followup: ({ data }) => strings(data['text'], data['note']),
  action: actionText,
  assignment: () => [],
  status: () => [],
  identity: () => [],
  form: ({ data: { answers } }) =>
    Array.isArray(answers)
      ? answers.flatMap((each) => (isObject(each) ? strings(each['text'] ?? each['value']) : []))
      : [],
  rating: ({ data }) => strings(data['comment']),
  // It is the same in every conversation: it tells none from another.
  greeting: () => [],
  draft: ({ data: { parts, comment } }) => [
    ...(Array.isArray(parts) ? parts.flatMap(partText) : []),
    ...strings(comment),
  ],
  erased: () => [],
};

const separator = ' · ';
const parsed = (json: string | null): unknown => (json === null ? null : JSON.parse(json));

/** The text of an entry by which it is found; empty where it has none. `data` and `staffData` are JSON. */
export const entryText = (entry: { type: string; data: string; staffData: string | null }): string => {
  if (!Object.hasOwn(readers, entry.type)) return '';
  const data = parsed(entry.data);
  if (!isObject(data)) return '';
  return readers[entry.type as EntryType]({ data, staffData: parsed(entry.staffData) }).join(separator);
};

/** A shopper’s row as far as it says who they are. `claimed`, `verified`, `proved` are JSON. */
export type Who = { name: string; claimed: string; verified: string | null; proved: string | null };

/** The names, mail addresses and customer number by which a shopper’s conversations are found. */
export const whoText = ({ name, claimed, verified, proved }: Who): string => {
  const told = [claimed, verified, proved].map(parsed).filter(isObject);
  const all = told.flatMap((each) => strings(each['name'], each['email'], each['sub']));
  return [...new Set([name, ...all])].filter((each) => each !== '').join(separator);
};
