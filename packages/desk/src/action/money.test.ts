import { expect, test } from 'vitest';
import { readAmount, typedAmount } from './money.ts';

test.each([
  ['12', 'EUR', 1_200],
  ['12,5', 'EUR', 1_250],
  ['12.50', 'EUR', 1_250],
  ['€ 12,50', 'EUR', 1_250],
  ['1.234,50', 'EUR', 123_450],
  ['1,234.50', 'EUR', 123_450],
  ['1 234,5', 'EUR', 123_450],
  ['12,', 'EUR', 1_200],
  ['-3,20', 'EUR', -320],
  ['0', 'EUR', 0],
  ['500', 'JPY', 500],
  ['1.234', 'KWD', 1_234],
])('“%s” in %s is read as %i minor units', (raw, currency, amount) => {
  expect(readAmount(raw, currency)).toBe(amount);
});

test.each([
  ['twelve', 'EUR', null],
  ['', 'EUR', null],
  ['12.34.56', 'EUR', null],
  ['1.234', 'EUR', null],
  ['1,2345', 'EUR', 'tooPrecise'],
  ['5,5', 'JPY', 'tooPrecise'],
  ['99999999999999999', 'EUR', null],
])('“%s” in %s is not guessed at', (raw, currency, problem) => {
  expect(readAmount(raw, currency)).toBe(problem);
});

test('what is filled in reads back as the same amount, whatever the language', () => {
  for (const locale of ['en', 'de', 'sv']) {
    for (const money of [
      { amount: 123_450, currency: 'EUR' },
      { amount: 500, currency: 'JPY' },
    ]) {
      expect(readAmount(typedAmount(money, locale), money.currency)).toBe(money.amount);
    }
  }
});
