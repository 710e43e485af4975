import type { Order } from '@shopbell/commerce';

type Wanted = { number?: string; sub?: string | null; email?: string; postalCode?: string; lines?: number };

/** An order for tests: 19.90 a line, and shipping. Its customer’s name and street are canaries to look for. */
export const orderOf = (wanted: Wanted = {}): Order => {
  const { number = 'T-1', sub = 'c-1', email = 'ada@example.com', postalCode = '28195', lines = 1 } = wanted;
  const price = { amount: 1990, currency: 'EUR' };
  return {
    number,
    placedAt: 1_790_000_000_000,
    status: 'shipped',
    customer: { sub, name: 'Canary Name', email },
    shipTo: {
      name: 'Canary Name',
      street: 'Canary Street 7',
      postalCode,
      city: 'Canaryville',
      country: 'DE',
    },
    lines: Array.from({ length: lines }, (_, index) => ({
      product: `p-${index}`,
      sku: `p-${index}-a`,
      title: `Thing ${index}`,
      variant: 'Blue',
      picture: `https://shop.example/p-${index}.svg`,
      quantity: 1,
      price,
      total: price,
    })),
    charges: [{ label: 'Shipping', amount: { amount: 490, currency: 'EUR' } }],
    total: { amount: 1990 * lines + 490, currency: 'EUR' },
  };
};
