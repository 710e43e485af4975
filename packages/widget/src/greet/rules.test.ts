import { expect, test } from 'vitest';
import { dueIn, type Greeting, type Visit } from './rules.ts';

const line = (total_price: number, currency = 'EUR') => ({
  total_price,
  currency,
  quantity: 1,
  product: { title: 'Kettle' },
});
const visit: Visit = {
  path: '/tins/tea',
  onPageMs: 5_000,
  language: 'en',
  isReturning: false,
  cart: { lines: [line(19.99), line(20)], order: undefined },
  now: 1_000_000,
  shownAt: {},
};
const greeting = (when: Greeting['when']): Greeting => ({ id: 'tins', text: 'Hello', when, everyMs: 60_000 });

test.each<[string, Greeting['when'], Partial<Visit>, number | null]>([
  ['nothing is waited for', {}, {}, 0],
  ['the page has to be this one', { page: '/pots/*' }, {}, null],
  ['there is time to wait', { afterMs: 20_000 }, {}, 15_000],
  ['that time is over', { afterMs: 5_000 }, {}, 0],
  ['the cart is worth so much to the cent', { cart: { amount: 3_999, currency: 'EUR' } }, {}, 0],
  ['the cart is worth less', { cart: { amount: 4_000, currency: 'EUR' } }, {}, null],
  ['the cart is in another currency', { cart: { amount: 1, currency: 'USD' } }, {}, null],
  [
    'yen have no cents',
    { cart: { amount: 3_000, currency: 'JPY' } },
    { cart: { lines: [line(3_000, 'JPY')], order: undefined } },
    0,
  ],
  ['only who returns', { returning: true }, {}, null],
  ['who returns does', { returning: true }, { isReturning: true }, 0],
  ['only who is new', { returning: false }, { isReturning: true }, null],
  ['another language', { language: 'de' }, {}, null],
  ['it was shown just now', {}, { shownAt: { tins: 999_999 } }, null],
  ['it was shown long ago', {}, { shownAt: { tins: 900_000 } }, 0],
  ['all but one is met', { page: '/tins/*', returning: true }, {}, null],
])('R60 a greeting is due by its rule: %s', (...[, when, patch, due]) => {
  expect(dueIn(greeting(when), { ...visit, ...patch })).toBe(due);
});
