import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { refuse, ShopbellError } from '@shopbell/agent';
import type { Receipt, Shop, WriteInput, WriteName, WriteOptions, WriteResult } from '@shopbell/commerce';
import { createLocks, type Locks } from './locks.ts';
import type { Mark, Marks, Subject } from './marks.ts';

/** What a deed is told besides its input. */
export type Telling<N extends WriteName> = {
  key: string;
  subject: Subject;
  mark: Mark;
  result: WriteResult<N>;
};

/** One writing method over Medusa’s API. */
export type Deed<N extends WriteName> = {
  /** What of Medusa’s it is done to; refuses with `not_found`. */
  subject: (input: WriteInput<N>) => Promise<Subject>;
  /** What would be done, or a refusal; changes nothing. */
  foresee: (input: WriteInput<N>, subject: Subject) => Promise<WriteResult<N>>;
  /** `before`: the mark is written first, and the effect tells of itself. `with`: one request writes both. */
  marked: 'before' | 'with';
  carryOut: (input: WriteInput<N>, telling: Telling<N>) => Promise<void>;
  /** The answer, if the effect is there; `null`: it is not. */
  found: (telling: Telling<N>) => Promise<WriteResult<N> | null>;
};

/** The deeds of a shop. */
export type Deeds = { [N in WriteName]?: Deed<N> };

/** `settleMs`: how long Medusa may still be at work on a request whose answer was lost. */
export type OnceOptions = { marks: Marks; settleMs: number };

const isRefusal = (error: unknown): boolean =>
  error instanceof ShopbellError &&
  ['conflict', 'not_found', 'bad_request', 'forbidden'].includes(error.code);

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const pollMs = 250;

/** Any deed, with its name’s types forgotten: inside, input and result go together by the name in the mark. */
type AnyDeed = Deed<never> & { foresee: (input: never, about: never) => Promise<Receipt['result']> };
type Marked = { subject: Subject; mark: Mark };

const tellingOf = (key: string, { subject, mark }: Marked) => ({
  key,
  subject,
  mark,
  result: mark.result as never,
});

/** The answer to a mark; waits while its effect may still come. `null`: nothing happened. */
const answerTo = async (
  deed: AnyDeed,
  { key, settleMs, ...marked }: Marked & { key: string; settleMs: number },
) => {
  for (;;) {
    const found = (await deed.found(tellingOf(key, marked))) as Receipt['result'] | null;
    if (found !== null || marked.mark.at + settleMs <= Date.now()) return found;
    await pause(pollMs);
  }
};

const carryOut = async (deed: AnyDeed, marks: Marks, { key, ...marked }: Marked & { key: string }) => {
  const telling = tellingOf(key, marked);
  if (deed.marked === 'before') await marks.put(marked.subject, key, marked.mark);
  try {
    await deed.carryOut(marked.mark.input as never, telling);
  } catch (error) {
    if (deed.marked === 'before' && isRefusal(error)) await marks.take(marked.subject, key);
    throw error;
  }
  const found = (await deed.found(telling)) as Receipt['result'] | null;
  if (found === null) throw refuse('unavailable', 'Medusa has said yes, and does not show it.');
  return found;
};

const requireSame = ({ mark }: Marked, method: WriteName, input: unknown): void => {
  if (mark.method !== method || !isDeepStrictEqual(mark.input, JSON.parse(JSON.stringify(input))))
    throw refuse('conflict', 'This key stands for something else that was asked for.');
};

/** By what two foreseen results are told apart. */
const versionOf = (foreseen: unknown): string =>
  createHash('sha256').update(JSON.stringify(foreseen)).digest('base64url');

const changed = () =>
  refuse('conflict', 'Medusa would do something else now than was agreed to. Ask for it anew.');

const writer = (
  method: WriteName,
  deed: AnyDeed,
  { marks, settleMs, locks }: OnceOptions & { locks: Locks },
) => {
  const preview = async (input: never, key: string) => {
    const subject = await deed.subject(input);
    marks.expect(key, subject);
    const result = await deed.foresee(input, subject as never);
    return { ...(result as object), version: versionOf(result) };
  };
  const done = async (input: never, { key, version }: WriteOptions) => {
    const earlier = await marks.find(key);
    if (earlier !== null) {
      requireSame(earlier, method, input);
      const answer = await answerTo(deed, { ...earlier, key, settleMs });
      if (answer !== null) return answer;
    }
    const subject = await deed.subject(input);
    return locks.hold(subject.id, async () => {
      marks.expect(key, subject);
      const result = await deed.foresee(input, subject as never);
      if (version !== undefined && version !== versionOf(result)) throw changed();
      return carryOut(deed, marks, { key, subject, mark: { method, input, at: Date.now(), result } });
    });
  };
  return (input: never, options: WriteOptions) =>
    options.preview === true
      ? preview(input, options.key)
      : locks.hold(`key ${options.key}`, () => done(input, options));
};

/**
 * Makes each deed happen once for its key:
 *
 *     mark (what is to be done, with what result) → effect → answer
 *
 * A crash before the effect leaves a mark without effect: nothing happened, it may be done. A crash after it leaves
 * both: it is done, and the answer is read from them. What is under way is waited for.
 */
export const onceOnly = (deeds: Deeds, options: OnceOptions): Partial<Shop> => {
  const { marks, settleMs } = options;
  // One set for all deeds: an order is changed by one of them at a time.
  const locks = createLocks();
  const writes = Object.entries(deeds).map(([name, deed]) => [
    name,
    writer(name as WriteName, deed as unknown as AnyDeed, { ...options, locks }),
  ]);
  return {
    ...(Object.fromEntries(writes) as Partial<Shop>),
    receipt: async (key) => {
      if (!/^[\w.:-]{1,120}$/.test(key)) return null;
      const marked = await marks.find(key);
      const deed = marked === null ? undefined : (deeds[marked.mark.method] as AnyDeed | undefined);
      if (marked === null || deed === undefined) return null;
      const result = await answerTo(deed, { ...marked, key, settleMs });
      return result === null ? null : { key, method: marked.mark.method, at: marked.mark.at, result };
    },
  };
};
