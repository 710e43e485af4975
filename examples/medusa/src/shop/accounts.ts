import { refuse } from '@shopbell/agent';
import type { Account, Shop } from '@shopbell/commerce';
import { z } from 'zod';
import type { Ask, Medusa } from '../api/client.ts';
import { MedusaCustomer } from '../api/shapes.ts';
import { toAddress } from './order-words.ts';

const Found = z.object({ customers: z.array(MedusaCustomer) });
const fields = 'id,email,first_name,last_name,phone,has_account,metadata,*addresses';

/** The address parcels go to, if there is one. */
export const homeOf = ({ addresses }: MedusaCustomer) =>
  addresses.find(({ is_default_shipping: isDefault }) => isDefault) ?? addresses[0];

/** A customer with an account, in the words of the contract. */
export const toAccount = (customer: MedusaCustomer): Account => {
  const home = toAddress(homeOf(customer));
  const name = [customer.first_name, customer.last_name].filter(Boolean).join(' ').trim().slice(0, 80);
  return {
    sub: customer.id,
    name: name || home?.name || (customer.email ?? '–').slice(0, 80),
    email: customer.email ?? '',
    ...(customer.phone ? { phone: customer.phone.slice(0, 40) } : {}),
    ...(home === null ? {} : { address: home }),
  };
};

/** A customer with an account; `null` for guests and for anything that is no customer’s number. */
export const customerBySub = async (
  medusa: Medusa,
  sub: string,
  ask: Ask = {},
): Promise<MedusaCustomer | null> => {
  if (!/^cus_[0-9A-Za-z]{10,60}$/.test(sub)) return null;
  const query = { id: [sub], has_account: true, fields, limit: 1 };
  const { customers } = await medusa.get('/admin/customers', Found, { ...ask, query });
  return customers[0] ?? null;
};

/** The same, where it must be there. */
export const requiredCustomer = async (medusa: Medusa, sub: string, ask: Ask = {}) => {
  const customer = await customerBySub(medusa, sub, ask);
  if (customer === null) throw refuse('not_found', `There is no account ${sub}.`);
  return customer;
};

/** Looking up accounts. */
export const accountReads = (medusa: Medusa): Pick<Shop, 'account' | 'accountOf'> => ({
  account: async (sub, options = {}) => {
    const customer = await customerBySub(medusa, sub, options);
    return customer === null ? null : toAccount(customer);
  },
  accountOf: async (email, options = {}) => {
    const wanted = email.trim().toLowerCase();
    if (wanted === '') return null;
    const { customers } = await medusa.get('/admin/customers', Found, {
      ...options,
      query: { email: wanted, has_account: true, fields, limit: 1 },
    });
    const [customer] = customers;
    return customer?.has_account && customer.email?.toLowerCase() === wanted ? toAccount(customer) : null;
  },
});
