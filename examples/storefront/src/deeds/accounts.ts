import { refuse } from '@shopbell/agent';
import type { Account } from '@shopbell/commerce';
import type { Customer } from '../books/customers.ts';
import { newId, no, type DeedsOf, type Desk } from './desk.ts';

/** An account in the words of the API. */
export const toAccount = (customer: Customer) => {
  const { sub, name, email, phone, street, postalCode, city, country } = customer;
  return {
    sub,
    name,
    email,
    ...(phone === null || phone === undefined ? {} : { phone }),
    address: { name, street, postalCode, city, country },
  } satisfies Account;
};

const customerIn = ({ books }: Desk, sub: string): Customer => {
  const customer = books.customers.get(sub);
  if (customer === null) throw refuse('not_found', `There is no customer ${sub}.`);
  return customer;
};

const writeDown = ({ books, at }: Desk, what: string, content: unknown): { id: string; at: number } => {
  const record = { id: newId('rec'), at };
  books.papers.addRecord({ ...record, what, content });
  return record;
};

/** What concerns a customer rather than an order. */
export const accountDeeds: DeedsOf<
  'changeAccountAddress' | 'changeAccountContact' | 'recordComplaint' | 'captureLead' | 'scheduleFollowUp'
> = {
  changeAccountAddress: ({ customer: sub, address }, desk) => {
    const { address: before } = toAccount(customerIn(desk, sub));
    desk.books.customers.change(sub, address);
    return { account: toAccount(customerIn(desk, sub)), before };
  },
  changeAccountContact: ({ customer: sub, email, phone }, desk) => {
    const customer = customerIn(desk, sub);
    if (email === undefined && phone === undefined)
      throw no('Say what is to be changed: mail address or telephone.');
    const owner = email === undefined ? null : desk.books.customers.withEmail(email);
    if (owner !== null && owner !== customer.sub) throw no('Another account has this mail address.');
    desk.books.customers.change(sub, {
      ...(email === undefined ? {} : { email }),
      ...(phone === undefined ? {} : { phone }),
    });
    return { account: toAccount(customerIn(desk, sub)) };
  },
  recordComplaint: (input, desk) => ({ record: writeDown(desk, 'complaint', input) }),
  captureLead: (input, desk) => ({ record: writeDown(desk, 'lead', input) }),
  scheduleFollowUp: (input, desk) => {
    if (input.at <= desk.at) throw no('The time of a follow-up must be still to come.');
    return { record: writeDown(desk, 'followup', input) };
  },
};
