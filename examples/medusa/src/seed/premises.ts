import { z } from 'zod';
import type { Medusa } from '../api/client.ts';

const WithId = z.object({ id: z.string() });

/** What orders need before there can be any. */
export type Premises = {
  region: string;
  channel: string;
  location: string;
  shippingProfile: string;
  shippingOption: string;
  /** Opens the storefront’s API for this sales channel. */
  publishableKey: string;
};

const first = <T>(list: readonly T[], what: string): T => {
  const [found] = list;
  if (found === undefined) throw new Error(`Medusa has no ${what}.`);
  return found;
};

const openRegion = async (medusa: Medusa): Promise<string> => {
  const { price_preferences: preferences } = await medusa.get(
    '/admin/price-preferences',
    z.object({ price_preferences: z.array(WithId.extend({ value: z.string() })) }),
  );
  // As in every shop of the European Union: the price on the tag is what is paid.
  for (const { id } of preferences.filter(({ value }) => value === 'eur'))
    await medusa.post(`/admin/price-preferences/${id}`, z.object({}), { body: { is_tax_inclusive: true } });
  const { region } = await medusa.post('/admin/regions', z.object({ region: WithId }), {
    body: {
      name: 'Germany and Austria',
      currency_code: 'eur',
      countries: ['de', 'at'],
      payment_providers: ['pp_system_default'],
      automatic_taxes: true,
      is_tax_inclusive: true,
    },
  });
  for (const [country, rate] of [
    ['de', 19],
    ['at', 20],
  ] as const)
    await medusa.post('/admin/tax-regions', z.object({}), {
      body: {
        country_code: country,
        provider_id: 'tp_system',
        default_tax_rate: { rate, code: `${country}-vat`, name: 'VAT' },
      },
    });
  return region.id;
};

const openStore = async (medusa: Medusa): Promise<{ channel: string; publishableKey: string }> => {
  const { stores } = await medusa.get(
    '/admin/stores',
    z.object({ stores: z.array(WithId.extend({ default_sales_channel_id: z.string() })) }),
  );
  const store = first(stores, 'store');
  await medusa.post(`/admin/stores/${store.id}`, z.object({}), { body: { name: 'Hearth & Plank' } });
  const { api_keys: keys } = await medusa.get(
    '/admin/api-keys',
    z.object({ api_keys: z.array(z.object({ token: z.string() })) }),
    { query: { type: 'publishable' } },
  );
  return {
    channel: store.default_sales_channel_id,
    publishableKey: first(keys, 'publishable key').token,
  };
};

const openWarehouse = async (
  medusa: Medusa,
  channel: string,
): Promise<{ location: string; zone: string }> => {
  const { stock_location: location } = await medusa.post(
    '/admin/stock-locations',
    z.object({ stock_location: WithId }),
    {
      body: {
        name: 'Warehouse',
        address: { address_1: 'Speicherweg 1', postal_code: '28195', city: 'Bremen', country_code: 'DE' },
      },
    },
  );
  const at = `/admin/stock-locations/${location.id}`;
  await medusa.post(`${at}/sales-channels`, z.object({}), { body: { add: [channel] } });
  await medusa.post(`${at}/fulfillment-providers`, z.object({}), { body: { add: ['manual_manual'] } });
  await medusa.post(`${at}/fulfillment-sets`, z.object({}), { body: { name: 'Parcels', type: 'shipping' } });
  const { stock_location: equipped } = await medusa.get(
    at,
    z.object({ stock_location: z.object({ fulfillment_sets: z.array(WithId) }) }),
    { query: { fields: 'id,*fulfillment_sets' } },
  );
  const set = first(equipped.fulfillment_sets, 'fulfilment set');
  const { fulfillment_set: zoned } = await medusa.post(
    `/admin/fulfillment-sets/${set.id}/service-zones`,
    z.object({ fulfillment_set: z.object({ service_zones: z.array(WithId) }) }),
    {
      body: {
        name: 'Germany and Austria',
        geo_zones: ['de', 'at'].map((country) => ({ type: 'country', country_code: country })),
      },
    },
  );
  return { location: location.id, zone: first(zoned.service_zones, 'service zone').id };
};

type Parcels = { zone: string; profile: string; isReturn: boolean };

const shippingOption = (medusa: Medusa, { zone, profile, isReturn }: Parcels) =>
  medusa.post('/admin/shipping-options', z.object({ shipping_option: WithId }), {
    body: {
      name: isReturn ? 'Return parcel' : 'Parcel',
      service_zone_id: zone,
      shipping_profile_id: profile,
      provider_id: 'manual_manual',
      price_type: 'flat',
      type: {
        label: isReturn ? 'Return' : 'Standard',
        description: isReturn ? 'Free return' : 'Two to three days',
        code: isReturn ? 'return' : 'standard',
      },
      prices: [{ currency_code: 'eur', amount: isReturn ? 0 : 4.9 }],
      rules: [
        { attribute: 'enabled_in_store', operator: 'eq', value: 'true' },
        { attribute: 'is_return', operator: 'eq', value: String(isReturn) },
      ],
    },
  });

/** Opens the region, its taxes, the warehouse and the way parcels take. */
export const openPremises = async (medusa: Medusa): Promise<Premises> => {
  const region = await openRegion(medusa);
  const { channel, publishableKey } = await openStore(medusa);
  const { location, zone } = await openWarehouse(medusa, channel);
  const { shipping_profiles: profiles } = await medusa.get(
    '/admin/shipping-profiles',
    z.object({ shipping_profiles: z.array(WithId) }),
  );
  const shippingProfile = first(profiles, 'shipping profile').id;
  const out = await shippingOption(medusa, { zone, profile: shippingProfile, isReturn: false });
  await shippingOption(medusa, { zone, profile: shippingProfile, isReturn: true });
  return {
    region,
    channel,
    location,
    shippingProfile,
    shippingOption: out.shipping_option.id,
    publishableKey,
  };
};
