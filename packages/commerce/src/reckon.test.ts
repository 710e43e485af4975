import type { ActionHandler } from '@shopbell/agent';
import { Card, cardToText, formatMoney, ShopbellError } from '@shopbell/protocol';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteCard } from './deed-cards.ts';
import { reckon, type Bill } from './reckon.ts';
import { Quote } from './results.ts';
import { shopActions } from './shop-actions.ts';

/** With none, two and three decimals. */
const currencies = ['JPY', 'EUR', 'KWD'] as const;
const rates = [0, 500, 700, 1_900, 2_550];

type Bought = { price: number; quantity: number; taxBps: number };
const bought: fc.Arbitrary<Bought> = fc.record({
  price: fc.oneof(fc.integer({ min: 0, max: 50_000 }), fc.integer({ min: 0, max: 900_000_000 })),
  quantity: fc.integer({ min: 1, max: 40 }),
  taxBps: fc.constantFrom(...rates),
});
const tax = fc.record({
  prices: fc.constantFrom('gross' as const, 'net' as const),
  rounding: fc.constantFrom('line' as const, 'total' as const),
});
const catalogue = fc.record({
  currency: fc.constantFrom(...currencies),
  lines: fc.array(bought, { minLength: 1, maxLength: 12 }),
  off: fc.integer({ min: 0, max: 100 }),
  shipping: fc.integer({ min: 0, max: 5_000 }),
  fee: fc.option(fc.record({ amount: fc.integer({ min: 0, max: 900 }), taxBps: fc.constantFrom(...rates) })),
  tax,
});
type Catalogue = typeof catalogue extends fc.Arbitrary<infer C> ? C : never;

const label = (bps: number): string => `Tax ${bps / 100} %`;
const goodsOf = (lines: readonly Bought[]): number =>
  lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0);

const billOf = ({ currency, lines, off, shipping, fee, tax: rules }: Catalogue): Bill => ({
  currency,
  goods: lines.map(({ price, quantity, taxBps }) => ({ amount: price * quantity, taxBps })),
  extras: [
    { label: 'Discount', amount: -Math.floor((goodsOf(lines) * off) / 100) },
    { label: 'Shipping', amount: shipping },
    ...(fee === null ? [] : [{ label: 'Gift wrap', ...fee }]),
  ],
  tax: { ...rules, label },
});

const quoteOf = (given: Catalogue) => {
  const money = (amount: number) => ({ amount, currency: given.currency });
  const lines = given.lines.map(({ price, quantity }, index) => ({
    product: `p-${index}`,
    title: `Article ${index}`,
    quantity,
    price: money(price),
    total: money(price * quantity),
  }));
  const { included, ...sums } = reckon(billOf(given));
  return { id: 'quo_1', lines, ...sums, ...(included.length === 0 ? {} : { included }), validUntil: 1 };
};

const sumOf = (charges: readonly { amount: { amount: number } }[]): number =>
  charges.reduce((sum, { amount }) => sum + amount.amount, 0);
const holds = (check: (given: Catalogue) => void): void =>
  fc.assert(fc.property(catalogue, check), { numRuns: 1_500 });

const asking: Parameters<ActionHandler['perform']>[0] = {
  input: { lines: [{ sku: 'a', quantity: 1 }] },
  shopper: { id: 'shp_test00001', name: 'Ada', claimed: {}, verified: null },
  by: { kind: 'agent', id: 'agt_test00000', name: 'Nora' },
  role: 'agent',
  planned: null,
  audience: 'everyone',
  id: 'act_test00000',
  conversation: 'cnv_test00000',
  signal: new AbortController().signal,
};

