import { z } from 'zod';
import type { Medusa } from '../api/client.ts';
import type { Premises } from './premises.ts';
import { range, type Ware } from './range.ts';

const Made = z.object({
  product: z.object({ variants: z.array(z.object({ id: z.string(), sku: z.string() })) }),
});
const Items = z.object({ inventory_items: z.array(z.object({ id: z.string(), sku: z.string() })) });

const ask = ({ channel, shippingProfile }: Premises, ware: Ware) => ({
  title: ware.title,
  handle: ware.handle,
  description: ware.description,
  status: 'published',
  shipping_profile_id: shippingProfile,
  sales_channels: [{ id: channel }],
  options: [{ title: ware.option, values: ware.variants.map(({ label }) => label) }],
  variants: ware.variants.map(({ label, sku, cents }) => ({
    title: label,
    sku,
    options: { [ware.option]: label },
    manage_inventory: true,
    prices: [{ currency_code: 'eur', amount: cents / 100 }],
  })),
});

/** Puts the range on the shelves; resolves to the variant of each article number. */
export const fillShelves = async (medusa: Medusa, premises: Premises): Promise<Map<string, string>> => {
  const variants = new Map<string, string>();
  for (const ware of range) {
    const { product } = await medusa.post('/admin/products', Made, { body: ask(premises, ware) });
    for (const { id, sku } of product.variants) variants.set(sku, id);
  }
  const { inventory_items: items } = await medusa.get('/admin/inventory-items', Items, {
    query: { limit: 100 },
  });
  for (const { sku, stock } of range.flatMap((ware) => ware.variants)) {
    const item = items.find((each) => each.sku === sku);
    if (item === undefined) throw new Error(`Medusa keeps no stock of ${sku}.`);
    await medusa.post(`/admin/inventory-items/${item.id}/location-levels`, z.object({}), {
      body: { location_id: premises.location, stocked_quantity: stock },
    });
  }
  return variants;
};
