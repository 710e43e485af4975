import type { Card } from '@shopbell/protocol';
import { cleanup, render, screen, within } from '@testing-library/preact';
import { afterEach, describe, expect, test } from 'vitest';
import '../test/words.ts';
import { CardView } from './card-view.tsx';

const euro = (amount: number) => ({ amount, currency: 'EUR' });
const line = { title: 'Tea tin', quantity: 2, price: euro(1_250), total: euro(2_500) };
const sums = { lines: [line], charges: [{ label: 'Versand', amount: euro(490) }], total: euro(2_990) };
const at = new Date(2026, 10, 22, 12).getTime();
const address = { name: 'Ada Park', street: 'Am Wall 1', postalCode: '28195', city: 'Bremen', country: 'DE' };
const show = (card: Card, locale = 'de'): HTMLElement => {
  render(<CardView card={card} locale={locale} />);
  return screen.getByRole('article');
};
const plain = (element: HTMLElement): string => (element.textContent ?? '').replaceAll(/\s/g, ' ');

afterEach(cleanup);

describe('cards about money', () => {
  test('a quote says what it costs, line by line, and until when', () => {
    const card = show({ kind: 'quote', version: 1, id: 'q', ...sums, validUntil: at });
    expect(card.getAttribute('aria-label')).toBe('Angebot');
    expect(plain(card)).toContain('Gültig bis 22.11.2026');
    expect(card.querySelector('.sb-total')?.textContent).toMatch(/^Summe29,90\s€$/);
  });

  test('a payment is a link while it is open, and none once it is paid', () => {
    const payment = {
      kind: 'payment',
      version: 1,
      id: 'p',
      order: '1042',
      amount: euro(2_990),
      url: 'https://shop.example/pay/p',
      dueAt: at,
    } as const;
    show({ ...payment, status: 'open' }, 'en');
    expect(screen.getByRole('link', { name: /Pay now/ }).getAttribute('rel')).toContain('noreferrer');
    cleanup();
    show({ ...payment, status: 'paid' }, 'en');
    expect(screen.queryByRole('link')).toBeNull();
    expect(screen.getByText('Paid')).toBeTruthy();
  });

  test('a refund says what it is for and whether it was issued', () => {
    const refund = {
      kind: 'refund',
      version: 1,
      order: '1042',
      lines: [{ title: 'Tea tin', amount: euro(500) }],
      total: euro(500),
      method: 'Rechnung',
    } as const;
    expect(plain(show({ ...refund, lines: [...refund.lines], status: 'planned' }))).toMatch(
      /Noch nicht veranlasst.*5,00 €.*Auf: Rechnung/,
    );
  });

  test.each([
    [euro(-1_000), /Vorher39,90 €.*Sie erhalten zurück10,00 €/],
    [euro(0), /Vorher29,90 €$/],
    [euro(490), /Vorher25,00 €.*Zu zahlen4,90 €/],
  ])('a change with a difference of %j says who pays', (difference, words) => {
    const before = euro(2_990 - difference.amount);
    expect(plain(show({ kind: 'change', version: 1, order: '1042', ...sums, before, difference }))).toMatch(
      words,
    );
  });
});

describe('cards about parcels', () => {
  const label = { carrier: 'DHL', number: 'RR1', url: 'https://shop.example/labels/1' };

  test('a return has its label to print, and says when the money comes', () => {
    const card = show(
      { kind: 'return', version: 1, order: '1042', status: 'open', ...sums, label, sendBy: at },
      'en',
    );
    expect(within(card).getByRole('link', { name: /Print the parcel label/ })).toBeTruthy();
    expect(plain(card)).toContain('refunded once the parcel has arrived');
  });

  test('an exchange tells what comes back from what is sent', () => {
    const sent = [{ ...line, title: 'Red tin' }];
    show(
      {
        kind: 'exchange',
        version: 1,
        order: '1',
        status: 'planned',
        back: [line],
        sent,
        difference: euro(0),
      },
      'en',
    );
    const lists = screen.getAllByRole('list');
    expect(lists.map((list) => list.getAttribute('aria-label'))).toEqual(['You send back', 'We send you']);
    expect(within(lists[1]!).getByText('Red tin')).toBeTruthy();
  });
});

describe('cards about people', () => {
  test('an address shows the one before as gone, and names the country', () => {
    const before = { ...address, street: 'Am Wall 2' };
    const card = show({ kind: 'address', version: 1, order: '1042', address, before });
    expect(plain(card)).toContain('Deutschland');
    expect(card.querySelector('address.sb-muted')?.textContent).toContain('Am Wall 2');
  });

  test.each<[Card, RegExp]>([
    [
      { kind: 'account', version: 1, name: 'Ada Park', email: 'ada@example.com', address },
      /Ada Park.*ada@example\.com.*Bremen/,
    ],
    [
      { kind: 'voucher', version: 1, code: 'SORRY-1', amount: euro(500), validUntil: at },
      /SORRY-1.*€5\.00.*Valid/,
    ],
    [
      { kind: 'record', version: 1, what: 'followup', title: 'Has it arrived?', at },
      /Has it arrived\?.*We come back/,
    ],
    [{ kind: 'article', version: 1, title: 'Steeping', text: 'Two minutes.' }, /Steeping.*Two minutes\./],
  ])('a card says all it has: %#', (card, words) => {
    expect(plain(show(card, 'en'))).toMatch(words);
  });
});
