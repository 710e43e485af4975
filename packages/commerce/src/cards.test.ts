import { addsUp, Card } from '@shopbell/protocol';
import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldLines, orderCard, ordersCard, productCard, productsCard } from './cards.ts';
import { summarise } from './order.ts';
import type { Product } from './product.ts';
import { orderOf } from '../test/orders.ts';

const product: Product = {
  id: 'lamp',
  title: 'Desk lamp',
  price: { amount: 4900, currency: 'EUR' },
  available: true,
  variants: [{ sku: 'lamp-a', label: 'Blue', price: { amount: 4900, currency: 'EUR' }, available: true }],
};
const bytes = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

describe('the card of an order', () => {
  it('is one the protocol takes, and says nothing of whom it belongs to', () => {
    const card = orderCard(orderOf());
    expect(Card.parse(card)).toEqual(card);
    expect(JSON.stringify(card)).not.toMatch(/Canary|ada@|28195/);
  });

  it('keeps an order of any length within 24 kB and its total the sum of what is shown', () => {
    assert(
      property(integer({ min: 1, max: 600 }), integer({ min: 1, max: 110 }), (lines, chars) => {
        const order = orderOf({ lines });
        const wide = { ...order, lines: order.lines.map((line) => ({ ...line, title: '茶'.repeat(chars) })) };
        const card = Card.parse(orderCard(wide));
        expect(bytes(card)).toBeLessThan(24_000);
        expect(addsUp(foldLines(wide))).toBe(true);
        expect(foldLines(wide).total).toEqual(order.total);
      }),
      { numRuns: 40 },
    );
  });

  it('names how many lines it leaves out, and what they come to', () => {
    const { lines, charges } = foldLines(orderOf({ lines: 150 }));
    const left = 150 - lines.length;
    expect(left).toBeGreaterThan(0);
    expect(charges[0]).toEqual({
      label: `${left} more lines`,
      amount: { amount: 1990 * left, currency: 'EUR' },
    });
  });

  it('leaves out a picture whose address is very long', () => {
    const order = orderOf();
    const lines = order.lines.map((line) => ({
      ...line,
      picture: `https://shop.example/${'x'.repeat(400)}`,
    }));
    expect(orderCard({ ...order, lines }).lines[0]).not.toHaveProperty('picture');
  });
});

describe('cards to choose from', () => {
  it('offer at most twelve orders by number, each with day, sum and state', () => {
    const orders = Array.from({ length: 15 }, (_, index) => summarise(orderOf({ number: `T-${index}` })));
    const card = Card.parse(ordersCard(orders, { locale: 'en', prompt: 'Which?' }));
    if (card.kind !== 'choices') throw new Error('not a choice');
    expect(card.options).toHaveLength(12);
    expect(card.options[0]).toEqual({ value: 'T-0', label: 'T-0 · Sep 21 · €24.80 · shipped' });
  });

  it('cut a very long label between whole characters', () => {
    const long = { ...product, title: '🫖'.repeat(60) };
    expect(Card.safeParse(productsCard([long, product], { locale: 'en', prompt: 'Which?' })).success).toBe(
      true,
    );
  });

  it('show one product without its variants', () => {
    expect(Card.parse(productCard(product))).not.toHaveProperty('variants');
  });
});
