import { indexedBeginnings, indexedLengthOf, isUnspaced, type Wanted } from '../../search/words.ts';
import { stretches } from './schema.ts';

/** A word of a shop in the index. */
const lexeme = (shop: number, word: string): string => `${shop}.${word}`;
/** The beginning of a word: what `bes…` is asked for by. */
const beginning = (shop: number, word: string, chars: number): string => `${shop}^${word.slice(0, chars)}`;

const beginningsOf = (shop: number, word: string): string[] =>
  isUnspaced(word)
    ? []
    : indexedBeginnings.filter((chars) => chars <= word.length).map((chars) => beginning(shop, word, chars));

/** All that an entry is found by. */
export const lexemesOf = (shop: number, words: readonly string[]): string[] => [
  ...new Set(words.flatMap((word) => [lexeme(shop, word), ...beginningsOf(shop, word)])),
];

const quoted = (word: string): string => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

const termOf = (shop: number, { word, isBeginning }: Wanted): string =>
  quoted(lexeme(shop, word)) + (isBeginning ? ':*' : '');

/** The query that finds exactly what is wanted. */
export const exactQuery = (shop: number, wanted: readonly Wanted[]): string =>
  wanted.map((each) => termOf(shop, each)).join(' & ');

/** One that finds that and more, without putting all words together that begin alike; `null`: there is no need for it. */
export const wideQuery = (shop: number, wanted: readonly Wanted[]): string | null => {
  const lengths = wanted.map((each) => (each.isBeginning ? indexedLengthOf(each.word) : null));
  if (lengths.every((chars) => chars === null)) return null;
  const terms = wanted.map((each, index) => {
    const chars = lengths[index];
    return chars ? quoted(beginning(shop, each.word, chars)) : termOf(shop, each);
  });
  return terms.join(' & ');
};

/** The newest stretches below a key: what they are asked for by, and from which key on they reach. */
export const newestBelow = (
  below: number,
  level: keyof typeof stretches,
): { match: string; from: number } => {
  const size = 2 ** stretches[level];
  const last = Math.floor((below - 1) / size);
  const match = `(${quoted(`#${level}${last}`)} | ${quoted(`#${level}${last - 1}`)})`;
  return { match, from: (last - 1) * size };
};
