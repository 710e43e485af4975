import { z } from 'zod';

const amount = z.number();
const text = z.string().nullish();
const instant = z.string().transform((iso) => Date.parse(iso));

/** An address as Medusa keeps it; any part may be missing. */
export const MedusaAddress = z.object({
  first_name: text,
  last_name: text,
  address_1: text,
  address_2: text,
  postal_code: text,
  city: text,
  country_code: text,
});
export type MedusaAddress = z.infer<typeof MedusaAddress>;

/** A line of an order. `unit_price` is as on the tag: with tax where `is_tax_inclusive`. */
export const MedusaItem = z.object({
  id: z.string(),
  title: z.string(),
  product_title: text,
  variant_title: text,
  variant_sku: text,
  variant_id: text,
  product_id: text,
  quantity: z.number(),
  unit_price: amount,
  detail: z.object({
    delivered_quantity: z.number(),
    shipped_quantity: z.number(),
    return_requested_quantity: z.number(),
    return_received_quantity: z.number(),
  }),
});
export type MedusaItem = z.infer<typeof MedusaItem>;

/** A payment, what was taken of it and what went back. */
export const MedusaPayment = z.object({
  id: z.string(),
  provider_id: z.string(),
  canceled_at: z.string().nullish(),
  captures: z.array(z.object({ amount })).default([]),
  refunds: z.array(z.object({ id: z.string(), amount, note: text })).default([]),
});
export type MedusaPayment = z.infer<typeof MedusaPayment>;

const Metadata = z.record(z.string(), z.unknown()).nullish();

/** An order, or a draft of one, as far as it is looked at here. Amounts are decimals of the currency’s main unit. */
export const MedusaOrder = z.object({
  id: z.string(),
  display_id: z.number(),
  status: z.string(),
  is_draft_order: z.boolean(),
  payment_status: z.string(),
  fulfillment_status: z.string(),
  created_at: instant,
  email: text,
  currency_code: z.string().transform((code) => code.toUpperCase()),
  region_id: text,
  total: amount,
  discount_total: amount.default(0),
  metadata: Metadata,
  customer: z
    .object({ id: z.string(), has_account: z.boolean(), first_name: text, last_name: text })
    .nullish(),
  shipping_address: MedusaAddress.nullish(),
  items: z.array(MedusaItem),
  shipping_methods: z.array(z.object({ name: z.string(), amount })).default([]),
  credit_lines: z.array(z.object({ amount })).default([]),
  payment_collections: z.array(z.object({ payments: z.array(MedusaPayment).default([]) })).default([]),
  fulfillments: z
    .array(
      z.object({
        provider_id: text,
        location_id: text,
        canceled_at: z.string().nullish(),
        labels: z.array(z.object({ tracking_number: text, tracking_url: text })).default([]),
      }),
    )
    .default([]),
});
export type MedusaOrder = z.infer<typeof MedusaOrder>;

/** What is asked for of an order: exactly what {@link MedusaOrder} reads, and what its totals are computed from. */
export const orderFields = [
  'id',
  'display_id',
  'status',
  'is_draft_order',
  'payment_status',
  'fulfillment_status',
  'created_at',
  'email',
  'currency_code',
  'region_id',
  'total',
  'discount_total',
  'metadata',
  'customer.id',
  'customer.has_account',
  'customer.first_name',
  'customer.last_name',
  '*shipping_address',
  '*items',
  '*items.detail',
  '*items.tax_lines',
  '*items.adjustments',
  '*shipping_methods',
  '*shipping_methods.tax_lines',
  '*shipping_methods.adjustments',
  '*credit_lines',
  '*payment_collections.payments',
  '*payment_collections.payments.captures',
  '*payment_collections.payments.refunds',
  '*fulfillments',
  '*fulfillments.labels',
].join(',');

/** A product with what its variants cost and how many there are. */
export const MedusaProduct = z.object({
  id: z.string(),
  title: z.string(),
  subtitle: text,
  description: text,
  status: z.string(),
  handle: text,
  thumbnail: text,
  variants: z
    .array(
      z.object({
        id: z.string(),
        title: text,
        sku: text,
        manage_inventory: z.boolean(),
        allow_backorder: z.boolean(),
        inventory_items: z
          .array(
            z.object({
              required_quantity: z.number(),
              inventory: z
                .object({
                  location_levels: z
                    .array(z.object({ stocked_quantity: z.number(), reserved_quantity: z.number() }))
                    .nullish(),
                })
                .nullish(),
            }),
          )
          .default([]),
        prices: z.array(z.object({ amount, currency_code: z.string(), min_quantity: z.number().nullish() })),
      }),
    )
    .default([]),
});
export type MedusaProduct = z.infer<typeof MedusaProduct>;

/** What is asked for of a product. */
export const productFields = [
  'id',
  'title',
  'subtitle',
  'description',
  'status',
  'handle',
  'thumbnail',
  'variants.id',
  'variants.title',
  'variants.sku',
  'variants.manage_inventory',
  'variants.allow_backorder',
  'variants.inventory_items.required_quantity',
  'variants.inventory_items.inventory.location_levels.stocked_quantity',
  'variants.inventory_items.inventory.location_levels.reserved_quantity',
  '*variants.prices',
].join(',');

/** A customer; without `has_account` a guest. */
export const MedusaCustomer = z.object({
  id: z.string(),
  email: text,
  first_name: text,
  last_name: text,
  phone: text,
  has_account: z.boolean(),
  metadata: Metadata,
  addresses: z
    .array(
      MedusaAddress.extend({
        id: z.string(),
        is_default_shipping: z.boolean().nullish(),
        metadata: Metadata,
      }),
    )
    .default([]),
});
export type MedusaCustomer = z.infer<typeof MedusaCustomer>;

/** A return and the pieces asked back. */
export const MedusaReturn = z.object({
  id: z.string(),
  status: z.string(),
  metadata: Metadata,
});
