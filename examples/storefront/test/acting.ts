import type { ActionHandler, Card, Json } from '@shopbell/agent';
import { shopActions, type Order, type Shop } from '@shopbell/commerce';
import { freshKey, openBackOffice } from './back-office.ts';

type PlanContext = Parameters<NonNullable<ActionHandler['plan']>>[0];
/** What differs from a usual request. */
export type Asked = Partial<Pick<PlanContext, 'role' | 'spentToday' | 'shopper' | 'planned'>> & {
  id?: string;
};

/** Cents. */
export const eur = (amount: number) => ({ amount, currency: 'EUR' });
const mara: PlanContext['shopper'] = {
  id: 'shp_mara0000000',
  name: 'Mara Lindqvist',
  claimed: {},
  verified: { sub: 'customer-2001', name: 'Mara Lindqvist', email: 'mara.lindqvist@example.com' },
};
/** Mara, before she signs in. */
export const stranger = { ...mara, verified: null };
/** An address. */
export const berlin = {
  name: 'Mara Lindqvist',
  street: 'Torstraße 1',
  postalCode: '10119',
  city: 'Berlin',
  country: 'DE',
};

const contextOf = (input: Json, asked: Asked): PlanContext => ({
  input,
  shopper: mara,
  by: { kind: 'agent', id: 'agt_nora000000', name: 'Nora' },
  role: 'agent',
  conversation: 'cnv_tests000000',
  audience: 'everyone',
  planned: null,
  spentToday: [],
  signal: new AbortController().signal,
  ...asked,
  id: (asked.id ?? freshKey()) as PlanContext['id'],
});

/** One action of a shop, from its plan to its being read back. */
export const actionOf = (shop: Shop, name: string, locale = 'en') => {
  const handler = shopActions(shop, { locale }).find(({ offer }) => offer.name === name);
  if (handler === undefined) throw new Error(`The shop does not offer ${name}.`);
  const plan = async (input: Json, asked: Asked = {}) => {
    const planned = await handler.plan?.(contextOf(input, asked));
    if (planned === undefined) throw new Error(`${name} has no plan.`);
    return planned;
  };
  const run = (input: Json, asked: Asked = {}) => handler.perform(contextOf(input, asked));
  const verify = (input: Json, asked: Asked & { output: Json | null }) =>
    handler.verify?.({ ...contextOf(input, asked), output: asked.output });
  /** Plans, does and reads back. */
  const whole = async (input: Json) => {
    const id = freshKey();
    const planned = await plan(input, { id });
    if ('refuse' in planned) throw new Error(planned.refuse);
    const done = await run(input, { id, planned });
    const verifyAgain = () => verify(input, { id, output: done.output });
    return { planned, ...done, verdict: await verifyAgain(), verifyAgain };
  };
  return { plan, run, verify, whole };
};

/** Opens the back office with some of Mara’s orders at hand. */
export const open = async () => {
  const office = await openBackOffice();
  const own = async (fits: (order: Order) => boolean): Promise<Order> => {
    const found = (await office.shop.ordersOf({ sub: 'customer-2001' })).find(fits);
    if (found === undefined) throw new Error('Mara has no such order.');
    return found;
  };
  /** An order of Mara’s that was just made, and paid for when asked. */
  const order = async ({ paid = false } = {}): Promise<Order> => {
    const { id: quote } = await office.shop.quote({ lines: [{ sku: 'alder-mug-clay', quantity: 2 }] });
    const customer = { sub: 'customer-2001', name: 'Mara Lindqvist', email: 'mara.lindqvist@example.com' };
    const placed = await office.shop.placeOrder({ quote, customer, shipTo: berlin }, { key: freshKey() });
    if (paid) {
      const input = { order: placed.order.number };
      const { payment } = await office.shop.requestPayment(input, { key: freshKey() });
      await office.visitor().post(new URL(payment.url ?? '').pathname, {});
    }
    return placed.order;
  };
  return { ...office, own, order };
};
/** A card’s kind. */
export const kindOf = (card: Card | undefined): string | undefined => card?.kind;
/** One mug. */
export const lines = [{ sku: 'alder-mug-clay', quantity: 1 }];
/** Whether an order can still be sent back. */
export const delivered = ({ status, placedAt }: Order): boolean =>
  status === 'delivered' && placedAt > Date.now() - 59 * 86_400_000;
/** A refund of an order’s first line. */
export const refundOf = ({ number, lines: [line] }: Order, amount: number) => ({
  order: number,
  lines: [{ sku: line?.sku ?? '', amount: eur(amount) }],
  reason: 'Broken',
});
