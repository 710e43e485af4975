import { expect, test } from 'vitest';
import { isOn } from './page-pattern.ts';

test.each([
  ['/tins/*', '/tins/tea', true],
  ['/tins/*', '/tins/', true],
  ['/tins/*', '/tins', false],
  ['/tins', '/tins/tea', false],
  ['/', '/', true],
  ['*/tea', '/tins/tea', true],
  ['*/tea', '/tea/tins', false],
  ['/*/tea/*', '/tins/tea/green', true],
  ['/a*a', '/a', false],
  ['*', '/anything', true],
  ['/(tins|pots)', '/tins', false],
])('the page %s is met by %s: %s', (page, path, isMet) => {
  expect(isOn(path, page)).toBe(isMet);
});

test('a pattern made to take long takes no time', () => {
  expect(isOn('a'.repeat(2_000), `${'a*'.repeat(90)}b`)).toBe(false);
});
