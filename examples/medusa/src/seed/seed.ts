import { z } from 'zod';
import { createMedusa, signIn, type Medusa } from '../api/client.ts';
import { advance, buy } from './past-orders.ts';
import { openAccounts } from './people.ts';
import { openPremises } from './premises.ts';
import { pastOrders } from './range.ts';
import { fillShelves } from './stock.ts';

const Keys = z.object({ api_key: z.object({ token: z.string() }) });

/** The admin’s own way into Medusa, for seeding. */
export const asAdmin = async (url: string, admin: { email: string; password: string }): Promise<Medusa> =>
  createMedusa({ url, headers: { authorization: `Bearer ${await signIn(url, 'user', admin)}` } });

/** The headers by which a secret API key is sent. */
export const keyHeaders = (key: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
});

/** A secret API key for a back office. Medusa shows it this once. */
export const makeApiKey = async (medusa: Medusa): Promise<string> => {
  const { api_key: key } = await medusa.post('/admin/api-keys', Keys, {
    body: { title: 'Shopbell back office', type: 'secret' },
  });
  return key.token;
};

/** Fills an empty Medusa: premises, range, customers, orders in every state. All of it by its own API. */
export const seed = async (url: string, medusa: Medusa): Promise<void> => {
  const premises = await openPremises(medusa);
  const variants = await fillShelves(medusa, premises);
  const storefronts = await openAccounts(url, premises.publishableKey);
  for (const order of pastOrders) {
    const id = await buy(storefronts[order.by], { premises, variants }, order);
    await advance(medusa, id, { progress: order.progress, location: premises.location });
  }
};
