/** A slash with what was typed after it: from where to where it stands in the text. */
export type Slash = { from: number; to: number; typed: string };

/** The slash before the caret that begins a word, if the caret is still in that word. */
export const slashAt = (text: string, caret: number): Slash | null => {
  const found = /(?:^|\s)\/([\p{L}\p{N}-]{0,40})$/u.exec(text.slice(0, caret));
  const typed = found?.[1];
  return typed === undefined ? null : { from: caret - typed.length - 1, to: caret, typed };
};

const open = /\{\{\s*[a-z][\w.]*\s*\}\}/i;

/** Where the first variable stands that nobody has filled in; `null`: there is none. */
export const openVariable = (text: string): { from: number; to: number; name: string } | null => {
  const found = open.exec(text);
  if (!found) return null;
  const [whole] = found;
  return { from: found.index, to: found.index + whole.length, name: whole.replaceAll(/[{}\s]/g, '') };
};
