import type { Author, Entry, HeldDraft } from '@shopbell/protocol';
import type { Texts } from '../text/en.ts';

type Data = Entry<'draft'>['data'];

/** A draft of one id, told from its steps. */
export type HeldStory = {
  draft: string;
  step: Data['step'];
  /** Who wrote it; `null`: that is not loaded. */
  by: Author | null;
  /** As it was written; empty where that is not loaded. */
  parts: HeldDraft['parts'];
  /** Who ended it, and with what words. */
  endedBy: string | null;
  comment: string | null;
  isEdited: boolean;
  heldAt: number;
  /** From then on it is late; `null`: that is not loaded. */
  dueAt: number | null;
  /** The places of its first and last step. */
  firstSeq: number;
  lastSeq: number;
};

/** The story of the steps of one draft, in the order they were stored. At least one step. */
export const tellDraft = (first: Entry<'draft'>, more: readonly Entry<'draft'>[]): HeldStory => {
  const all = [first, ...more];
  const held = all.find(({ data }) => data.step === 'held');
  const last = all.at(-1) ?? first;
  const { step, releasedBy, comment = null, edited = false } = last.data;
  return {
    draft: first.data.draft,
    step,
    by: held?.by ?? null,
    parts: held?.data.parts ?? [],
    endedBy: step === 'held' ? null : (releasedBy?.name ?? last.by.name),
    comment,
    isEdited: edited,
    heldAt: first.at,
    dueAt: held?.data.dueAt ?? null,
    firstSeq: first.seq,
    lastSeq: last.seq,
  };
};

/** The words of a draft, without its cards and files. */
export const wordsOf = (parts: HeldDraft['parts']): string =>
  parts.flatMap((part) => (part.kind === 'text' ? part.text : [])).join('\n\n');

/** The same with other words: cards and files stay. */
export const withWords = (parts: HeldDraft['parts'], words: string): HeldDraft['parts'] => {
  const others = parts.filter(({ kind }) => kind !== 'text');
  return words.trim() === '' ? others : [{ kind: 'text', text: words.trim() }, ...others];
};

/** What happened to a draft, in a sentence. */
export const draftSentence = ({ by, data }: Entry<'draft'>, text: Texts): string => {
  const name = data.releasedBy?.name ?? by.name;
  return text.held.told[data.edited ? 'edited' : data.step](name);
};
