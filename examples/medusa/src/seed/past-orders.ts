import { z } from 'zod';
import type { Medusa } from '../api/client.ts';
import { homeOf } from './people.ts';
import type { Premises } from './premises.ts';
import { buyers, type PastOrder, type Progress } from './range.ts';

/** What buying takes: the premises and the variant of each article number. */
export type Counter = { premises: Premises; variants: ReadonlyMap<string, string> };

const Cart = z.object({ cart: z.object({ id: z.string() }) });
const Collection = z.object({ payment_collection: z.object({ id: z.string() }) });
const Completed = z.object({ order: z.object({ id: z.string() }) });
const Bought = z.object({
  order: z.object({
    items: z.array(z.object({ id: z.string(), quantity: z.number() })),
    payment_collections: z.array(z.object({ payments: z.array(z.object({ id: z.string() })) })),
  }),
});
const Packed = z.object({ order: z.object({ fulfillments: z.array(z.object({ id: z.string() })) }) });

/** Buys as a customer does: cart, address, parcel, payment. Resolves to the order’s id. */
export const buy = async (
  storefront: Medusa,
  { premises, variants }: Counter,
  { by, lines }: Pick<PastOrder, 'by' | 'lines'>,
): Promise<string> => {
  const home = homeOf(buyers[by]);
  const { cart } = await storefront.post('/store/carts', Cart, {
    body: {
      region_id: premises.region,
      sales_channel_id: premises.channel,
      email: buyers[by].email,
      shipping_address: home,
      billing_address: home,
      items: lines.map(({ sku, quantity }) => ({ variant_id: variants.get(sku), quantity })),
    },
  });
  await storefront.post(`/store/carts/${cart.id}/shipping-methods`, z.object({}), {
    body: { option_id: premises.shippingOption },
  });
  const { payment_collection: collection } = await storefront.post('/store/payment-collections', Collection, {
    body: { cart_id: cart.id },
  });
  await storefront.post(`/store/payment-collections/${collection.id}/payment-sessions`, z.object({}), {
    body: { provider_id: 'pp_system_default' },
  });
  const { order } = await storefront.post(`/store/carts/${cart.id}/complete`, Completed);
  return order.id;
};

const isAtLeast = (progress: Progress, step: Progress): boolean => {
  const steps: readonly Progress[] = ['placed', 'paid', 'packed', 'shipped', 'delivered'];
  return steps.indexOf(progress) >= steps.indexOf(step);
};

/** Brings an order as far as it is to come, as the people of the shop do it. */
export const advance = async (
  medusa: Medusa,
  order: string,
  { progress, location }: { progress: Progress; location: string },
): Promise<void> => {
  const at = `/admin/orders/${order}`;
  const bought = await medusa.get(at, Bought);
  const items = bought.order.items.map(({ id, quantity }) => ({ id, quantity }));
  if (isAtLeast(progress, 'paid'))
    for (const { id } of bought.order.payment_collections.flatMap(({ payments }) => payments))
      await medusa.post(`/admin/payments/${id}/capture`, z.object({}));
  if (!isAtLeast(progress, 'packed')) return;
  await medusa.post(`${at}/fulfillments`, z.object({}), { body: { items, location_id: location } });
  const packed = await medusa.get(at, Packed, { query: { fields: 'id,*fulfillments' } });
  for (const { id } of packed.order.fulfillments) {
    if (isAtLeast(progress, 'shipped'))
      await medusa.post(`${at}/fulfillments/${id}/shipments`, z.object({}), {
        body: {
          items,
          labels: [
            {
              tracking_number: 'HP4471209DE',
              tracking_url: 'https://parcels.example/HP4471209DE',
              label_url: 'https://parcels.example/HP4471209DE.pdf',
            },
          ],
        },
      });
    if (isAtLeast(progress, 'delivered'))
      await medusa.post(`${at}/fulfillments/${id}/mark-as-delivered`, z.object({}));
  }
};
