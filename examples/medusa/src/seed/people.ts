import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { createMedusa, signIn, type Medusa } from '../api/client.ts';
import { buyers, type Buyer } from './range.ts';

const password = (): string => randomBytes(24).toString('base64url');

const addressOf = ({ first, last, phone, home }: Buyer) => ({
  first_name: first,
  last_name: last,
  address_1: home.street,
  postal_code: home.postalCode,
  city: home.city,
  country_code: 'de',
  phone,
});

/** Where somebody’s parcels go, in Medusa’s words. */
export const homeOf = addressOf;

/** Opens an account as a customer does it: in the storefront’s API. Resolves to the client they shop with. */
const openAccount = async (url: string, publishableKey: string, buyer: Buyer): Promise<Medusa> => {
  const { email, first, last, phone } = buyer;
  const secret = { email, password: password() };
  const key = { 'x-publishable-api-key': publishableKey };
  const as = (token: string) => createMedusa({ url, headers: { ...key, authorization: `Bearer ${token}` } });
  const anybody = createMedusa({ url, headers: key });
  const { token } = await anybody.post('/auth/customer/emailpass/register', z.object({ token: z.string() }), {
    body: secret,
  });
  await as(token).post('/store/customers', z.object({}), {
    body: { email, first_name: first, last_name: last, phone },
  });
  const customer = as(await signIn(url, 'customer', secret));
  await customer.post('/store/customers/me/addresses', z.object({}), {
    body: { ...addressOf(buyer), is_default_shipping: true, is_default_billing: true },
  });
  return customer;
};

/** Each buyer’s own way into the storefront’s API: with an account, or as a guest. */
export const openAccounts = async (
  url: string,
  publishableKey: string,
): Promise<Record<keyof typeof buyers, Medusa>> => {
  const guest = createMedusa({ url, headers: { 'x-publishable-api-key': publishableKey } });
  const enter = (buyer: Buyer) =>
    buyer.hasAccount ? openAccount(url, publishableKey, buyer) : Promise.resolve(guest);
  return { ida: await enter(buyers.ida), jonas: await enter(buyers.jonas), greta: await enter(buyers.greta) };
};
