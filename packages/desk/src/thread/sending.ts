import type { CannedRef, ConversationHandle, StoredFile } from '@shopbell/agent';
import type { AnyEntry } from '@shopbell/protocol';
import { sentenceOf } from '../app/sentence.ts';
import { createStore, type Store } from '../app/store.ts';
import type { Mode } from './drafts.ts';

/** Something written here that the conversation does not show yet. `seq` once stored; `problem` once refused for good. */
export type Unsent = {
  id: number;
  mode: Mode;
  text: string;
  files: readonly StoredFile[];
  /** The canned response it was made from. */
  canned?: CannedRef | undefined;
  seq: number | null;
  problem: string | null;
};

export type Sending = {
  unsent: Store<readonly Unsent[]>;
  /** With files there may be no words. */
  send(mode: Mode, text: string, more?: Partial<Pick<Unsent, 'files' | 'canned'>>): void;
  retry(id: number): void;
  discard(id: number): void;
  /** An entry has come in: what it is of ours is no longer unsent. */
  stored(entry: AnyEntry): void;
};

/** The parts of what was written to the shopper, or is held. */
const partsIn = (entry: AnyEntry) => {
  if (entry.type === 'message') return entry.data.parts;
  return entry.type === 'draft' ? (entry.data.parts ?? []) : [];
};

const textOf = (entry: AnyEntry): { mode: Mode; text: string } | null => {
  if (entry.type === 'note') return { mode: 'note', text: entry.data.text };
  const [part] = partsIn(entry);
  if (part?.kind === 'file') return { mode: 'reply', text: '' };
  return part?.kind === 'text' ? { mode: 'reply', text: part.text } : null;
};

/** How replies go: to the shopper, or first to whoever releases them. */
type Way = 'reply' | 'hold';

const store = (handle: ConversationHandle, way: Way, { mode, text, files, canned }: Unsent) => {
  if (mode === 'note') return files.length === 0 ? handle.note(text) : handle.note(text, { files });
  const madeFrom = canned ? { canned } : {};
  if (files.length > 0) return handle[way]({ files, ...(text === '' ? {} : { text }), ...madeFrom });
  return handle[way](canned ? { text, canned } : text);
};

/** A note has words; where there are none, it says what is in it. */
const noteText = ({ text, files }: Pick<Unsent, 'text' | 'files'>): string =>
  text === '' ? files.map(({ name }) => name).join(', ') : text;

/** Sends what is written and keeps it in view until the relay has stored it. */
export const createSending = (
  handle: ConversationHandle,
  { me, way = 'reply' }: { me: string; way?: Way },
): Sending => {
  const unsent = createStore<readonly Unsent[]>([]);
  let nextId = 1;
  const change = (id: number, values: Partial<Unsent>): void =>
    unsent.set((all) => all.map((each) => (each.id === id ? { ...each, ...values } : each)));
  const discard = (id: number): void => unsent.set((all) => all.filter((each) => each.id !== id));

  const attempt = (one: Unsent): void => {
    const { id } = one;
    store(handle, way, one).then(
      ({ seq }) => change(id, { seq }),
      (error: unknown) => change(id, { problem: sentenceOf(error) }),
    );
  };
  return {
    unsent,
    send: (mode, text, { files = [], canned } = {}) => {
      const words = mode === 'note' ? noteText({ text, files }) : text;
      const one: Unsent = { id: nextId++, mode, text: words, files, canned, seq: null, problem: null };
      unsent.set((all) => [...all, one]);
      attempt(one);
    },
    retry: (id) => {
      const one = unsent.get().find((each) => each.id === id);
      if (!one) return;
      change(id, { problem: null });
      attempt(one);
    },
    discard,
    stored: (entry) => {
      if (entry.by.id !== me) return;
      const written = textOf(entry);
      // The entry may come in before its acknowledgement: then it is known by what it says.
      const own = unsent
        .get()
        .find(
          ({ seq, mode, text, problem }) =>
            seq === entry.seq ||
            (seq === null && problem === null && mode === written?.mode && text === written.text),
        );
      if (own) discard(own.id);
    },
  };
};
