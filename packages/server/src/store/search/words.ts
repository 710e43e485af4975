/*
 * One idea of a word for both engines, for what is indexed, asked for and marked: letters and digits, in lower case,
 * without accents. Scripts written without spaces go in pairs of characters:
 *
 *     Größe, ada@example.com  →  grosse ada example com            東京都  →  東京 京都 都
 */

/** A word that is looked for; as a beginning, `beste` finds `bestellung`. */
export type Wanted = { word: string; isBeginning: boolean };

const wordMostChars = 64;
const wantedMost = 10;
/** Beginnings shorter than the first would find half of everything; those so long are in the index as such. */
export const indexedBeginnings = [3, 5] as const;
const [beginningLeastChars] = indexedBeginnings;

const ascii = /^[\0-\x7f]*$/;
const marks = /\p{M}+/gu;
/** What has no mark to take off, as people type it without. */
const spelled: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};

/** A text in lower case, without accents. */
export const fold = (text: string): string => {
  const lower = text.toLowerCase();
  if (ascii.test(lower)) return lower;
  return lower
    .normalize('NFKD')
    .replaceAll(marks, '')
    .replaceAll(/[ßøđłæœı]/g, (letter) => spelled[letter] ?? letter);
};

const tokens = /[\p{L}\p{N}]+/gu;
/** The same where all is ASCII, at a third of the price. */
const asciiTokens = /[a-z0-9]+/g;
const unspaced =
  /([\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]+)/u;

type Run = { run: string; isUnspaced: boolean };

const runsIn = (token: string): Run[] => {
  if (ascii.test(token)) return [{ run: token, isUnspaced: false }];
  const runs = token.split(unspaced).map((run, index) => ({ run, isUnspaced: index % 2 === 1 }));
  return runs.filter(({ run }) => run !== '');
};
const runsOf = (text: string): Run[] => [...fold(text).matchAll(tokens)].flatMap(([token]) => runsIn(token));

const pairsOf = (run: string): string[] => {
  const characters = Array.from(run);
  return characters.map((character, index) => character + (characters[index + 1] ?? ''));
};

/** Whether a word is of a script written without spaces. */
export const isUnspaced = (word: string): boolean => !ascii.test(word) && unspaced.test(word);

/** The words of a text, each once. */
export const wordsOf = (text: string): string[] => {
  const folded = fold(text);
  if (ascii.test(folded))
    return [...new Set(folded.match(asciiTokens)?.map((run) => run.slice(0, wordMostChars)))];
  const words = runsOf(folded).flatMap(({ run, isUnspaced: isPaired }) =>
    isPaired ? pairsOf(run) : [run.slice(0, wordMostChars)],
  );
  return [...new Set(words)];
};

const wantedOf = ({ run, isUnspaced: isPaired }: Run, isLast: boolean): Wanted[] => {
  if (!isPaired) {
    const word = run.slice(0, wordMostChars);
    return [{ word, isBeginning: isLast && word.length >= beginningLeastChars }];
  }
  const pairs = pairsOf(run);
  if (pairs.length === 1) return [{ word: run, isBeginning: true }];
  return pairs.slice(0, -1).map((word) => ({ word, isBeginning: false }));
};

/**
 * What a query asks for: all of these words; the last one, unless something follows it, also as a beginning. At most
 * ten; what comes after is not looked at. None where the query has no letters or digits.
 */
export const readQuery = (query: string): Wanted[] => {
  const runs = runsOf(query);
  const isOpen = /[\p{L}\p{N}\p{M}]$/u.test(query);
  const wanted = runs.flatMap((run, index) => wantedOf(run, isOpen && index === runs.length - 1));
  const byWord = new Map<string, Wanted>();
  for (const each of wanted) if (!byWord.has(each.word) || each.isBeginning) byWord.set(each.word, each);
  return [...byWord.values()].slice(0, wantedMost);
};

/** The length of the longest indexed beginning of a word; `null`: it has none. */
export const indexedLengthOf = (word: string): number | null =>
  isUnspaced(word) ? null : (indexedBeginnings.findLast((chars) => chars <= word.length) ?? null);

/** Whether a word is the one that is looked for. */
export const isWanted = (word: string, wanted: Wanted): boolean =>
  wanted.isBeginning ? word.startsWith(wanted.word) : word === wanted.word;
