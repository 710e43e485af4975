import type { Author, ConversationId } from '@shopbell/protocol';
import type { EncodedAppend, EncodedDraft } from '../place-entries.ts';
import { createRecent } from '../recent.ts';
import type { AppendResult, ConversationState } from '../store.ts';
import type { Written } from './append.ts';

/*
 * A batch crosses into the store’s thread and back as one flat array. Objects cost several times as much to clone as
 * the texts and numbers in them: the names of their fields cross with each.
 *
 *     there   shop, nonce, kind, id, name, author, main, conversation, waitingSince, preview, what it expects, the rest,
 *             so many drafts, (type, audience, data, staffData) …             a message in a conversation has no rest
 *     back    −1, seq, publicSeq, at, id, shop, shopper, status, assignee’s id and name, waitingSince, lastSeq, lastPublicSeq
 *         or  the place of the answer among those that are cloned as they are
 */

/** What crosses: texts, numbers, and null where there is none. */
export type Flat = readonly (string | number | null)[];
/** What is written, on its way back. `answers`: those that are not simply stored. */
export type Returned = { flat: Flat; answers: readonly AppendResult[] };

type Patch = Omit<NonNullable<EncodedAppend['patch']>, 'preview'>;
type Expect = NonNullable<EncodedAppend['expect']>;
type Rest = Pick<EncodedAppend, 'body' | 'unaddressed' | 'action' | 'followup' | 'room' | 'held'> & {
  begin?: Exclude<EncodedAppend['conversation'], string>;
  patch?: Patch;
};

const stored = -1;
/** There is none, where null says something. */
const absent = '';

const createReader = (flat: Flat) => {
  let at = 0;
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- who reads knows what was written there
  const next = <T>(): T => {
    at += 1;
    return flat[at - 1] as T;
  };
  return { next, hasMore: (): boolean => at < flat.length };
};
type Reader = ReturnType<typeof createReader>;

/** A patch that does more than say since when somebody waits. */
const isWide = (patch: Patch | undefined): boolean =>
  patch?.status !== undefined || patch?.assignee !== undefined;

/** What of an append is not in its fixed places, as JSON. */
const restOf = ({ conversation, patch, ...append }: EncodedAppend): string => {
  const { body, unaddressed, action, followup, room, held } = append;
  const begin = typeof conversation === 'string' ? undefined : conversation;
  const rest = { body, unaddressed: unaddressed || undefined, action, followup, room, held, begin };
  if (!isWide(patch)) return JSON.stringify(rest);
  const { status, assignee, waitingSince } = patch ?? {};
  return JSON.stringify({ ...rest, patch: { status, assignee, waitingSince } });
};
const hasRest = ({ conversation, patch, body, unaddressed, ...more }: EncodedAppend): boolean =>
  typeof conversation !== 'string' ||
  unaddressed === true ||
  body !== undefined ||
  more.action !== undefined ||
  more.followup !== undefined ||
  more.room !== undefined ||
  more.held !== undefined ||
  isWide(patch);

/** A batch on its way into the thread. */
export const flattenBatch = (batch: readonly EncodedAppend[]): Flat => {
  const flat: (string | number | null)[] = [];
  for (const append of batch) {
    const { shop, nonce, by, author, main, drafts, conversation, patch, preview, expect } = append;
    flat.push(shop, nonce, by.kind, by.id, by.name, author, main);
    flat.push(typeof conversation === 'string' ? conversation : null);
    flat.push(patch?.waitingSince === undefined ? absent : patch.waitingSince, preview);
    flat.push(expect === undefined ? absent : JSON.stringify(expect));
    flat.push(hasRest(append) ? restOf(append) : absent, drafts.length);
    for (const { type, audience, data, staffData } of drafts) flat.push(type, audience, data, staffData);
  }
  return flat;
};

const readDraft = ({ next }: Reader): EncodedDraft => ({
  type: next(),
  audience: next(),
  data: next(),
  staffData: next(),
});

// Most expect the same few things.
const expectations = createRecent<string, { expect: Expect }>(200);
const expectOf = (text: string): { expect: Expect } | null => {
  if (text === absent) return null;
  const known = expectations.get(text);
  if (known !== undefined) return known;
  const read = { expect: JSON.parse(text) as Expect };
  expectations.set(text, read);
  return read;
};

const patchOf = (waitingSince: number | null | typeof absent): { patch: Patch } | null =>
  waitingSince === absent ? null : { patch: { waitingSince } };

const readAppend = (reader: Reader): EncodedAppend => {
  const { next } = reader;
  const [shop, nonce] = [next<string>(), next<string>()];
  const by: Author = { kind: next(), id: next(), name: next() };
  const [author, main] = [next<string>(), next<number>()];
  const conversation = next<ConversationId | null>();
  const patch = patchOf(next());
  const preview = next<string | null>();
  const expect = expectOf(next());
  const rest = next<string>();
  const drafts: EncodedDraft[] = [];
  for (let left = next<number>(); left > 0; left -= 1) drafts.push(readDraft(reader));
  const { begin, ...more }: Rest = rest === absent ? {} : (JSON.parse(rest) as Rest);
  const target = conversation ?? begin;
  if (target === undefined) throw new Error('an append without a conversation has crossed');
  const own = { shop, nonce, by, author, main, preview, drafts, conversation: target };
  return { ...own, ...patch, ...expect, ...more };
};

/** A batch as it came. */
export const unflattenBatch = (flat: Flat): EncodedAppend[] => {
  const reader = createReader(flat);
  const batch: EncodedAppend[] = [];
  while (reader.hasMore()) batch.push(readAppend(reader));
  return batch;
};

/** What was written, on its way out of the thread. */
export const flattenWritten = (written: readonly Written[]): Returned => {
  const flat: (string | number | null)[] = [];
  const answers: AppendResult[] = [];
  for (const each of written) {
    if ('answer' in each) {
      flat.push(answers.push(each.answer) - 1);
      continue;
    }
    const { seq, publicSeq, at } = each.place;
    const { id, shop, shopper, status, assignee, waitingSince, lastSeq, lastPublicSeq } = each.state;
    flat.push(stored, seq, publicSeq, at, id, shop, shopper, status);
    flat.push(assignee?.id ?? null, assignee?.name ?? null, waitingSince, lastSeq, lastPublicSeq);
  }
  return { flat, answers };
};

const readState = ({ next }: Reader): ConversationState => {
  const id = next<ConversationId>();
  const [shop, shopper, status] = [
    next<string>(),
    next<ConversationState['shopper']>(),
    next<ConversationState['status']>(),
  ];
  const [assigneeId, name] = [next<string | null>(), next<string>()];
  const assignee = assigneeId === null ? null : { id: assigneeId, name };
  return {
    id,
    shop,
    shopper,
    status,
    assignee,
    waitingSince: next(),
    lastSeq: next(),
    lastPublicSeq: next(),
  };
};

/** What was written, as it came. */
export const unflattenWritten = ({ flat, answers }: Returned): Written[] => {
  const reader = createReader(flat);
  const { next } = reader;
  const written: Written[] = [];
  while (reader.hasMore()) {
    const answer = answers[next<number>()];
    if (answer !== undefined) written.push({ answer });
    else written.push({ place: { seq: next(), publicSeq: next(), at: next() }, state: readState(reader) });
  }
  return written;
};
