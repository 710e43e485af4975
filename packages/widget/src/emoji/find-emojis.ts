import { emojis, emojisIn } from './emojis.ts';
import type { EmojiWords } from './emoji-words.ts';

/** Letters that are not made of another one and a mark, as they are typed in a hurry. */
const simpler: Readonly<Record<string, string>> = { ł: 'l', ß: 'ss', œ: 'oe' };

/** Without case and accents. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[łßœ]/g, (letter) => simpler[letter] ?? letter);

/** Scripts that are written without blanks: there a word may begin anywhere. */
const isUnspaced = (word: string): boolean =>
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word);

/** The emojis about all of these words, which may be beginnings of words; `null`: nothing is looked for. */
export const findEmojis = (query: string, { terms }: Pick<EmojiWords, 'terms'>): string[] | null => {
  const wanted = plain(query)
    .split(/\s+/u)
    .filter((word) => word !== '');
  if (wanted.length === 0) return null;
  const isAbout = (line: string): boolean => {
    const words = plain(line).split(' ');
    return wanted.every((word) =>
      words.some((each) => (isUnspaced(word) ? each.includes(word) : each.startsWith(word))),
    );
  };
  const rows = Object.values(emojis)
    .flat()
    .filter(([term]) => isAbout(terms[term]));
  return [...new Set(emojisIn(rows))];
};
