import { createHash } from 'node:crypto';

/** Headers of every answer. What a route sets itself is kept. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'content-security-policy':
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
};

const hashSource = (text: string): string =>
  `'sha256-${createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('base64')}'`;

/** The CSP sources of a document’s inline `<script>` or `<style>` blocks: a hash of each. */
export const inlineHashes = (html: string, tag: 'script' | 'style'): string[] => {
  const blocks = html.matchAll(new RegExp(`<${tag}\\b([^>]*)>([\\s\\S]*?)</${tag}>`, 'gi'));
  const inline = [...blocks].filter(([, attributes]) => !/\ssrc\s*=/i.test(attributes ?? ''));
  return inline.map(([, , text]) => hashSource(text ?? ''));
};

const sources = (list: readonly string[]): string => (list.length > 0 ? list.join(' ') : "'none'");
const socketOrigins = (origins: readonly string[]): string[] =>
  origins.map((origin) => origin.replace(/^http/, 'ws'));

type Documents = { html: string; ownOrigins: readonly string[]; shopOrigins: readonly string[] };
/** Text is never HTML, but by the policies named. */
const sinksBy = (policies: string): string => `require-trusted-types-for 'script'; trusted-types ${policies}`;

const widgetFiles = (origins: readonly string[]): string[] => origins.map((origin) => `${origin}/widget/`);

/**
 * The panel’s policy: its own inline blocks and the widget’s files, nothing else; framed by its shop’s pages alone. The one
 * policy that makes HTML of text is the sanitiser’s own, which it hands out to nobody.
 */
export const panelPolicy = ({ html, ownOrigins, shopOrigins }: Documents): string =>
  [
    "default-src 'none'",
    `script-src ${sources([...inlineHashes(html, 'script'), ...widgetFiles(ownOrigins)])}`,
    `style-src ${sources(inlineHashes(html, 'style'))}`,
    `connect-src ${sources(["'self'", ...socketOrigins(ownOrigins)])}`,
    `img-src ${sources(["'self'", 'data:', ...shopOrigins])}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${sources(shopOrigins)}`,
    sinksBy('dompurify'),
  ].join('; ');

/** The desk’s policy: scripts and styles of this relay alone; framed by nobody. */
export const deskPolicy = ({ html, ownOrigins, shopOrigins }: Documents): string =>
  [
    "default-src 'none'",
    `script-src ${sources(["'self'", ...inlineHashes(html, 'script')])}`,
    `style-src ${sources(["'self'", ...inlineHashes(html, 'style')])}`,
    `connect-src ${sources(["'self'", ...socketOrigins(ownOrigins)])}`,
    `img-src ${sources(["'self'", 'data:', ...shopOrigins])}`,
    "font-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    sinksBy("'none'"),
  ].join('; ');
