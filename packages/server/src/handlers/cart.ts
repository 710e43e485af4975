import type { LiveCart } from '@shopbell/protocol';
import { cartAfter } from '../rules/cart.ts';
import { conversationFor, type ShopperHandlers, type StaffHandlers } from './context.ts';

const parsed = (json: string | null): LiveCart | null =>
  json === null ? null : (JSON.parse(json) as LiveCart);

/** `cart:report`: what the page says goes to those who watch the conversation, and is stored nowhere. */
export const reportCart: ShopperHandlers['cart:report'] = async (context, report) => {
  const { conversation } = report;
  await conversationFor(context, conversation);
  const { carts, signals, now } = context;
  const json = JSON.stringify(cartAfter(parsed(carts.last(conversation)), report, now()));
  carts.remember(conversation, json);
  signals.send({ conversation, side: 'staff', event: 'cart:changed', json });
  return {};
};

/** `cart:get`: as it was last told of, to this relay or to one beside it. */
export const getCart: StaffHandlers['cart:get'] = async (context, { conversation }) => {
  await conversationFor(context, conversation);
  return { cart: parsed(context.carts.last(conversation)) };
};
