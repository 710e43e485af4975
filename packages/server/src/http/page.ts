import { inlineHashes } from './policy.ts';

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:18vh auto 0;padding:0 1.5rem;color:#1c1917;background:#fafaf9}' +
  'h1{font-size:1.25rem}code{background:#e7e5e4;padding:.1em .35em;border-radius:4px}' +
  '@media(prefers-color-scheme:dark){body{color:#f5f5f4;background:#1c1917}code{background:#44403c}a{color:#fdba74}}';
const styleHash = inlineHashes(`<style>${style}</style>`, 'style').join(' ');

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** Text as it may stand in HTML, in an attribute too. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (char) => escapes[char] ?? '');

type PlainPage = {
  status: number;
  title: string;
  /** One paragraph each, plain text; `code` in backquotes. */
  lines: readonly string[];
  /** Whether any page may frame it: only for words that tell nothing and ask nothing. */
  isFrameable?: boolean;
};

/** A small page in words, without scripts. */
export const plainPage = ({ status, title, lines, isFrameable = false }: PlainPage): Response => {
  const paragraphs = lines.map(
    (line) => `<p>${escapeHtml(line).replaceAll(/`([^`]+)`/g, '<code>$1</code>')}</p>`,
  );
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)} · Shopbell</title><style>${style}</style></head><body><h1>${escapeHtml(title)}</h1>${paragraphs.join('')}</body></html>`;
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src ${styleHash}; frame-ancestors ${isFrameable ? '*' : "'none'"}; base-uri 'none'; form-action 'none'`,
    },
  });
};
