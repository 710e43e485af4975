import { partsToText, type Author, type Part } from '@shopbell/protocol';
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

/** The preview of a message, for lists. */
export const previewOf = (
  by: Author['kind'],
  parts: readonly Part[],
): NonNullable<ConversationPatch['preview']> => ({ by, text: shorten(partsToText(parts)) });
