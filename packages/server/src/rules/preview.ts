import { partsToText, type Author, type Part } from '@shopbell/protocol';
import { withoutMarks } from '@shopbell/protocol/prose';
import type { ConversationPatch } from '../store/store.ts';

const previewMaxChars = 140;

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;

/** Nearly every message: no white space but single spaces between words. Asking is cheaper than replacing. */
const isOnOneLine = (text: string): boolean => !/^\s|\s$|\s\s|[^\S ]/.test(text);

/** The first 140 UTF-16 units of a text on one line; a character of two units is never split. */
export const shorten = (text: string): string => {
  const line = isOnOneLine(text) ? text : text.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= previewMaxChars) return line;
  const end = previewMaxChars - 1;
  const cut = isHighSurrogate(line.charCodeAt(end - 1)) ? end - 1 : end;
  return `${line.slice(0, cut)}…`;
};

/** More than this of a text never gets into a preview, whatever its marks and white space come to. */
const readMaxChars = 2_000;

const plainPart = (part: Part): Part =>
  part.kind === 'text' ? { kind: 'text', text: withoutMarks(part.text.slice(0, readMaxChars)) } : part;

/** The preview of a message, for lists: its words, without the marks of its formatting. */
export const previewOf = (
  by: Author['kind'],
  parts: readonly Part[],
): NonNullable<ConversationPatch['preview']> => ({ by, text: shorten(partsToText(parts.map(plainPart))) });
