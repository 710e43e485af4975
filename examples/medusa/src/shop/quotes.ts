import type { Quote, Shop } from '@shopbell/commerce';
import { z } from 'zod';
import { segment, type Medusa } from '../api/client.ts';
import type { MedusaOrder } from '../api/shapes.ts';
import { no, requireEachOnce, type Desk } from './desk.ts';
import { sumsOf } from './order-words.ts';

const validMs = 24 * 60 * 60_000;
const Promised = z.object({ validUntil: z.number(), country: z.string() });

/** What a draft was promised to cost, and where it goes; `null`: the draft is no quote. */
export const promiseOf = ({ metadata }: MedusaOrder): z.infer<typeof Promised> | null =>
  Promised.safeParse(metadata?.['shopbell quote']).data ?? null;

const Regions = z.object({
  regions: z.array(
    z.object({
      id: z.string(),
      currency_code: z.string(),
      countries: z.array(z.object({ iso_2: z.string() })),
    }),
  ),
});
const Options = z.object({
  shipping_options: z.array(
    z.object({
      id: z.string(),
      rules: z.array(z.object({ attribute: z.string(), value: z.unknown() })).nullish(),
      service_zone: z.object({ geo_zones: z.array(z.object({ country_code: z.string().nullish() })) }),
      prices: z.array(z.object({ amount: z.number(), currency_code: z.string().nullish() })).nullish(),
    }),
  ),
});
const Variants = z.object({ variants: z.array(z.object({ id: z.string(), sku: z.string().nullish() })) });

const regionFor = async ({ medusa, currency }: Desk, country: string | undefined) => {
  const { regions } = await medusa.get('/admin/regions', Regions, {
    query: { fields: 'id,currency_code,*countries', limit: 100 },
  });
  const priced = regions.filter(({ currency_code: code }) => code.toUpperCase() === currency);
  const wanted = country?.toLowerCase();
  for (const { id, countries } of priced) {
    const [first] = countries;
    const found = wanted === undefined ? first : countries.find(({ iso_2: code }) => code === wanted);
    if (found !== undefined) return { region: id, country: found.iso_2 };
  }
  throw no(`The shop does not send to ${country ?? 'any country in this currency'}.`);
};

/** The cheapest way there at a fixed price; returns are not one. */
const shippingTo = async ({ medusa, currency }: Desk, country: string): Promise<string | null> => {
  const fields = 'id,*rules,*prices,*service_zone.geo_zones';
  const { shipping_options: options } = await medusa.get('/admin/shipping-options', Options, {
    query: { fields, limit: 100 },
  });
  const priced = options
    .filter(
      ({ rules }) =>
        !rules?.some(({ attribute, value }) => attribute === 'is_return' && String(value) === 'true'),
    )
    .filter(({ service_zone: zone }) => zone.geo_zones.some(({ country_code: code }) => code === country))
    .flatMap(({ id, prices }) =>
      (prices ?? [])
        .filter(({ currency_code: code }) => code?.toUpperCase() === currency)
        .map(({ amount }) => ({ id, amount })),
    );
  return priced.toSorted((one, other) => one.amount - other.amount)[0]?.id ?? null;
};

const variantsOf = async (medusa: Medusa, skus: readonly string[]): Promise<Map<string, string>> => {
  const { variants } = await medusa.get('/admin/product-variants', Variants, {
    query: { sku: skus, fields: 'id,sku', limit: 100 },
  });
  const found = new Map(variants.flatMap(({ id, sku }) => (sku ? [[sku, id] as const] : [])));
  for (const sku of skus) if (!found.has(sku)) throw no(`The shop has no article ${sku}.`);
  return found;
};

const Stores = z.object({ stores: z.array(z.object({ default_sales_channel_id: z.string().nullish() })) });
const Draft = z.object({ draft_order: z.object({ id: z.string() }) });

/** Adds the parcel as Medusa’s own desk does it, so that Medusa prices and taxes it. */
const addParcel = async (medusa: Medusa, draft: string, option: string): Promise<void> => {
  const edit = `/admin/draft-orders/${segment(draft)}/edit`;
  await medusa.post(edit, z.object({}));
  await medusa.post(`${edit}/shipping-methods`, z.object({}), { body: { shipping_option_id: option } });
  await medusa.post(`${edit}/confirm`, z.object({}));
};

/** A quote is a draft order: Medusa prices, taxes and discounts it, and it can be ordered as it is. */
export const quoteReads = (desk: Desk): Required<Pick<Shop, 'quote'>> => ({
  quote: async ({ lines, country, voucher }): Promise<Quote> => {
    const { medusa, book } = desk;
    requireEachOnce(lines);
    const where = await regionFor(desk, country);
    const [variants, option, { stores }] = await Promise.all([
      variantsOf(
        medusa,
        lines.map(({ sku }) => sku),
      ),
      shippingTo(desk, where.country),
      medusa.get('/admin/stores', Stores),
    ]);
    const validUntil = Date.now() + validMs;
    const { draft_order: draft } = await medusa.post('/admin/draft-orders', Draft, {
      body: {
        region_id: where.region,
        sales_channel_id: stores[0]?.default_sales_channel_id,
        shipping_address: { country_code: where.country },
        items: lines.map(({ sku, quantity }) => ({ variant_id: variants.get(sku), quantity })),
        ...(voucher === undefined ? {} : { promo_codes: [voucher.trim().toUpperCase()] }),
        metadata: { 'shopbell quote': { validUntil, country: where.country.toUpperCase() } },
      },
    });
    if (option !== null) await addParcel(medusa, draft.id, option);
    const priced = await book.byId(draft.id);
    const sums = sumsOf(priced);
    if (voucher !== undefined && priced.discount_total === 0)
      throw no(`The voucher ${voucher} is not one this order could be paid less with.`);
    return { id: draft.id, ...sums, validUntil };
  },
});
