import { expect, test } from 'vitest';
import { plainTextOf } from './plain-html.ts';

test.each([
  ['<p>Send it <b>back</b>.</p><ul><li>Free</li></ul>', 'Send it back. Free'],
  ['a &amp; b &lt;c&gt; &#228;&#xe4; &nope; &#99999999;', 'a & b <c> ää'],
  ['<script>alert(1)</script><style>p{}</style>Rest<!-- no -->', 'Rest'],
  ['&#xd800;x&#0;', 'x'],
])('the words of %s are %s', (html, text) => {
  expect(plainTextOf(html)).toBe(text);
});
