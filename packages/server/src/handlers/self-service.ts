import { times } from '@shopbell/protocol/limits';
import type { Offered } from '../actions/offices.ts';
import { decideLookup } from '../rules/actions.ts';
import { begun, type ActionAsked, type ActionRow } from '../store/action-row.ts';
import { newId } from '../store/ids.ts';
import {
  authorOf,
  conversationFor,
  notFound,
  shopperOf,
  type ShopperContext,
  type ShopperHandlers,
} from './context.ts';
import { actionOf, checkInput, findOffice, officeUnavailable } from './reach-office.ts';
import { storedForShopper } from './reply-data.ts';
import { requireIdentity } from './require-identity.ts';

type Asking = Parameters<ShopperHandlers['action:ask']>[1];

/**
 * Who is to look it up. What the shop does not let shoppers ask for, and what changes anything, is `not_found`: neither can be
 * told from an action there is not.
 */
const findLookup = async (context: ShopperContext, { name, input }: Asking): Promise<Offered> => {
  const { settings, limits, identity, caller } = context;
  const { id } = shopperOf(context);
  const { selfService = [] } = (await settings.of(identity.shop)).settings;
  if (!selfService.includes(name)) throw notFound('action');
  // Before anybody is asked: details of others cannot be tried out, by one shopper or by many from one place.
  limits.take('lookupPerShopper', id);
  limits.take('lookupPerAddress', caller.address);
  const offered = await findOffice(context, name);
  if (!offered) throw officeUnavailable(name);
  const { effect, steps = [] } = offered.offer;
  if (effect !== 'read' || steps.length > 0) throw notFound('action');
  await requireIdentity(context, id, offered.offer);
  checkInput(offered, input);
  return offered;
};

/** What is kept of it. An office hears of the shopper as of a bot: the role that may the least. */
const askedOf = (offered: Offered | undefined, { name, input }: Asking): Omit<ActionAsked, 'dueAt'> => {
  const { version, title } = offered?.offer ?? { version: 1, title: name };
  const facts = { effect: 'read', plans: false, verifies: false, audience: 'everyone' } as const;
  return { ...facts, name, version, title, input, role: 'bot', expects: null };
};

/** `action:ask`: a shopper has something looked up; nobody of the shop is called. The steps follow as entries. */
export const askAction: ShopperHandlers['action:ask'] = async (context, asking) => {
  const { store, actions, decide, limits, identity, caller, now } = context;
  const { id: shopper } = shopperOf(context);
  const { conversation = null, nonce } = asking;
  const by = authorOf(context);
  if (conversation !== null) await conversationFor(context, conversation);
  const isKnown = (await store.appended(by, nonce)) !== null;
  const offered = isKnown ? undefined : await findLookup(context, asking);
  const dueAt = now() + times.actionRunTimeoutMs;
  const asked = { ...askedOf(offered, asking), dueAt };
  const id = newId('act');
  const appended = await decide({ shop: identity.shop, conversation, by, nonce }, (state) => {
    if (!state) limits.take('shopperConversationPerDay', shopper);
    return decideLookup(state, { shopper, page: caller.page }, { ...asked, action: id });
  });
  const { conversation: place } = appended.entry;
  const row: ActionRow = { ...asked, ...begun(dueAt), id, shop: identity.shop, conversation: place, by };
  if (!appended.repeated) actions.start(row);
  return { ...storedForShopper(appended), action: actionOf(appended.entry) };
};
