import { handle, type ActionHandler } from '@shopbell/agent';
import { refuse } from '@shopbell/protocol';
import type { Account } from './account.ts';
import { handleDeed, type DeedOptions } from './deed.ts';
import {
  accountChangeAddress,
  accountChangeContact,
  accountLookup,
  complaintRecord,
  followupSchedule,
  leadCapture,
  orderQuote,
} from './deed-actions.ts';
import { quoteCard } from './deed-cards.ts';
import { isSameAddress, type Address } from './order.ts';
import { knownAs, ownAccount, ownNumber, ownOrder } from './ownership.ts';
import { sentencesFor } from './sentences.ts';
import type { Shop } from './shop.ts';

const hourMs = 60 * 60_000;
const v1 = { version: 1 } as const;

const accountCard = ({ sub: _sub, ...account }: Account) => ({ kind: 'account' as const, ...v1, ...account });
const addressCard = ({ account, before }: { account: Account; before: Address }) => ({
  kind: 'address' as const,
  ...v1,
  address: account.address ?? before,
  before,
});

const lookup = (shop: Shop): ActionHandler | null =>
  shop.account === undefined
    ? null
    : handle(accountLookup, {
        run: async ({ shopper, signal }) => ({ account: await ownAccount(shop, { shopper, signal }) }),
        card: ({ output }) => accountCard(output.account),
      });

const quote = (shop: Shop): ActionHandler | null => {
  const { quote: ask } = shop;
  if (ask === undefined) return null;
  return handle(orderQuote, {
    run: async ({ input, signal }) => ({ quote: await ask.call(shop, input, { signal }) }),
    card: ({ output }) => quoteCard(output.quote),
  });
};

const changeAddress = (shop: Shop, options: DeedOptions): ActionHandler | null => {
  const { say, place } = sentencesFor(options.locale);
  return handleDeed(
    shop,
    {
      action: accountChangeAddress,
      method: 'changeAccountAddress',
      tell: async ({ input, ...asked }) => ({ ...input, customer: await ownNumber(shop, asked) }),
      sentence: (_, { address }) => say.accountAddress(`${address.name}, ${place(address)}`),
      output: (result) => result,
      foreseen: addressCard,
      card: addressCard,
      stands: async (_, { customer, address }) => {
        const now = (await shop.account?.(customer))?.address;
        const isSame = now === undefined || isSameAddress(now, address);
        return isSame ? null : 'The account has another address.';
      },
    },
    options,
  );
};

const changeContact = (shop: Shop, options: DeedOptions): ActionHandler | null => {
  const { say } = sentencesFor(options.locale);
  return handleDeed(
    shop,
    {
      action: accountChangeContact,
      method: 'changeAccountContact',
      tell: async ({ input, ...asked }) => {
        if (input.email === undefined && input.phone === undefined)
          throw refuse('bad_request', 'Say what is to be changed: mail address or telephone.');
        return { ...input, customer: await ownNumber(shop, asked) };
      },
      sentence: (_, { email, phone }) =>
        say.accountContact([email, phone].filter((each) => each !== undefined).join(', ')),
      output: (result) => result,
      foreseen: ({ account }) => accountCard(account),
      card: ({ account }) => accountCard(account),
      stands: async (_, { customer, email, phone }) => {
        const now = await shop.account?.(customer);
        const isSame = !now || ((email ?? now.email) === now.email && (phone ?? now.phone) === now.phone);
        return isSame ? null : 'The account has another mail address or telephone.';
      },
    },
    options,
  );
};

const complaint = (shop: Shop, options: DeedOptions): ActionHandler | null => {
  const { say } = sentencesFor(options.locale);
  const card = ({ about, text }: { about: string; text: string }, id?: string) =>
    ({
      kind: 'record',
      ...v1,
      what: 'complaint',
      title: about,
      text,
      ...(id === undefined ? {} : { id }),
    }) as const;
  return handleDeed(
    shop,
    {
      action: complaintRecord,
      method: 'recordComplaint',
      tell: async ({ input, shopper, signal }) => {
        // A stranger’s number is a claim like any other: only somebody’s own is compared.
        if (input.order !== undefined && (await knownAs(shop, { shopper, signal }, 'look')) !== null)
          await ownOrder(shop, input.order, { shopper, signal, purpose: 'look' });
        return input;
      },
      sentence: (_, { about }) => say.complaint(about),
      output: (result) => result,
      foreseen: (_, told) => card(told),
      card: ({ record }, input) => card(input, record.id),
    },
    options,
  );
};

const lead = (shop: Shop, options: DeedOptions): ActionHandler | null => {
  const { say } = sentencesFor(options.locale);
  const card = (given: { interest: string; name: string; email: string }, id?: string) =>
    ({
      kind: 'record',
      ...v1,
      what: 'lead',
      title: given.interest,
      text: `${given.name}, ${given.email}`,
      ...(id === undefined ? {} : { id }),
    }) as const;
  return handleDeed(
    shop,
    {
      action: leadCapture,
      method: 'captureLead',
      tell: async ({ input }) => input,
      sentence: (_, { email }) => say.lead(email),
      output: (result) => result,
      foreseen: (_, told) => card(told),
      card: ({ record }, input) => card(input, record.id),
    },
    options,
  );
};

const followUp = (shop: Shop, options: DeedOptions): ActionHandler | null => {
  const { say } = sentencesFor(options.locale);
  const card = (title: string, more: { at: number; id?: string }) =>
    ({ kind: 'record', ...v1, what: 'followup', title, ...more }) as const;
  return handleDeed(
    shop,
    {
      action: followupSchedule,
      method: 'scheduleFollowUp',
      tell: async ({ input: { inHours, ...rest } }) => ({ ...rest, at: Date.now() + inHours * hourMs }),
      sentence: (_, { about }) => say.followUp(about),
      output: (result) => result,
      foreseen: (_, { about, at }) => card(about, { at }),
      card: ({ record }, { about, inHours }) =>
        card(about, { id: record.id, at: record.at + inHours * hourMs }),
    },
    options,
  );
};

/** The actions about accounts, quotes and what is written down: those whose methods the shop has. */
export const peopleDeeds = (shop: Shop, options: DeedOptions): (ActionHandler | null)[] => [
  quote(shop),
  lookup(shop),
  ...[changeAddress, changeContact, complaint, lead, followUp].map((deed) => deed(shop, options)),
];
