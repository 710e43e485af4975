import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import type { LiveCart } from '@shopbell/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { conversation, fakeAgent, message, now } from '../../test/fake-agent.ts';
import { prepareBrowser, showDesk } from '../../test/show-desk.tsx';

beforeEach(prepareBrowser);
afterEach(cleanup);

const cart = (at: number, ...titles: string[]): LiveCart => ({
  conversation: 'cnv_one00000',
  at,
  lines: titles.map((title) => ({ title, quantity: 2, total: { amount: 5_980, currency: 'EUR' } })),
  order: null,
});
const open = async (known: LiveCart | null) => {
  const fake = fakeAgent({
    conversations: [conversation('one00000')],
    entries: [message(1, 'Is copper safe?')],
  });
  fake.writing.cart.mockResolvedValue(known);
  showDesk(fake);
  fireEvent.click(await screen.findByRole('option', { name: /Marta/ }));
  await screen.findByLabelText('Messages');
  return fake;
};
const shown = () => screen.queryByRole('region', { name: 'Cart' });

test('the cart stands beside the conversation, and changes as the page tells', async () => {
  const fake = await open(cart(now, 'Copper kettle'));
  await waitFor(() => expect(shown()?.textContent).toContain('Copper kettle€59.80'));
  fake.emit('cart:changed', { ...cart(now + 1, 'Tin'), conversation: 'cnv_two00000' });
  fake.emit('cart:changed', cart(now + 2, 'Copper kettle', 'Tin'));
  await waitFor(() => expect(within(shown()!).getAllByRole('listitem')).toHaveLength(2));
  const total = { amount: 11_960, currency: 'EUR' };
  fake.emit('cart:changed', { ...cart(now + 3), order: { number: '1001', total, lines: [] } });
  await waitFor(() => expect(shown()?.textContent).toContain('Ordered: 1001€119.60'));
});

test('there is no cart where the page tells of none, or of an empty one', async () => {
  const fake = await open(null);
  expect(shown()).toBeNull();
  fake.emit('cart:changed', cart(now, 'Tin'));
  await waitFor(() => expect(shown()).not.toBeNull());
  fake.emit('cart:changed', cart(now + 1));
  await waitFor(() => expect(shown()).toBeNull());
});
