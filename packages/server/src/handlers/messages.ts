import type { AgentCommands, ShopperCommands } from '@shopbell/protocol';
import { decideShopperMessage } from '../rules/shopper.ts';
import { decideNote, decideOutcome, decideReply } from '../rules/staff.ts';
import { appendTo, authorOf, shopperOf, type ShopperContext, type StaffContext } from './context.ts';
import { storedForShopper, storedForStaff } from './reply-data.ts';

type Stored = ShopperCommands['message:send']['output'];

/** `message:send` of a shopper: to the named conversation, else to the open one, else it begins one. */
export const sendShopperMessage = async (
  context: ShopperContext,
  { conversation, nonce, parts, choice, page }: ShopperCommands['message:send']['parsed'],
): Promise<Stored> => {
  const { limits, decide, identity, caller, now } = context;
  const { id: shopper } = shopperOf(context);
  limits.take('shopperMessagePerHour', shopper);
  const to = { shop: identity.shop, conversation: conversation ?? null, by: authorOf(context), nonce };
  const appended = await decide(to, (state) => {
    if (!state) limits.take('shopperConversationPerDay', shopper);
    return decideShopperMessage(state, { parts, choice, page: page ?? caller.page, shopper, now: now() });
  });
  return storedForShopper(appended);
};

/** `message:send` of staff. */
export const sendReply = async (
  context: StaffContext,
  { parts, ...to }: AgentCommands['message:send']['parsed'],
): Promise<Stored> => {
  const by = authorOf(context);
  return storedForStaff(await appendTo(context, to, (state) => decideReply(state, { by, parts })));
};

/** `note:add`. */
export const addNote = async (
  context: StaffContext,
  { text, ...to }: AgentCommands['note:add']['parsed'],
): Promise<Stored> => storedForStaff(await appendTo(context, to, (state) => decideNote(state, { text })));

/** `outcome:record`. */
export const recordOutcome = async (
  context: StaffContext,
  { outcome, ...to }: AgentCommands['outcome:record']['parsed'],
): Promise<Stored> =>
  storedForStaff(await appendTo(context, to, (state) => decideOutcome(state, { outcome })));
