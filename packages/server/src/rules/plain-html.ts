const textMaxChars = 20_000;

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

const decode = (reference: string): string => {
  const number = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(reference);
  if (!number) return named[reference.toLowerCase()] ?? ' ';
  const [, hex, decimal] = number;
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code > 0 && code <= 0x10_ff_ff && !(code >= 0xd8_00 && code <= 0xdf_ff)
    ? String.fromCodePoint(code)
    : ' ';
};

/**
 * The words of an article, to find it by and to show its beginning. They are shown as text, never as HTML: this makes
 * nothing safe, and need not.
 */
export const plainTextOf = (html: string): string =>
  html
    .replaceAll(/<(script|style)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, ' ')
    .replaceAll(/<!--[\s\S]*?-->/g, ' ')
    // A tag within a word or before a full stop is no space.
    .replaceAll(/<\/?(a|b|i|u|s|q|em|strong|code|kbd|mark|small|span|sub|sup)\b[^>]*>/gi, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&([a-z]{2,8}|#[0-9a-z]{1,8});/gi, (_, reference: string) => decode(reference))
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, textMaxChars);
