import { cardToText, type AnyEntry, type Entry, type Part } from '@shopbell/protocol';
import { transcriptWords, type TranscriptWords } from './words.ts';

/** One thing of a transcript; `who` is `null` where something happened and nobody speaks. */
export type TranscriptLine = { at: number; who: string | null; text: string };

/** For whom it is written: language tag, time zone, and the shop’s name. */
export type TranscriptReader = { locale: string; timeZone: string; shop: string };

type Wording = { words: TranscriptWords; locale: string };

const partText = (part: Part, { words, locale }: Wording): string => {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'file':
      return words.file(part.file.name);
    case 'card':
      return cardToText(part.card, locale);
    default:
      return part satisfies never;
  }
};

const statusText = ({ data }: Entry<'status'>, words: TranscriptWords): string | null => {
  if (data.status === 'closed') return words.closed;
  return data.status === 'reopened' ? words.reopened : null;
};

/** What was planned and what came of it; the steps between are for whoever watches. */
const actionText = ({ data }: Entry<'action'>, { locale }: Wording): string | null => {
  const { plan, card, title } = data;
  if (data.step === 'planned' && plan) return plan.summary;
  if (card) return cardToText(card, locale);
  return data.end === true ? `${title}: ${data.step}` : null;
};

const formText = ({ data }: Entry<'form'>, { words }: Wording): string => {
  const lines = data.answers.map(({ label, value, text }) => {
    const said = typeof value === 'boolean' ? (value ? words.yes : words.no) : (text ?? value);
    return `${label}: ${said}`;
  });
  return [data.title ?? words.answers, ...lines].join('\n');
};

/** The words of an entry; `null`: it has none to keep. */
const textOf = (entry: AnyEntry, wording: Wording): string | null => {
  const { words } = wording;
  switch (entry.type) {
    case 'message':
      return entry.data.parts.map((part) => partText(part, wording)).join('\n');
    case 'status':
      return statusText(entry, words);
    case 'assignment':
      return entry.data.to ? words.joined(entry.data.to.name) : words.left;
    case 'action':
      return actionText(entry, wording);
    case 'form':
      return formText(entry, wording);
    case 'greeting':
      return entry.data.text;
    case 'rating':
      return [words.rated(entry.data.score, entry.data.of), entry.data.comment ?? ''].join('\n').trim();
    case 'erased':
      return words.erased;
    // Staff’s own types never come to a shopper’s reader; should one, it is not for a transcript.
    case 'note':
    case 'outcome':
    case 'followup':
    case 'identity':
    case 'unknown':
      return null;
    default:
      return entry satisfies never;
  }
};

const speaks: ReadonlySet<string> = new Set(['message', 'form', 'greeting', 'rating']);

const whoOf = (entry: AnyEntry, { words, shop }: { words: TranscriptWords; shop: string }): string | null => {
  if (entry.type === 'greeting') return entry.data.by;
  if (!speaks.has(entry.type)) return null;
  if (entry.by.kind === 'shopper') return words.you;
  const isShop = entry.by.kind === 'office' || entry.by.kind === 'system' || entry.by.name === '';
  return isShop ? shop : entry.by.name;
};

/** Entries, as their shopper sees them, as lines. What is for staff is none of them, whoever passes it in. */
export const linesOf = (
  entries: readonly AnyEntry[],
  { locale, shop }: TranscriptReader,
): TranscriptLine[] => {
  const words = transcriptWords(locale);
  return entries.flatMap((entry) => {
    if (entry.audience !== 'everyone') return [];
    const text = textOf(entry, { words, locale });
    return text === null ? [] : [{ at: entry.at, who: whoOf(entry, { words, shop }), text }];
  });
};
