import type { Books } from './books.ts';
import type { WriteInput } from './inputs.ts';
import type { Plan, Refusal } from './plan.ts';

/** Gives a customer another default address; orders keep theirs. */
export const planCustomerAddress = (
  books: Books,
  { user_id, ...address }: WriteInput<'modify_user_address'>,
): Plan | Refusal => {
  const customer = books.customer(user_id);
  if (!customer) return { refuse: `There is no customer ${user_id}.` };
  const lines = Object.values(address).filter((each) => each !== '');
  return {
    summary: `Make ${lines.join(', ')} the default address of ${user_id}.`,
    after: {
      orders: {},
      users: { [user_id]: { ...customer, address: { ...customer.address, ...address } } },
    },
    amount: 0,
  };
};
