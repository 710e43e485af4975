/**
 * Writes an article's HTML anew with nothing in it but what an article may have: tags of the list, attributes of the list,
 * each value quoted. It is what the sanitiser is given: while that parses, a browser already acts on some of what is
 * hostile, before it is taken out (it reports handlers and styles against the policy, and begins to load media).
 *
 *   text ── `<` escaped            <!-- …, <! …, <? …, </3 … ── dropped to their end
 *   <tag a=b c='d'> ── of the list: <tag a="b" c="d">; else dropped, and with its text where that is none for readers
 */

/** The tags an article may have. */
export const tags = [
  'p|br|hr|h1|h2|h3|h4|h5|h6|blockquote|pre|div|span|ul|ol|li|dl|dt|dd',
  'details|summary|figure|figcaption|img|a',
  'b|strong|i|em|u|s|del|ins|mark|small|sub|sup|code|kbd|samp|q|table|caption|thead|tbody|tfoot|tr|th|td',
].flatMap((names) => names.split('|'));
/** Their attributes. No `id`, `name`, `class` or `style`: nothing of an article can be taken for something of the panel's. */
export const attributes = 'href|src|alt|width|height|lang|dir|start|reversed|colspan|rowspan|scope'.split(
  '|',
);

/** What these hold is no markup, and not for readers. */
const silent =
  /^(script|style|textarea|title|xmp|iframe|noembed|noframes|noscript|plaintext|template|select)$/;

const tagStart = /<(\/?)([a-z][^\t\n\f\r />]*)/iy;
const attribute =
  /[\t\n\f\r /]*(=?[^\t\n\f\r />=]+|=)(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|([^\t\n\f\r >]*)))?/y;
const tagEnd = /[\t\n\f\r /]*>?/y;

/** Where a pattern goes on at a place. */
const matchAt = (pattern: RegExp, html: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(html);
};

const quoted = (value: string): string =>
  value.replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The attributes from a place on, those of the list as they are written anew; and where they end. */
const readAttributes = (html: string, from: number): { written: string; end: number } => {
  let written = '';
  let end = from;
  for (let found = matchAt(attribute, html, end); found; found = matchAt(attribute, html, end)) {
    const [whole, name = '', ...values] = found;
    const known = attributes.find((each) => each === name.toLowerCase());
    if (known) written += ` ${known}="${quoted(values.find((value) => value !== undefined) ?? '')}"`;
    end += whole.length;
  }
  return { written, end: end + (matchAt(tagEnd, html, end)?.[0].length ?? 0) };
};

/** Where what begins here and is neither a tag nor text ends. */
const skipped = (html: string, at: number): number => {
  const isComment = html.startsWith('<!--', at);
  const close = isComment ? /--!?>|^<!--?-?>/g : />/g;
  close.lastIndex = isComment ? at + 2 : at;
  const found = close.exec(html);
  return found ? found.index + found[0].length : html.length;
};

/** Where the element that begins here and is not for readers ends: at its end tag, or never. */
const silentEnd = (html: string, name: string, at: number): number => {
  const close = new RegExp(`</${name}(?=[\\t\\n\\f\\r />])`, 'gi');
  close.lastIndex = at;
  return close.exec(html)?.index ?? html.length;
};

/** The tag that begins at a place, as it is written anew, and where it ends; `null`: it is none. */
const readTag = (html: string, at: number): { written: string; end: number } | null => {
  const found = matchAt(tagStart, html, at);
  if (!found) return null;
  const [start, slash = '', name = ''] = found;
  const read = readAttributes(html, at + start.length);
  const known = tags.find((each) => each === name.toLowerCase());
  if (known) return { written: `<${slash}${known}${slash ? '' : read.written}>`, end: read.end };
  const isSilent = slash === '' && silent.test(name.toLowerCase());
  return { written: '', end: isSilent ? silentEnd(html, name, read.end) : read.end };
};

/** An article's HTML with nothing in it but tags and attributes of the lists. What addresses say is not looked at here. */
export const tidyHtml = (html: string): string => {
  let tidy = '';
  for (let at = 0; at < html.length;) {
    const next = html.indexOf('<', at);
    if (next < 0) return tidy + html.slice(at);
    tidy += html.slice(at, next);
    const tag = readTag(html, next);
    const isText = !tag && !/[!?/]/.test(html[next + 1] ?? ' ');
    if (isText) tidy += '&lt;';
    tidy += tag?.written ?? '';
    at = tag?.end ?? (isText ? next + 1 : skipped(html, next));
  }
  return tidy;
};
