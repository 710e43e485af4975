// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from '@testing-library/preact';
import type { ChoicesCard, OrderCard } from '@shopbell/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import '../test/words.ts';
import { CardView } from './card-view.tsx';

const euro = (amount: number) => ({ amount, currency: 'EUR' });
const order: OrderCard = {
  kind: 'order',
  version: 1,
  number: '1042',
  placedAt: 1_790_000_000_000,
  status: 'shipped',
  lines: [{ title: 'Tea tin', quantity: 2, price: euro(1250), total: euro(2500) }],
  charges: [{ label: 'Shipping', amount: euro(490) }],
  total: euro(2990),
  tracking: { carrier: 'DHL', number: '0034', url: 'https://example.com/0034' },
};
const choices: ChoicesCard = {
  kind: 'choices',
  version: 1,
  id: 'when',
  prompt: 'When?',
  options: [
    { value: 'am', label: 'Morning' },
    { value: 'pm', label: 'Afternoon' },
  ],
};

afterEach(cleanup);

describe('an order card', () => {
  test('shows number, state, lines and the total in the reader’s language', () => {
    render(<CardView card={order} locale="de" />);
    const card = screen.getByRole('article', { name: 'Bestellung 1042' });
    expect(within(card).getByText('Unterwegs')).toBeTruthy();
    expect(within(card).getByText('Tea tin')).toBeTruthy();
    expect(card.querySelector('.sb-total')?.textContent).toMatch(/^Summe29,90\s€$/);
  });

  test('links the tracking to a new tab that learns nothing', () => {
    render(<CardView card={order} locale="en" />);
    const link = screen.getByRole('link', { name: /Track the parcel/ });
    expect(link.getAttribute('rel')).toBe('noopener nofollow noreferrer');
    expect(link.getAttribute('target')).toBe('_blank');
  });

  test('makes no link of an address that is not http(s)', () => {
    const tracking = { carrier: 'DHL', number: '1', url: 'javascript:alert(1)' };
    render(<CardView card={{ ...order, tracking }} locale="en" />);
    expect(screen.queryByRole('link')).toBeNull();
  });
});

describe('a choices card', () => {
  test('tells which answer was picked', () => {
    const picked: unknown[] = [];
    render(<CardView card={choices} locale="en" onChoose={(choice) => picked.push(choice)} />);
    fireEvent.click(screen.getByRole('button', { name: 'Afternoon' }));
    expect(picked).toEqual([{ card: 'when', value: 'pm', label: 'Afternoon' }]);
  });

  test('has no buttons once it is answered, and says what was picked', () => {
    render(<CardView card={choices} locale="en" onChoose={() => {}} chosen="am" />);
    expect(screen.queryByRole('button')).toBeNull();
    expect(screen.getByText(/Your answer/).parentElement?.textContent).toContain('Morning');
  });
});

test('a card of a later version is said to be unknown, not thrown at', () => {
  render(<CardView card={{ ...order, version: 2 } as unknown as OrderCard} locale="en" />);
  expect(screen.getByText('This cannot be shown here.')).toBeTruthy();
});
