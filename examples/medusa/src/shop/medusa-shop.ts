import type { Shop } from '@shopbell/commerce';
import { createMedusa, type MedusaOptions } from '../api/client.ts';
import { accountDeeds } from './account-deeds.ts';
import { accountReads } from './accounts.ts';
import { createMarks } from './marks.ts';
import { moneyDeeds } from './money-deeds.ts';
import { onceOnly } from './once.ts';
import { orderDeeds } from './order-deeds.ts';
import { createOrderBook, orderReads } from './orders.ts';
import { placeDeeds } from './place-deeds.ts';
import { productReads } from './products.ts';
import { quoteReads } from './quotes.ts';
import { returnDeeds } from './return-deeds.ts';

const dayMs = 24 * 60 * 60_000;

/** A Medusa, and how it is used. */
export type MedusaShopOptions = MedusaOptions & {
  /** In what the shop sells and is limited; default EUR. */
  currency?: string;
  /** How far back a key this process has not seen is looked for; default seven days. */
  lookBackMs?: number;
  /** How long Medusa may still be at work on a request whose answer was lost; default ten seconds. */
  settleMs?: number;
};

/** A Medusa 2 as a shop: what its Admin API can do is offered, and nothing else. */
export const createMedusaShop = ({
  currency = 'EUR',
  lookBackMs = 7 * dayMs,
  settleMs = 10_000,
  ...options
}: MedusaShopOptions): Shop => {
  const medusa = createMedusa(options);
  const book = createOrderBook(medusa);
  const desk = { medusa, book, currency };
  const deeds = {
    ...orderDeeds(desk),
    ...moneyDeeds(desk),
    ...returnDeeds(desk),
    ...accountDeeds(desk),
    ...placeDeeds(desk),
  };
  return {
    ...orderReads(medusa, book),
    ...productReads(medusa, currency),
    ...accountReads(medusa),
    ...quoteReads(desk),
    ...onceOnly(deeds, { marks: createMarks(medusa, { lookBackMs }), settleMs }),
  };
};
