import { expect, test } from 'vitest';
import { codeIn } from './codes.ts';

const code = `sbc_${'aB3_-'.repeat(8)}`;

test.each([
  ['a bare code', code, code],
  ['a code with space around it', `  ${code}\n`, code],
  ['a whole link', `https://chat.example/desk#code=${code}`, code],
  ['the fragment alone', `#code=${code}`, code],
  ['an agent key', code.replace('sbc_', 'sbk_'), null],
  ['a code with something behind it', `${code}&x=1`, null],
  ['a code that is too short', 'sbc_abc', null],
  ['nothing', '', null],
])('%s', (_what, pasted, expected) => {
  expect(codeIn(pasted)).toBe(expected);
});
