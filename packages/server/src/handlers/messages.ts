import type { AgentCommands, ShopperCommands } from '@shopbell/protocol';
import { decideShopperMessage } from '../rules/shopper.ts';
import { decideNote, decideOutcome, decideReply } from '../rules/staff.ts';
import { appendTo, authorOf, shopperOf, type ShopperContext, type StaffContext } from './context.ts';
import { filesOf, storeWithFiles, wholeParts } from './files.ts';
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
  const naming = {
    files: filesOf(parts),
    conversation: conversation ?? null,
    nonce,
    audience: 'everyone',
  } as const;
  const appended = await storeWithFiles(context, naming, (files) => {
    const said = { parts: wholeParts(parts, files), choice, page: page ?? caller.page, shopper };
    return decide(to, (state) => {
      if (!state) limits.take('shopperConversationPerDay', shopper);
      return decideShopperMessage(state, { ...said, now: now() });
    });
  });
  return storedForShopper(appended);
};

/** `message:send` of staff. */
export const sendReply = async (
  context: StaffContext,
  { parts, ...to }: AgentCommands['message:send']['parsed'],
): Promise<Stored> => {
  const by = authorOf(context);
  const naming = { files: filesOf(parts), ...to, audience: 'everyone' } as const;
  const appended = await storeWithFiles(context, naming, (files) => {
    const said = { by, parts: wholeParts(parts, files) };
    return appendTo(context, to, (state) => decideReply(state, said));
  });
  return storedForStaff(appended);
};

/** `note:add`. */
export const addNote = async (
  context: StaffContext,
  { text, files: ids = [], ...to }: AgentCommands['note:add']['parsed'],
): Promise<Stored> => {
  const naming = { files: ids, ...to, audience: 'staff' } as const;
  const appended = await storeWithFiles(context, naming, (byId) => {
    const files = ids.flatMap((id) => byId.get(id) ?? []);
    return appendTo(context, to, (state) => decideNote(state, { text, files }));
  });
  return storedForStaff(appended);
};

/** `outcome:record`. */
export const recordOutcome = async (
  context: StaffContext,
  { outcome, ...to }: AgentCommands['outcome:record']['parsed'],
): Promise<Stored> =>
  storedForStaff(await appendTo(context, to, (state) => decideOutcome(state, { outcome })));
