import { z } from 'zod';
import { segment } from '../api/client.ts';
import { homeOf, requiredCustomer, toAccount } from './accounts.ts';
import { no, type Desk } from './desk.ts';
import { markedWith, type Subject } from './marks.ts';
import type { Deeds } from './once.ts';
import { fromAddress } from './order-words.ts';

/** Changing what an account says. */
export const accountDeeds = ({
  medusa,
}: Desk): Pick<Deeds, 'changeAccountAddress' | 'changeAccountContact'> => {
  const subject = async ({ customer }: { customer: string }): Promise<Subject> => ({
    kind: 'customers',
    id: (await requiredCustomer(medusa, customer)).id,
  });
  return {
    changeAccountAddress: {
      marked: 'before',
      subject,
      foresee: async ({ customer: sub, address }) => {
        const account = toAccount(await requiredCustomer(medusa, sub));
        if (account.address === undefined) throw no('This account has no address yet that could be changed.');
        return { account: { ...account, address }, before: account.address };
      },
      carryOut: async ({ customer: sub, address }, { key }) => {
        const home = homeOf(await requiredCustomer(medusa, sub));
        if (home === undefined) throw no('This account has no address any more.');
        const at = `/admin/customers/${segment(sub)}/addresses/${segment(home.id)}`;
        // The address itself carries the key: the effect tells of itself.
        const body = { ...fromAddress(address), metadata: { [`shopbell ${key}`]: true } };
        await medusa.post(at, z.object({}), { body });
      },
      found: async ({ key, subject: { id }, result }) => {
        const { addresses } = await requiredCustomer(medusa, id);
        const isThere = addresses.some(({ metadata }) => Object.hasOwn(metadata ?? {}, `shopbell ${key}`));
        return isThere ? result : null;
      },
    },
    changeAccountContact: {
      marked: 'with',
      subject,
      foresee: async ({ customer: sub, email, phone }) => {
        const account = toAccount(await requiredCustomer(medusa, sub));
        if (email !== undefined && email !== account.email)
          throw no(
            'The mail address is what this account signs in with: only its owner changes it, in the shop.',
          );
        if (phone === undefined) throw no('Say which telephone number it is to be.');
        return { account: { ...account, phone } };
      },
      carryOut: async ({ phone }, { key, subject: { id }, mark }) => {
        const body = { phone, metadata: markedWith(key, mark) };
        await medusa.post(`/admin/customers/${segment(id)}`, z.object({}), { body });
      },
      found: async ({ result }) => result,
    },
  };
};
