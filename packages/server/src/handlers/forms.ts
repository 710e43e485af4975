import { FormCard, type Form, type ShopperCommands } from '@shopbell/protocol';
import { answersTo, claimIn } from '../rules/forms.ts';
import type { Draft } from '../store/store.ts';
import {
  appendTo,
  conversationFor,
  notFound,
  readerOf,
  shopperOf,
  type ShopperContext,
  type ShopperHandlers,
} from './context.ts';
import { storedForShopper } from './reply-data.ts';

type Answers = Extract<Draft, { type: 'form' }>['data'];

/** What the answers say of the shopper is claimed; from here on they are called so. Resolves to their name. */
export const claimAnswers = async (context: ShopperContext, answers: Answers): Promise<string> => {
  const { store, identity, caller } = context;
  const shopper = shopperOf(context);
  const claim = claimIn(answers);
  if (Object.keys(claim).length === 0) return shopper.name;
  await store.claim(identity.shop, shopper.id, claim);
  const name = (await store.shopper(identity.shop, shopper.id))?.name ?? shopper.name;
  caller.identity = { ...identity, shopper: { ...shopper, name } };
  return name;
};

/** The entry that answers make. */
export const answersDraft = (data: Answers): Draft => ({ type: 'form', data, audience: 'everyone' });

/** A form of the shop’s, filled in beside a message. */
export const filledForm = async (
  { settings, identity }: ShopperContext,
  sent: NonNullable<ShopperCommands['message:send']['parsed']['form']>,
): Promise<Answers> => {
  const form = (await settings.of(identity.shop)).settings[sent.form];
  if (!form) throw notFound('form');
  return answersTo(form, sent.values);
};

type Told = { type: string; data: { parts?: readonly { kind: string; card?: unknown }[] } };

/** The form that stands on a card at a place of the conversation, as its shopper sees it. */
const askedForm = async (
  context: ShopperContext,
  { conversation, seq, form: id }: ShopperCommands['form:answer']['parsed'],
): Promise<Form> => {
  const page = await context.store.entries(readerOf(context), { conversation, after: seq - 1, limit: 1 });
  const [wire] = page?.entries ?? [];
  const told = wire === undefined ? null : (JSON.parse(wire) as Told & { by: { kind: string } });
  if (told?.type !== 'message' || told.by.kind === 'shopper') throw notFound('form');
  for (const { card } of told.data.parts ?? []) {
    const read = FormCard.safeParse(card);
    if (read.success && read.data.id === id) return read.data;
  }
  throw notFound('form');
};

/** `form:answer`. */
export const answerForm: ShopperHandlers['form:answer'] = async (context, input) => {
  await conversationFor(context, input.conversation);
  const answers = answersTo(await askedForm(context, input), input.values);
  const appended = await appendTo(context, input, () => ({ ok: true, drafts: [answersDraft(answers)] }));
  await claimAnswers(context, answers);
  return storedForShopper(appended);
};
