import type { ConversationHandle } from '@shopbell/agent';
import type { Locator } from 'playwright-core';
import type { Desk } from './desk.ts';
import type { MedusaAdmin } from './medusa-admin.ts';
import type { ShopperInTheShop } from './shopper.ts';

/** The orders one round of deeds is done to. */
export type Round = { delivered: string; toCancel: string; toMove: string; lamp: string; cushion: string };

/** A deed that the shopper agrees to: at the desk and by a program, and what Medusa shows of it afterwards. */
export type Journey = {
  title: string;
  atDesk: (form: Locator, round: Round) => Promise<void>;
  action: string;
  input: (round: Round) => Record<string, unknown>;
  /** What Medusa’s Admin API shows; a sentence for people, thrown when it is not so. */
  effect: (medusa: MedusaAdmin, round: Round) => Promise<string>;
};

const order = (form: Locator, number: string) => form.getByLabel('Order number').fill(number);
const tick = (form: Locator, article: RegExp) => form.getByRole('checkbox', { name: article }).check();
const because = (form: Locator, reason: string) => form.getByLabel('Reason').fill(reason);

const must = (isSo: boolean, sentence: string, otherwise: unknown): string => {
  if (!isSo) throw new Error(`Not so in Medusa: ${sentence} ${JSON.stringify(otherwise)}`);
  return sentence;
};

const newHome = {
  name: 'Ida Brandt',
  street: 'Alsterufer 3',
  postalCode: '20354',
  city: 'Hamburg',
  country: 'DE',
};

/** Cancel, return, refund, address: each asked for, agreed to by the shopper, done, checked, and looked up in Medusa. */
export const journeys: readonly Journey[] = [
  {
    title: 'Cancel an order',
    atDesk: async (form, { toCancel }) => {
      await order(form, toCancel);
      await because(form, 'Ordered twice');
    },
    action: 'order.cancel',
    input: ({ toCancel }) => ({ order: toCancel, reason: 'Ordered twice' }),
    effect: async (medusa, { toCancel }) => {
      const { status } = await medusa.order(toCancel);
      const refunds = await medusa.refundsOf(toCancel);
      return must(
        status === 'canceled' && refunds.length === 1,
        `order ${toCancel} is canceled, and its payment refunded: ${refunds.join(', ')}`,
        { status, refunds },
      );
    },
  },
  {
    title: 'Open a return',
    atDesk: async (form, { delivered }) => {
      await order(form, delivered);
      await tick(form, /Linen cushion/);
      await form.getByLabel('Pieces').fill('1');
      await because(form, 'Another colour than expected');
    },
    action: 'return.open',
    input: ({ delivered, cushion }) => ({
      order: delivered,
      lines: [{ sku: cushion, quantity: 1 }],
      reason: 'Another colour than expected',
    }),
    effect: async (medusa, { delivered }) => {
      const returns = await medusa.returnsOf(delivered);
      const [opened] = returns;
      return must(
        returns.length === 1 && opened?.status === 'requested' && opened.items[0]?.quantity === 1,
        `order ${delivered} has one return, requested, of one piece`,
        returns,
      );
    },
  },
  {
    title: 'Refund an order',
    atDesk: async (form, { delivered }) => {
      await order(form, delivered);
      await tick(form, /Brass desk lamp/);
      await form.getByRole('textbox', { name: 'Amount', exact: true }).fill('20.00');
      await because(form, 'A scratch on the shade');
    },
    action: 'refund.issue',
    input: ({ delivered, lamp }) => ({
      order: delivered,
      lines: [{ sku: lamp, amount: { amount: 2_000, currency: 'EUR' } }],
      reason: 'A scratch on the shade',
    }),
    effect: async (medusa, { delivered }) => {
      const refunds = await medusa.refundsOf(delivered);
      return must(
        refunds.length === 1 && refunds[0] === 20,
        `the payment of order ${delivered} has one refund, of 20`,
        refunds,
      );
    },
  },
  {
    title: 'Change where an order goes',
    atDesk: async (form, { toMove }) => {
      await order(form, toMove);
      for (const [label, value] of [
        ['Name', newHome.name],
        ['Street', newHome.street],
        ['Postal code', newHome.postalCode],
        ['City', newHome.city],
        ['Country', newHome.country],
      ] as const)
        await form.getByRole('textbox', { name: label, exact: true }).fill(value);
    },
    action: 'order.change_address',
    input: ({ toMove }) => ({ order: toMove, shipTo: newHome }),
    effect: async (medusa, { toMove }) => {
      const { shipping_address: address } = await medusa.order(toMove);
      return must(
        address.address_1 === newHome.street && address.postal_code === newHome.postalCode,
        `order ${toMove} goes to ${address.address_1}, ${address.postal_code} ${address.city}`,
        address,
      );
    },
  },
];

/** Whom a round is played with: the shopper who agrees, Medusa that is looked at. */
export type Cast = { shopper: ShopperInTheShop; medusa: MedusaAdmin; round: Round };

/** Looks the order up at the desk; resolves to what the shopper then reads. */
export const lookUpAtDesk = async (desk: Desk, { shopper, round }: Cast): Promise<string> => {
  await desk.look('Look up an order', (form) => order(form, round.delivered));
  await shopper.panel.getByText(`Order ${round.delivered}`, { exact: true }).first().waitFor();
  return shopper.panel.getByRole('region', { name: 'Messages' }).innerText();
};

/** One deed from the desk: form, plan, the shopper’s yes, done and checked, and Medusa. */
export const playAtDesk = async (
  { title, atDesk, effect }: Journey,
  desk: Desk,
  { shopper, medusa, round }: Cast,
): Promise<string> => {
  await desk.ask(title, (form) => atDesk(form, round));
  await shopper.agree(title);
  await desk.settled(title);
  return effect(medusa, round);
};

/** The same by a program on the SDK. */
export const playByProgram = async (
  { title, action, input, effect }: Journey,
  conversation: ConversationHandle,
  { shopper, medusa, round }: Cast,
): Promise<string> => {
  const asked = await conversation.request(action, input(round) as never);
  await asked.planned;
  await shopper.agree(title);
  await asked.verified;
  return effect(medusa, round);
};
