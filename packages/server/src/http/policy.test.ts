import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { deskPolicy, inlineHashes, panelPolicy } from './policy.ts';

const sha = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const html =
  '<!doctype html><style>p{color:red}</style><script src="x.js"></script><script type="module">let a="<b>"\n</script><SCRIPT>b()</SCRIPT>';

test('hashes are of the inline blocks alone, letter for letter', () => {
  expect(inlineHashes(html, 'script')).toEqual([sha('let a="<b>"\n'), sha('b()')]);
  expect(inlineHashes(html, 'style')).toEqual([sha('p{color:red}')]);
});

test('line ends are hashed as the browser’s parser reads them', () => {
  expect(inlineHashes('<script>a\r\nb</script>', 'script')).toEqual([sha('a\nb')]);
});

test('the panel may run its own blocks, reach this relay, and be framed by its shop', () => {
  const policy = panelPolicy({
    html,
    ownOrigins: ['https://chat.example'],
    shopOrigins: ['https://shop.example'],
  });
  expect(policy).toBe(
    `default-src 'none'; script-src ${sha('let a="<b>"\n')} ${sha('b()')} https://chat.example/widget/; style-src ${sha('p{color:red}')}; ` +
      "connect-src 'self' wss://chat.example; img-src 'self' data: https://shop.example; base-uri 'none'; " +
      "form-action 'none'; frame-ancestors https://shop.example; require-trusted-types-for 'script'; trusted-types dompurify",
  );
});

test('a shop without origins is framed by nobody', () => {
  expect(panelPolicy({ html: '', ownOrigins: [], shopOrigins: [] })).toContain("frame-ancestors 'none'");
});

test('the desk is framed by nobody and runs no script of elsewhere', () => {
  const policy = deskPolicy({ html: '', ownOrigins: ['http://127.0.0.1:1'], shopOrigins: [] });
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("connect-src 'self' ws://127.0.0.1:1");
});
