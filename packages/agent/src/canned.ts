import type { CannedResponse } from '@shopbell/protocol';

/** What a canned response’s variables stand for, by name: `{ 'shopper.name': 'Lena' }`. */
export type CannedValues = Readonly<Record<string, string | undefined>>;

/** A filled text, and the names of the variables nobody had a value for: they still stand in it. */
export type FilledCanned = { text: string; missing: string[] };

const variable = /\{\{\s*([a-z][\w.]*)\s*\}\}/gi;

/** Puts values in the places of a canned response’s variables, `{{shopper.name}}`. What a value holds is never filled again. */
export const fillCanned = (text: string, values: CannedValues): FilledCanned => {
  const missing = new Set<string>();
  const filled = text.replaceAll(variable, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value !== undefined && value !== '') return value;
    missing.add(name);
    return whole;
  });
  return { text: filled, missing: [...missing] };
};

/** What is looked for: what was typed after the slash, what was said lately, and the shopper’s language. */
export type CannedQuery = { typed?: string; said?: string; language?: string };

/** In lower case and without accents: `Größe` is found by `grosse`. */
const plain = (text: string): string =>
  text.toLowerCase().replaceAll('ß', 'ss').normalize('NFKD').replaceAll(/\p{M}/gu, '');
const wordsOf = (text: string): string[] => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];

const points = { id: 8, title: 4, text: 1 } as const;

/** How well all the words typed begin words of it; 0: one of them does not. */
const typedRank = ({ id, title, text }: CannedResponse, typed: readonly string[]): number => {
  const places = [
    { words: [id, ...wordsOf(id)], worth: points.id },
    { words: wordsOf(title), worth: points.title },
    { words: wordsOf(text), worth: points.text },
  ];
  let sum = 0;
  for (const word of typed) {
    const place = places.find(({ words }) => words.some((each) => each.startsWith(word)));
    if (!place) return 0;
    sum += place.worth;
  }
  return sum;
};

// Short words are in every sentence.
const tellingChars = 4;

/** How much of what was said lately it speaks of, 0 to 1. */
const saidRank = ({ title, text }: CannedResponse, said: ReadonlySet<string>): number => {
  if (said.size === 0) return 0;
  const own = new Set(wordsOf(`${title} ${text}`));
  return [...said].filter((word) => own.has(word)).length / said.size;
};

/**
 * The canned responses that fit, the best first: those whose short name, title or text have all the words typed, by
 * where they have them, then by the conversation’s words, its language, and how often they are used.
 */
export const rankCanned = (
  all: readonly CannedResponse[],
  { typed = '', said = '', language }: CannedQuery,
): CannedResponse[] => {
  // A short name is typed as it is written, dashes and all.
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  const lately = new Set(wordsOf(said).filter(({ length }) => length >= tellingChars));
  return all
    .map((canned) => ({
      canned,
      typedPoints: typedRank(canned, wanted),
      isSpoken: !canned.language || !language || canned.language === language.split('-', 1)[0],
      // A word of the conversation counts for more than a thousand uses.
      rank: 10 * saidRank(canned, lately) + Math.log10(1 + canned.uses) / 3,
    }))
    .filter(({ typedPoints }) => wanted.length === 0 || typedPoints > 0)
    .toSorted(
      (one, other) =>
        other.typedPoints - one.typedPoints ||
        Number(other.isSpoken) - Number(one.isSpoken) ||
        other.rank - one.rank ||
        (one.canned.title < other.canned.title ? -1 : 1),
    )
    .map(({ canned }) => canned);
};