describe('what a quote comes to', () => {
  it('is its lines less the discount, and shipping, fees and added tax, to the smallest unit', () => {
    holds((given) => {
      const { charges, total } = quoteOf(given);
      const { extras } = billOf(given);
      const taxes = charges.filter(({ label: name }) => name.startsWith('Tax'));
      const extra = extras.reduce((sum, { amount }) => sum + amount, 0);
      expect(total.amount).toBe(goodsOf(given.lines) + extra + sumOf(taxes));
      expect(taxes.length === 0 || given.tax.prices === 'net').toBe(true);
    });
  });

  it('stands in a card that everybody can draw, and that says the same in words', () => {
    holds((given) => {
      const quote = Quote.parse(quoteOf(given));
      const card = Card.parse(quoteCard(quote));
      expect(cardToText(card, 'en')).toContain(`Total: ${formatMoney(quote.total, 'en')}`);
      const decimals = { JPY: 0, EUR: 2, KWD: 3 }[given.currency];
      expect(formatMoney({ amount: 1_234, currency: given.currency }, 'en')).toMatch(
        decimals === 0 ? /1,234$/ : new RegExp(`\\.\\d{${decimals}}$`),
      );
    });
  });

  it('has a tax that is off by no more than half a unit for each time it is rounded', () => {
    holds((given) => {
      const { charges, included } = reckon(billOf(given));
      const taxes = sumOf([...charges, ...included].filter(({ label: name }) => name.startsWith('Tax')));
      const { goods, extras } = billOf(given);
      const net = goods.reduce((sum, { amount }) => sum + amount, 0);
      const all = [...goods, ...extras];
      // By hand, in exact shares: what has no rate of its own has the goods’ mixture.
      const exact = all.reduce((so, part) => {
        const parts = 'taxBps' in part && part.taxBps !== undefined ? [part] : [];
        const mixed = goods.map(({ amount, taxBps }) => ({
          amount: net === 0 ? 0 : (part.amount * amount) / net,
          taxBps,
        }));
        const taxed = (parts.length > 0 ? parts : mixed).map(({ amount, taxBps = 0 }) =>
          given.tax.prices === 'gross' ? (amount * taxBps) / (10_000 + taxBps) : (amount * taxBps) / 10_000,
        );
        return so + taxed.reduce((sum, each) => sum + each, 0);
      }, 0);
      // Sharing out moves at most a unit per rate and extra; with no goods to share by, the first rate has all of it.
      const slack = net === 0 ? 10_000 : rates.length * extras.length;
      const roundings = given.tax.rounding === 'line' ? all.length * rates.length : rates.length;
      expect(Math.abs(taxes - exact)).toBeLessThanOrEqual(roundings / 2 + slack + Math.abs(exact) * 1e-9);
    });
  });

  it.each([
    ['gross', 'total', { included: 96, total: 600 }],
    ['gross', 'line', { included: 96, total: 600 }],
    ['net', 'total', { included: 0, total: 714 }],
    ['net', 'line', { included: 0, total: 714 }],
  ] as const)(
    'with 19 %% on 6.00 at %s prices, rounded by %s, is known by heart',
    (...[prices, rounding, known]) => {
      const goods = [
        { amount: 200, taxBps: 1_900 },
        { amount: 400, taxBps: 1_900 },
      ];
      const { included, total } = reckon({
        currency: 'EUR',
        goods,
        extras: [],
        tax: { prices, rounding, label },
      });
      expect({ included: sumOf(included), total: total.amount }).toEqual(known);
    },
  );

  it('differs by how it is rounded where halves add up', () => {
    const goods = Array.from({ length: 3 }, () => ({ amount: 50, taxBps: 700 }));
    const total = (rounding: 'line' | 'total') =>
      reckon({ currency: 'EUR', goods, extras: [], tax: { prices: 'net', rounding, label } }).total.amount;
    expect([total('line'), total('total')]).toEqual([162, 161]);
  });

  it('takes no fractions', () => {
    const goods = [{ amount: 0.5, taxBps: 0 }];
    const rules = { prices: 'net', rounding: 'line', label } as const;
    expect(() => reckon({ currency: 'EUR', goods, extras: [], tax: rules })).toThrow('whole numbers');
  });
});

describe('a quote whose sum is off', () => {
  const wrong = fc.tuple(
    catalogue,
    fc.constantFrom('line', 'charge', 'total', 'currency'),
    fc.constantFrom(-1, 1),
  );

  it('is refused, whichever amount is off by the smallest unit, or of another currency', async () => {
    await fc.assert(
      fc.asyncProperty(wrong, async ([given, where, by]) => {
        const off = structuredClone(quoteOf(given));
        const spoilt = { line: off.lines[0]?.total, charge: off.charges[0]?.amount, total: off.total };
        if (where === 'currency') off.total.currency = 'USD';
        else Object.assign(spoilt[where] ?? {}, { amount: (spoilt[where]?.amount ?? 0) + by });
        expect(Quote.safeParse(off).success).toBe(false);
        const [ask] = shopActions({ quote: async () => off });
        await expect(ask?.perform(asking)).rejects.toBeInstanceOf(ShopbellError);
      }),
      { numRuns: 300 },
    );
  });

  it('is refused, too, where what it says it contains is more than the total, or of another currency', () => {
    const quote = quoteOf({
      currency: 'EUR',
      lines: [{ price: 100, quantity: 1, taxBps: 1_900 }],
      off: 0,
      shipping: 0,
      fee: null,
      tax: { prices: 'gross', rounding: 'line' },
    });
    const containing = (amount: number, currency = 'EUR') =>
      Quote.safeParse({ ...quote, included: [{ label: 'VAT', amount: { amount, currency } }] }).success;
    expect([containing(16), containing(100), containing(101), containing(16, 'USD')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
