import { targetOf, trimAddress } from './link.ts';

/**
 * A piece of a line. `mark` is what stood around it and is not shown; `source` is how a link was written: nothing of
 * what somebody wrote gets lost on the way.
 */
export type Run =
  | { kind: 'text'; text: string }
  | { kind: 'strong' | 'em'; mark: Mark; runs: Run[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; text: string; href: string; shown: string | null; source: string };
type Mark = '**' | '*' | '_';

type Token = Run | { kind: 'mark'; mark: Mark; opens: boolean; closes: boolean };

/** Code, a link with words, an address, a mark. None of them can be tried for longer than it is. */
const pieces =
  /`([^`\n]+)`|\[([^[\]\n]{1,200})\]\(([^\s()]{1,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,200})?)\)|((?:https?:\/\/|mailto:|tel:)[^\s<>"'`]+)|(\*\*|[*_])/gi;

const isWord = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character);
const isSpace = (character: string | undefined): boolean => character === undefined || /\s/.test(character);

/** A mark opens before a word and closes behind one; inside a word it is a letter like any other. */
const markAt = (line: string, at: number, mark: Mark): Token => {
  const before = at > 0 ? line[at - 1] : undefined;
  const after = line[at + mark.length];
  return {
    kind: 'mark',
    mark,
    opens: !isSpace(after) && !isWord(before),
    closes: !isSpace(before) && !isWord(after),
  };
};

const linkOf = (source: string, label: string, address: string): Run | null => {
  const target = targetOf(address, label);
  return target && { kind: 'link', text: label, ...target, source };
};

const tokens = (line: string): Token[] => {
  const found: Token[] = [];
  let from = 0;
  const add = (at: number, token: Token, length: number): void => {
    if (at > from) found.push({ kind: 'text', text: line.slice(from, at) });
    found.push(token);
    from = at + length;
  };
  pieces.lastIndex = 0;
  for (let match = pieces.exec(line); match; match = pieces.exec(line)) {
    const [whole, code, label, address, bare, mark] = match;
    const { index } = match;
    if (code !== undefined && code.trim() !== '') add(index, { kind: 'code', text: code }, whole.length);
    else if (mark !== undefined) add(index, markAt(line, index, mark as Mark), whole.length);
    else {
      const source = bare === undefined ? whole : trimAddress(bare);
      const link = linkOf(source, label ?? source, address ?? source);
      if (!link) continue;
      add(index, link, source.length);
      // What ends the sentence behind it may be a mark.
      pieces.lastIndex = index + source.length;
    }
  }
  if (from < line.length) found.push({ kind: 'text', text: line.slice(from) });
  return found;
};

/** What is open; `null` is the line itself. */
type Open = { mark: Mark | null; runs: Run[] };

const put = (runs: Run[], run: Run): void => {
  const last = runs.at(-1);
  if (run.kind === 'text' && last?.kind === 'text') last.text += run.text;
  else runs.push(run);
};

/** What was opened and never closed is the characters it was. */
const giveUp = (stack: Open[]): void => {
  const { mark, runs } = stack.pop() as Open;
  const outer = (stack.at(-1) as Open).runs;
  put(outer, { kind: 'text', text: mark ?? '' });
  for (const run of runs) put(outer, run);
};

const close = (stack: Open[], mark: Mark): void => {
  while (stack.at(-1)?.mark !== mark) giveUp(stack);
  const { runs } = stack.pop() as Open;
  put((stack.at(-1) as Open).runs, { kind: mark === '**' ? 'strong' : 'em', mark, runs });
};

/** Cuts a line into what is bold, slanted, code, a link, and plain. Takes time in proportion to its length. */
export const runsOf = (line: string): Run[] => {
  // Each mark stands in it at most once.
  const stack: Open[] = [{ mark: null, runs: [] }];
  const isOpen = (mark: Mark): boolean => stack.some((each) => each.mark === mark);
  for (const token of tokens(line)) {
    const top = stack.at(-1) as Open;
    if (token.kind !== 'mark') put(top.runs, token);
    else if (token.closes && isOpen(token.mark) && (top.mark !== token.mark || top.runs.length > 0))
      close(stack, token.mark);
    else if (token.opens && !isOpen(token.mark)) stack.push({ mark: token.mark, runs: [] });
    else put(top.runs, { kind: 'text', text: token.mark });
  }
  while (stack.length > 1) giveUp(stack);
  return (stack[0] as Open).runs;
};
