import { fill } from '@shopbell/protocol';
import { times } from '@shopbell/protocol/limits';
import { escapeHtml } from '../http/page.ts';
import { wordingFor } from '../words/tables.ts';

/** A mail with a code, in the reader’s language: the subject never has the code, `html` no script, and it fetches nothing. */
export type CodeMail = { subject: string; text: string; html: string };

const style =
  'max-width:36rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 system-ui,sans-serif;color:#1d1b26';
/** Digits run one way in every language, and large enough to be copied from a phone. */
const codeStyle = 'font-size:2rem;letter-spacing:.2em;font-variant-numeric:tabular-nums';

/** Writes the mail. `shop`: its name. */
export const writeCodeMail = (given: { shop: string; code: string; locale: string }): CodeMail => {
  const { shop, code, locale } = given;
  const { words, language, direction } = wordingFor(locale);
  const { subject, is, valid, warning, ignore } = words.code;
  const minutes = new Intl.NumberFormat(language, { style: 'unit', unit: 'minute', unitDisplay: 'long' });
  const title = fill(subject, shop);
  const first = fill(is, shop);
  const rest = [fill(valid, minutes.format(times.identityCodeMs / 60_000)), fill(warning, shop), ignore];
  const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;
  const html = `<!doctype html>
<html lang="${language}" dir="${direction}"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>
<body dir="${direction}" style="${style}">${paragraph(first)}
<p style="${codeStyle}"><strong dir="ltr">${escapeHtml(code)}</strong></p>
${rest.map(paragraph).join('\n')}</body></html>
`;
  return { subject: title, text: `${[first, code, ...rest].join('\n\n')}\n`, html };
};
