import { expect, test } from 'vitest';
import { openVariable, slashAt } from './slash.ts';

test.each([
  ['/', 1, { from: 0, to: 1, typed: '' }],
  ['/ret', 4, { from: 0, to: 4, typed: 'ret' }],
  ['Hello /ret', 10, { from: 6, to: 10, typed: 'ret' }],
  ['Hello\n/größe-1', 14, { from: 6, to: 14, typed: 'größe-1' }],
  ['/ret now', 4, { from: 0, to: 4, typed: 'ret' }],
  ['/ret now', 8, null],
  ['and/or', 6, null],
  ['https://shop.example', 20, null],
  ['1 / 2', 5, null],
  ['', 0, null],
])('in “%s” at %i the slash is found', (text, caret, slash) => {
  expect(slashAt(text, caret)).toEqual(slash);
});

test.each([
  ['Dear {{shopper.name}}, {{order.number}}', { from: 5, to: 21, name: 'shopper.name' }],
  ['{{ order.number }}', { from: 0, to: 18, name: 'order.number' }],
  ['Dear Lena', null],
  ['{{}} {name}', null],
])('in “%s” the first open variable is found', (text, found) => {
  expect(openVariable(text)).toEqual(found);
});
