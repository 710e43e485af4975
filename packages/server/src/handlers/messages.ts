import type { AgentCommands, ConversationId, ShopperCommands } from '@shopbell/protocol';
import { decideShopperMessage } from '../rules/shopper.ts';
import type { Draft } from '../store/store.ts';
import { decideNote, decideOutcome, decideReply } from '../rules/staff.ts';
import { appendTo, authorOf, shopperOf, type ShopperContext, type StaffContext } from './context.ts';
import { answersDraft, claimAnswers, filledForm } from './forms.ts';
import { filesOf, storeWithFiles, wholeParts } from './files.ts';
import { storedForShopper, storedForStaff } from './reply-data.ts';

type Stored = ShopperCommands['message:send']['output'];

/** The greeting a message answers, as the shop says it; one that is gone meanwhile is left out. */
const greetingDraft = async ({ settings, store, identity }: ShopperContext, id: string): Promise<Draft[]> => {
  const { greetings = [], bot } = (await settings.of(identity.shop)).settings;
  const greeting = greetings.find((each) => each.id === id);
  if (!greeting) return [];
  const by = bot ?? (await store.shop(identity.shop))?.name ?? identity.shop;
  return [{ type: 'greeting', data: { greeting: id, by, text: greeting.text }, audience: 'everyone' }];
};

/** Whether the message may reopen a conversation: one that is known here to be queued or open is not looked up for that. */
const mayReopen = ({ log, store }: ShopperContext, id: ConversationId | undefined): boolean => {
  // Another relay may have closed what is known here to be open.
  const known = id === undefined || store.peers ? undefined : log.peek(id);
  return id !== undefined && (known === undefined || known.status === 'closed');
};

const givesOut = async ({ settings, identity }: ShopperContext): Promise<boolean> =>
  (await settings.of(identity.shop)).settings.routing !== undefined;

/** `message:send` of a shopper: to the named conversation, else to the open one, else it begins one. */
export const sendShopperMessage = async (
  context: ShopperContext,
  { conversation, nonce, parts, begin, form, greeting, ...said }: ShopperCommands['message:send']['parsed'],
): Promise<Stored> => {
  const { limits, decide, identity, caller, now } = context;
  const { id: shopper } = shopperOf(context);
  limits.take('shopperMessagePerHour', shopper);
  // Most messages are nothing but said: they wait for nothing here.
  const answers = form ? await filledForm(context, form) : null;
  const greeted = greeting === undefined ? [] : await greetingDraft(context, greeting);
  const before = [...greeted, ...(answers ? [answersDraft(answers)] : [])];
  const isGivenOut = mayReopen(context, conversation) && (await givesOut(context));
  const place = { conversation: conversation ?? null, nonce };
  const begins = begin === true && conversation === undefined;
  const body =
    form || greeting
      ? JSON.stringify([parts, said.choice ?? null, form ?? null, greeting ?? null])
      : undefined;
  const by = answers
    ? { ...authorOf(context), name: await claimAnswers(context, answers) }
    : authorOf(context);
  const to = { ...place, shop: identity.shop, by, begins };
  const naming = { ...place, files: filesOf(parts), audience: 'everyone' } as const;
  const appended = await storeWithFiles(context, naming, (files) => {
    const page = said.page ?? caller.page;
    const whole = { parts: wholeParts(parts, files), choice: said.choice, before, body };
    const message = { ...whole, page, shopper, isGivenOut };
    return decide(to, (state) => {
      if (!state) limits.take('shopperConversationPerDay', shopper);
      return decideShopperMessage(state, { ...message, now: now() });
    });
  });
  return storedForShopper(appended);
};

/** `message:send` of staff. */
export const sendReply = async (
  context: StaffContext,
  { parts, canned, ...to }: AgentCommands['message:send']['parsed'],
): Promise<Stored> => {
  const by = authorOf(context);
  const naming = { files: filesOf(parts), ...to, audience: 'everyone' } as const;
  const appended = await storeWithFiles(context, naming, (files) => {
    const said = { by, parts: wholeParts(parts, files), canned };
    return appendTo(context, to, (state) => decideReply(state, said));
  });
  // It ranks them: an answer does not wait for it, and one that is missed costs nothing.
  if (canned) void context.store.countCanned(context.identity.shop, canned.id).catch(() => {});
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
