import { cardToText, fill, type AnyEntry, type Card, type Entry, type Part } from '@shopbell/protocol';
import { wordingFor, type Words } from '../words/tables.ts';

/** One thing of a transcript; `who` is `null` where something happened and nobody speaks. */
export type TranscriptLine = { at: number; who: string | null; text: string };

/** For whom it is written: language tag, time zone, and the shop’s name. */
export type TranscriptReader = { locale: string; timeZone: string; shop: string };

type Spoken = Words['transcript'];
type Wording = TranscriptReader & { words: Words; direction: 'ltr' | 'rtl' };

/** What the relay says runs as its language does, even where a line begins with a name in other letters. */
const running = (text: string, { direction }: Wording): string =>
  direction === 'ltr' ? text : text.replaceAll(/^/gm, '\u200f');

const cardText = (card: Card, wording: Wording): string => {
  const { words, locale, timeZone } = wording;
  return running(cardToText(card, locale, { words: words.cards, timeZone }), wording);
};

const partText = (part: Part, wording: Wording): string => {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'file':
      return fill(wording.words.transcript.file, part.file.name);
    case 'card':
      return cardText(part.card, wording);
    default:
      return part satisfies never;
  }
};

const statusText = ({ data }: Entry<'status'>, words: Spoken): string | null => {
  if (data.status === 'closed') return words.closed;
  return data.status === 'reopened' ? words.reopened : null;
};

/** How an action can end, in words; the relay’s own steps between are for whoever watches. */
const isEnd = (step: string, ends: Spoken['ended']): step is keyof Spoken['ended'] =>
  Object.hasOwn(ends, step);

/** What was planned and what came of it. */
const actionText = ({ data }: Entry<'action'>, wording: Wording): string | null => {
  const { plan, card, title, step } = data;
  const { cards, transcript } = wording.words;
  if (step === 'planned' && plan) return plan.summary;
  if (card) return cardText(card, wording);
  if (data.end !== true) return null;
  if (!isEnd(step, transcript.ended)) return title;
  return running(fill(cards.pair, { name: title, value: transcript.ended[step] }), wording);
};

const formText = ({ data }: Entry<'form'>, { words }: Wording): string => {
  const { yes, no, answers } = words.transcript;
  const lines = data.answers.map(({ label, value, text }) => {
    const said = typeof value === 'boolean' ? (value ? yes : no) : (text ?? value);
    return fill(words.cards.pair, { name: label, value: said });
  });
  return [data.title ?? answers, ...lines].join('\n');
};

const ratedText = ({ data }: Entry<'rating'>, { words, locale }: Wording): string => {
  const number = new Intl.NumberFormat(locale);
  return fill(words.transcript.rated, { score: number.format(data.score), of: number.format(data.of) });
};

/** The words of an entry; `null`: it has none to keep. */
const textOf = (entry: AnyEntry, wording: Wording): string | null => {
  const words = wording.words.transcript;
  switch (entry.type) {
    case 'message':
      return entry.data.parts.map((part) => partText(part, wording)).join('\n');
    case 'status':
      return statusText(entry, words);
    case 'assignment':
      return entry.data.to ? fill(words.joined, entry.data.to.name) : words.left;
    case 'action':
      return actionText(entry, wording);
    case 'form':
      return formText(entry, wording);
    case 'greeting':
      return entry.data.text;
    case 'rating':
      return [ratedText(entry, wording), entry.data.comment ?? ''].join('\n').trim();
    case 'erased':
      return words.erased;
    // Staff’s own types never come to a shopper’s reader; should one, it is not for a transcript.
    case 'note':
    case 'outcome':
    case 'followup':
    case 'draft':
    case 'identity':
    case 'unknown':
      return null;
    default:
      return entry satisfies never;
  }
};

const speaks: ReadonlySet<string> = new Set(['message', 'form', 'greeting', 'rating']);

const whoOf = (entry: AnyEntry, { words, shop }: Wording): string | null => {
  if (entry.type === 'greeting') return entry.data.by;
  if (!speaks.has(entry.type)) return null;
  if (entry.by.kind === 'shopper') return words.transcript.you;
  const isShop = entry.by.kind === 'office' || entry.by.kind === 'system' || entry.by.name === '';
  return isShop ? shop : entry.by.name;
};

/** Entries, as their shopper sees them, as lines. What is for staff is none of them, whoever passes it in. */
export const linesOf = (entries: readonly AnyEntry[], reader: TranscriptReader): TranscriptLine[] => {
  const wording: Wording = { ...reader, ...wordingFor(reader.locale) };
  return entries.flatMap((entry) => {
    if (entry.audience !== 'everyone') return [];
    const text = textOf(entry, wording);
    return text === null ? [] : [{ at: entry.at, who: whoOf(entry, wording), text }];
  });
};
