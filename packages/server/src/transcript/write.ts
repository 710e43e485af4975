import { fill } from '@shopbell/protocol';
import { escapeHtml } from '../http/page.ts';
import { wordingFor } from '../words/tables.ts';
import type { TranscriptLine, TranscriptReader } from './lines.ts';

/** A transcript is plain text, or a page without script that fetches nothing. */
export type TranscriptFormat = 'text' | 'html';

const stampOf = ({ locale, timeZone }: TranscriptReader): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });

const style = `body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 system-ui,sans-serif;color:#1d1b26}
h1{font-size:1.25rem}p{margin:0 0 .75rem;overflow-wrap:anywhere}.said{unicode-bidi:plaintext}
time{color:#6b6675;font-size:.85em}.event{color:#6b6675}`;

/** Makes a line of plain text run as its language does, whatever it begins with: a time, or a name in other letters. */
const rightToLeftMark = '\u200f';
/** Values keep their own way of running: FSI … PDI. */
const setApart = (value: string): string => `\u2068${value}\u2069`;

/** What stands before the lines. `at`: when it is written. */
export const writeHead = (format: TranscriptFormat, reader: TranscriptReader, at: number): string => {
  const { words, language, direction } = wordingFor(reader.locale);
  const title = fill(words.transcript.title, reader.shop);
  const written = fill(words.transcript.written, stampOf(reader).format(at));
  if (format === 'text') return `${title}\n${written}\n\n`;
  return `<!doctype html>
<html lang="${language}" dir="${direction}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>
<style>${style}</style></head><body dir="${direction}"><h1>${escapeHtml(title)}</h1><p class="event">${escapeHtml(written)}</p>
`;
};

const plainLine = ({ who, text }: TranscriptLine, when: string, direction: 'ltr' | 'rtl'): string => {
  if (direction === 'ltr')
    return `[${when}] ${who === null ? text : `${who}: ${text.replaceAll('\n', '\n  ')}`}\n`;
  const apart =
    who === null
      ? setApart(text)
      : `${setApart(who)}: ${text.split('\n').map(setApart).join(`\n${rightToLeftMark}  `)}`;
  return `${rightToLeftMark}[${setApart(when)}] ${apart}\n`;
};

// `dir="auto"` on each: what is said may be in other letters than the page’s words. Its line breaks are kept by the
// element itself, since many a mail program drops the head with its style.
const said = (text: string): string =>
  `<span class="said" dir="auto" style="display:block;white-space:pre-wrap">${escapeHtml(text)}</span>`;
const pageLine = ({ who, text }: TranscriptLine, when: string): string => {
  const time = `<time dir="auto">${escapeHtml(when)}</time>`;
  if (who === null) return `<p class="event">${time} ${said(text)}</p>\n`;
  return `<p>${time} <strong dir="auto">${escapeHtml(who)}</strong> ${said(text)}</p>\n`;
};

/** The lines. */
export const writeLines = (
  format: TranscriptFormat,
  lines: readonly TranscriptLine[],
  reader: TranscriptReader,
): string => {
  const stamp = stampOf(reader);
  const { direction } = wordingFor(reader.locale);
  return lines
    .map((line) => {
      const when = stamp.format(line.at);
      return format === 'text' ? plainLine(line, when, direction) : pageLine(line, when);
    })
    .join('');
};

/** What stands after them. */
export const writeEnd = (format: TranscriptFormat): string => (format === 'text' ? '' : '</body></html>\n');
