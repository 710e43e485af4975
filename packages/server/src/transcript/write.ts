import { escapeHtml } from '../http/page.ts';
import type { TranscriptLine, TranscriptReader } from './lines.ts';
import { transcriptWords } from './words.ts';

/** A transcript is plain text, or a page without script that fetches nothing. */
export type TranscriptFormat = 'text' | 'html';

const stampOf = ({ locale, timeZone }: TranscriptReader): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });

const style = `body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 system-ui,sans-serif;color:#1d1b26}
h1{font-size:1.25rem}p{margin:0 0 .75rem;white-space:pre-wrap;overflow-wrap:anywhere}time{color:#6b6675;font-size:.85em}
.event{color:#6b6675}`;

const rightToLeft: ReadonlySet<string> = new Set(['ar', 'he', 'fa', 'ur']);

/** What stands before the lines. `at`: when it is written. */
export const writeHead = (format: TranscriptFormat, reader: TranscriptReader, at: number): string => {
  const words = transcriptWords(reader.locale);
  const title = words.title(reader.shop);
  const written = words.written(stampOf(reader).format(at));
  if (format === 'text') return `${title}\n${written}\n\n`;
  const language = reader.locale.split('-')[0] ?? 'en';
  const direction = rightToLeft.has(language) ? 'rtl' : 'ltr';
  return `<!doctype html>
<html lang="${escapeHtml(reader.locale)}" dir="${direction}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>
<style>${style}</style></head><body><h1>${escapeHtml(title)}</h1><p class="event">${escapeHtml(written)}</p>
`;
};

/** The lines. */
export const writeLines = (
  format: TranscriptFormat,
  lines: readonly TranscriptLine[],
  reader: TranscriptReader,
): string => {
  const stamp = stampOf(reader);
  return lines
    .map(({ at, who, text }) => {
      const when = stamp.format(at);
      if (format === 'text')
        return who === null ? `[${when}] ${text}\n` : `[${when}] ${who}: ${text.replaceAll('\n', '\n  ')}\n`;
      const said =
        who === null ? escapeHtml(text) : `<strong>${escapeHtml(who)}</strong>\n${escapeHtml(text)}`;
      return `<p dir="auto"${who === null ? ' class="event"' : ''}><time>${escapeHtml(when)}</time> ${said}</p>\n`;
    })
    .join('');
};

/** What stands after them. */
export const writeEnd = (format: TranscriptFormat): string => (format === 'text' ? '' : '</body></html>\n');
