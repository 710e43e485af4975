import { runsOf, type Run } from './runs.ts';

export type { Run };

/** An item of a list; `mark` is what stood before it, `number` what it is counted as. */
export type ListItem = { mark: string; number: number | null; runs: Run[] };

/** A piece of a text, whole lines of it. Code keeps the lines around it that make it code. */
export type Block =
  | { kind: 'words'; runs: Run[] }
  | { kind: 'code'; first: string; lines: string[]; last: string }
  | { kind: 'list'; items: ListItem[] };

const fence = /^\s{0,3}```[\w+-]{0,20}\s*$/;
const endOfFence = /^\s{0,3}```\s*$/;
const bullet = /^(\s{0,3}(?:[-*•]|(\d{1,3})[.)])\s+)(?=\S)/;

const itemOf = (line: string): ListItem | null => {
  const [, mark, number] = bullet.exec(line) ?? [];
  if (mark === undefined) return null;
  return {
    mark,
    number: number === undefined ? null : Number(number),
    runs: runsOf(line.slice(mark.length)),
  };
};

type Found = { block: Block; next: number } | null;

const codeAt = (lines: readonly string[], at: number, lastFence: number): Found => {
  const first = lines[at] ?? '';
  if (at >= lastFence || !fence.test(first)) return null;
  let end = at + 1;
  while (!endOfFence.test(lines[end] ?? '')) end += 1;
  const last = lines[end] ?? '';
  return { block: { kind: 'code', first, lines: lines.slice(at + 1, end), last }, next: end + 1 };
};

const listAt = (lines: readonly string[], at: number): Found => {
  const items: ListItem[] = [];
  for (let item = itemOf(lines[at] ?? ''); item; item = itemOf(lines[at + items.length] ?? '')) {
    const isSameKind = items[0] === undefined || (items[0].number === null) === (item.number === null);
    if (!isSameKind) break;
    items.push(item);
  }
  // One line that begins with a dash is a line that begins with a dash.
  return items.length > 1 ? { block: { kind: 'list', items }, next: at + items.length } : null;
};

const addLine = (blocks: Block[], line: string): void => {
  const runs = runsOf(line);
  const last = blocks.at(-1);
  if (last?.kind === 'words') last.runs.push({ kind: 'text', text: '\n' }, ...runs);
  else blocks.push({ kind: 'words', runs });
};

/**
 * Reads the light formatting of a message: `**bold**`, `*slanted*` or `_slanted_`, `` `code` ``, code between lines of
 * ```` ``` ````, lists, links. Nothing in it is ever markup: what is no such mark is what was typed.
 */
export const parseProse = (text: string): Block[] => {
  const lines = text.split('\n');
  const lastFence = lines.findLastIndex((line) => endOfFence.test(line));
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length;) {
    const found = codeAt(lines, at, lastFence) ?? listAt(lines, at);
    if (found) blocks.push(found.block);
    else addLine(blocks, lines[at] ?? '');
    at = found?.next ?? at + 1;
  }
  return blocks;
};

const plainRun = (run: Run): string => {
  if (run.kind === 'text' || run.kind === 'code') return run.text;
  if (run.kind === 'link') return run.shown === null ? run.text : `${run.text} (${run.shown})`;
  return run.runs.map(plainRun).join('');
};
const plainItem = ({ number, runs }: ListItem): string =>
  `${number === null ? '•' : `${number}.`} ${runs.map(plainRun).join('')}`;
const plainBlock = (block: Block): string => {
  if (block.kind === 'words') return block.runs.map(plainRun).join('');
  return (block.kind === 'list' ? block.items.map(plainItem) : block.lines).join('\n');
};

/** Whether there may be marks in a text: where not, it is as it was typed. */
export const mayHaveMarks = (text: string): boolean => /[*_`[]|^\s*[-•\d]|[:/]/m.test(text);

/** A text as it is read when its formatting is drawn, in plain words: what a link hides is said as it is there. */
export const withoutMarks = (text: string): string =>
  mayHaveMarks(text) ? parseProse(text).map(plainBlock).join('\n') : text;
