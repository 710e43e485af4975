import { createHttpShop, type Order } from '@shopbell/commerce';
import type { Movement } from '../src/books/ledger.ts';
import { openShop, settings } from './open-shop.ts';

let count = 0;
/** A key that was not used before. */
export const freshKey = (): string => `act_of-the-tests-${(count += 1)}`;

/** A shop and its back office, who asks it by HTTP. */
export const openBackOffice = async () => {
  const open = await openShop();
  const shop = createHttpShop({ url: `${open.base}/api`, key: settings.apiKey });
  const authorization = `Bearer ${settings.apiKey}`;
  const orders = async (): Promise<Order[]> => {
    const all: Order[] = [];
    for (let number = 10_401; number <= 10_460; number += 1) {
      const order = await shop.order(`AS-${number}`);
      if (order !== null) all.push(order);
    }
    return all;
  };
  return {
    ...open,
    shop,
    /** Sends a writing request as it is. */
    write: (method: string, { key, body }: { key?: string; body: unknown }) =>
      fetch(`${open.base}/api/writes/${method}`, {
        method: 'POST',
        headers: { authorization, ...(key === undefined ? {} : { 'idempotency-key': key }) },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    /** The newest order that fits. */
    orderWith: async (fits: (order: Order) => boolean): Promise<Order> => {
      const found = (await orders()).toReversed().find(fits);
      if (found === undefined) throw new Error('The books have no such order.');
      return found;
    },
    ledger: async (order: string): Promise<Movement[]> => {
      const response = await fetch(`${open.base}/api/ledger/${order}`, { headers: { authorization } });
      return ((await response.json()) as { movements: Movement[] }).movements;
    },
    stock: async (sku: string): Promise<number> => {
      // Asked for more than there ever is, the shop says how many there are.
      const refusal = await shop.quote({ lines: [{ sku, quantity: 999 }] }).then(
        () => '',
        (error: Error) => error.message,
      );
      return Number(/only (\d+) left/.exec(refusal)?.[1]);
    },
  };
};
