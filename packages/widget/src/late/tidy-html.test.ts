import { expect, test } from 'vitest';
import { tidyHtml } from './tidy-html.ts';

test.each([
  ['<p>Plain</p>', '<p>Plain</p>'],
  ['<P CLASS=x Lang=de>Gut</P >', '<p lang="de">Gut</p>'],
  [`<a href='https://x/?a="b"' target=_top>x</a>`, '<a href="https://x/?a=&quot;b&quot;">x</a>'],
  ['<img src=a.png alt="a > b"/>', '<img src="a.png" alt="a &gt; b">'],
  ['<ol reversed start=3><li>x</ol>', '<ol reversed="" start="3"><li>x</ol>'],
  ['a < b && c &lt; d', 'a &lt; b && c &lt; d'],
  ['<!-- <b> --><i>x</i><!--> <b>y</b> --!>z', '<i>x</i> <b>y</b> --!>z'],
  ['<!doctype html><?php x ?><p>x</p></3>', '<p>x</p>'],
  ['<script>if (a<b) "</p>"</script><p>x', '<p>x'],
  ['<style>*{}</style ><p>x', '<p>x'],
  ['<svg onload=x><p/onclick=y>x</p></svg>', '<p>x</p>'],
  ['<p "onclick=x"=y =z>x', '<p>x'],
  ['<p title="</noscript><img src=x onerror=y>">x', '<p>x'],
  ['<noscript><p title="</noscript><img src=x onerror=y>">', '<img src="x">">'],
  ['<p', '<p>'],
  ['<p lang="de', '<p lang="&quot;de">'],
  ['<', '&lt;'],
  ['<!--', ''],
  ['<plaintext><b>x', ''],
  ['<PLAINTEXT', ''],
])('%s is written as %s', (html, tidy) => {
  expect(tidyHtml(html)).toBe(tidy);
});

test('what is tidy stays as it is', () => {
  const tidy = '<p>x <a href="https://x/?a=&quot;b&quot;">y</a> &lt; z<br></p>';
  expect(tidyHtml(tidy)).toBe(tidy);
});

test('no article takes long, however it is made', () => {
  for (const part of [
    '<',
    '<a ',
    '<a b="',
    "<a b='",
    '<!--',
    '<!',
    '</',
    '<script>',
    '<a b=c',
    '&',
    '<a/',
    '<p =',
  ]) {
    const html = part.repeat(50_000 / part.length);
    expect(tidyHtml(html).length).toBeLessThan(html.length * 6);
  }
});
