import { fold, isUnspaced, isWanted, type Wanted } from './words.ts';

/** A piece of a text around what was found, and where in it: from, to, in UTF-16 code units. */
export type Excerpt = { text: string; ranges: [number, number][] };

const excerptMostChars = 160;
const leadChars = 40;
const rangesMost = 20;
const token = /[\p{L}\p{N}\p{M}]+/gu;

type Range = [from: number, to: number];

/** Where in a token a word stands: all of it, or in scripts without spaces the part of it. */
const placeIn = (found: string, at: number, wanted: Wanted): Range | null => {
  const folded = fold(found);
  if (!isUnspaced(wanted.word)) return isWanted(folded, wanted) ? [at, at + found.length] : null;
  const index = folded.indexOf(wanted.word);
  if (index < 0) return null;
  if (folded.length !== found.length) return [at, at + found.length];
  return [at + index, at + index + wanted.word.length];
};

const joined = (ranges: readonly Range[]): Range[] => {
  const all: Range[] = [];
  for (const [from, to] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
};

/** Where the wanted words stand in a text. */
export const rangesOf = (text: string, wanted: readonly Wanted[]): Range[] => {
  const found: Range[] = [];
  for (const { 0: word, index } of text.matchAll(token))
    for (const each of wanted) {
      const range = placeIn(word, index, each);
      if (range) found.push(range);
    }
  return joined(found);
};

const isLowSurrogate = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
};
/** A place to cut at: after a space nearby, never within a character. */
const cutBefore = (text: string, at: number): number => {
  const space = text.indexOf(' ', at);
  if (space >= 0 && space - at < leadChars / 2) return space + 1;
  return isLowSurrogate(text, at) ? at + 1 : at;
};

/** The piece of a text that shows best what was found in it; `null` where nothing was. */
export const excerptOf = (whole: string, wanted: readonly Wanted[]): Excerpt | null => {
  const text = whole.replaceAll(/\s+/g, ' ').trim();
  const ranges = rangesOf(text, wanted);
  const [first] = ranges;
  if (!first) return null;
  const from =
    first[0] > leadChars && text.length > excerptMostChars ? cutBefore(text, first[0] - leadChars) : 0;
  let to = Math.min(text.length, from + excerptMostChars);
  if (isLowSurrogate(text, to)) to -= 1;
  const lead = from > 0 ? '… ' : '';
  const shift = lead.length - from;
  const inside = ranges.filter(([start]) => start < to).slice(0, rangesMost);
  return {
    text: `${lead}${text.slice(from, to)}${to < text.length ? ' …' : ''}`,
    ranges: inside.map(([start, end]) => [start + shift, Math.min(end, to) + shift]),
  };
};
