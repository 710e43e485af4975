import { describe, expect, test } from 'vitest';
import type { WriteName } from './inputs.ts';
import { isRefusal } from './plan.ts';
import { openShop, type Shop } from './shop.ts';
import { smallShop } from './small-shop.ts';

const elsewhere = {
  address1: '2 Elm',
  address2: '',
  city: 'Cork',
  state: 'M',
  country: 'Ireland',
  zip: 'T12',
};

let keys = 0;
const does = (shop: Shop, tool: WriteName, input: object) =>
  shop.carryOut(`key-${(keys += 1)}`, { tool, input });
const says = (shop: Shop, tool: WriteName, input: object): string => {
  const before = structuredClone(shop.changed());
  const planned = shop.plan({ tool, input });
  const outcome = does(shop, tool, input);
  expect(shop.changed()).toEqual(before);
  expect(outcome).toEqual(planned);
  return isRefusal(outcome) ? outcome.refuse : 'done';
};
const balance = (shop: Shop, id: string) => shop.books.customer('ann')?.payment_methods[id]?.['balance'];

const cancel = (order_id: string, reason = 'no longer needed') => ({ order_id, reason });
const swap = (order_id: string, swaps: Record<string, string> | [string, string][], by = 'ann-card') => {
  const pairs = Array.isArray(swaps) ? swaps : Object.entries(swaps);
  return {
    order_id,
    item_ids: pairs.map(([old]) => old),
    new_item_ids: pairs.map(([, next]) => next),
    payment_method_id: by,
  };
};
const giveBack = (order_id: string, item_ids: string[], payment_method_id = 'ann-card') => ({
  order_id,
  item_ids,
  payment_method_id,
});

const modify = 'modify_pending_order_items';
const exchange = 'exchange_delivered_order_items';
const takeBack = 'return_delivered_order_items';
const pay = 'modify_pending_order_payment';
const send = 'modify_pending_order_address';

const refused: [string, WriteName, object, RegExp][] = [
  ['an order that is not there', 'cancel_pending_order', cancel('#none'), /no order #none/],
  ['cancelling what was sent', 'cancel_pending_order', cancel('#sent'), /processed: only .* pending/],
  ['any other reason', 'cancel_pending_order', cancel('#open', 'changed my mind'), /for no other reason/],
  ['sending a delivered order elsewhere', send, { order_id: '#there', ...elsewhere }, /is delivered/],
  ['an item of another product', modify, swap('#open', { 'cup-0': 'kettle-1' }), /is no Cup/],
  ['an item that does not exist', modify, swap('#open', { 'cup-0': 'cup-9' }), /is no Cup/],
  ['the same item again', modify, swap('#open', { 'cup-0': 'cup-0' }), /choose other options/],
  ['what is sold out', modify, swap('#open', { 'cup-0': 'cup-3' }), /not available/],
  [
    'one sold-out item among others',
    exchange,
    swap('#there', { 'kettle-0': 'kettle-1', 'cup-0': 'cup-3' }),
    /not avail/,
  ],
  ['an item the order lacks', modify, swap('#open', { 'cup-1': 'cup-2' }), /does not hold/],
  ['more pieces than there are', takeBack, giveBack('#there', ['kettle-0', 'kettle-0']), /does not hold/],
  [
    'lists of unequal length',
    exchange,
    { ...swap('#there', { 'cup-0': 'cup-1' }), new_item_ids: ['cup-1', 'cup-2'] },
    /equally long/,
  ],
  ['no items at all', exchange, swap('#there', {}), /cannot be done/],
  [
    'another customer’s payment method',
    modify,
    swap('#open', { 'cup-0': 'cup-1' }, 'bob-paypal'),
    /not among/,
  ],
  ['a name every object has', modify, swap('#open', { 'cup-0': 'cup-1' }, 'constructor'), /not among/],
  [
    'a gift card too low for the difference',
    modify,
    swap('#open', { 'kettle-0': 'kettle-1' }, 'ann-five'),
    /not cover/,
  ],
  [
    'a gift card too low for an exchange',
    exchange,
    swap('#there', { 'kettle-0': 'kettle-1' }, 'ann-five'),
    /not cover/,
  ],
  [
    'a gift card too low for the order',
    pay,
    { order_id: '#open', payment_method_id: 'ann-five' },
    /not cover/,
  ],
  [
    'the payment method it has already',
    pay,
    { order_id: '#open', payment_method_id: 'ann-card' },
    /choose another/,
  ],
  ['a payment method of nobody', pay, { order_id: '#open', payment_method_id: 'x' }, /not among/],
  [
    'returning what has not arrived',
    takeBack,
    giveBack('#open', ['cup-0']),
    /only an order that is delivered/,
  ],
  [
    'a refund to a third account',
    takeBack,
    giveBack('#there', ['cup-0'], 'ann-paypal'),
    /to ann-card or to a gift card/,
  ],
  ['an address of nobody', 'modify_user_address', { user_id: 'zoe', ...elsewhere }, /no customer zoe/],
  ['what is not even an input', 'cancel_pending_order', { order_id: 7 }, /cannot be done/],
];

describe('the shop refuses, and changes nothing,', () => {
  test.each(refused)('%s', (...[, tool, input, sentence]) => {
    expect(says(openShop(smallShop), tool, input)).toMatch(sentence);
  });

  test.each([
    [modify, swap('#open', { 'cup-0': 'cup-1' })],
    ['cancel_pending_order', cancel('#open')],
    [send, { order_id: '#open', ...elsewhere }],
    [pay, { order_id: '#open', payment_method_id: 'ann-paypal' }],
  ] as const)('%s after items were modified', (tool, input) => {
    const shop = openShop(smallShop);
    does(shop, modify, swap('#open', { 'kettle-0': 'kettle-1' }));
    expect(says(shop, tool, input)).toMatch(/is pending \(item modified\): only an order that is pending/);
  });

  test.each([takeBack, exchange] as const)('a return or exchange after %s', (first) => {
    const shop = openShop(smallShop);
    const inputs = {
      [takeBack]: giveBack('#there', ['cup-0']),
      [exchange]: swap('#there', { 'cup-0': 'cup-1' }),
    };
    does(shop, first, inputs[first]);
    expect(says(shop, takeBack, inputs[takeBack])).toMatch(/requested: only/);
    expect(says(shop, exchange, inputs[exchange])).toMatch(/requested: only/);
  });

  test('a second change of payment', () => {
    const shop = openShop(smallShop);
    does(shop, pay, { order_id: '#open', payment_method_id: 'ann-paypal' });
    expect(says(shop, pay, { order_id: '#open', payment_method_id: 'ann-hundred' })).toMatch(
      /changed already/,
    );
  });
});

describe('the shop', () => {
  test('cancels: gift cards are credited at once, cards are noted', () => {
    const shop = openShop(smallShop);
    does(shop, 'cancel_pending_order', cancel('#gift', 'ordered by mistake'));
    expect(balance(shop, 'ann-hundred')).toBe(11_250);
    expect(shop.changed().orders['#gift']).toMatchObject({
      status: 'cancelled',
      cancel_reason: 'ordered by mistake',
      payment_history: [
        { transaction_type: 'payment', amount: 1_250 },
        { transaction_type: 'refund', amount: 1_250, payment_method_id: 'ann-hundred' },
      ],
    });
    const { summary } = shop.plan({ tool: 'cancel_pending_order', input: cancel('#open') }) as {
      summary: string;
    };
    expect(summary).toBe(
      'Cancel order #open (no longer needed); $60.00 go back to ann-card within 5 to 7 business days.',
    );
  });

  test('changes the payment method: the one pays, the other gets back; cancelled, only what was paid last goes back', () => {
    const shop = openShop(smallShop);
    does(shop, pay, { order_id: '#gift', payment_method_id: 'ann-card' });
    expect(balance(shop, 'ann-hundred')).toBe(11_250);
    does(shop, pay, { order_id: '#open', payment_method_id: 'ann-hundred' });
    expect(balance(shop, 'ann-hundred')).toBe(5_250);
    expect(shop.books.order('#open')).toMatchObject({
      status: 'pending',
      payment_history: [
        { transaction_type: 'payment', payment_method_id: 'ann-card' },
        { transaction_type: 'payment', amount: 6_000, payment_method_id: 'ann-hundred' },
        { transaction_type: 'refund', amount: 6_000, payment_method_id: 'ann-card' },
      ],
    });
    does(shop, 'cancel_pending_order', cancel('#open'));
    expect(balance(shop, 'ann-hundred')).toBe(11_250);
    expect(shop.books.order('#open')?.payment_history.slice(3)).toEqual([
      { transaction_type: 'refund', amount: 6_000, payment_method_id: 'ann-hundred' },
    ]);
  });

  test('modifies two pieces of a kind into two different ones and charges the difference', () => {
    const shop = openShop(smallShop);
    const input = swap('#open', [
      ['cup-0', 'cup-1'],
      ['cup-0', 'cup-2'],
    ]);
    does(shop, modify, { ...input, payment_method_id: 'ann-five' });
    expect(balance(shop, 'ann-five')).toBe(251);
    expect(shop.books.order('#open')).toMatchObject({
      status: 'pending (item modified)',
      items: [
        { item_id: 'cup-1', price: 1_250, options: { size: '1' } },
        { item_id: 'cup-2', price: 999 },
        { item_id: 'kettle-0' },
      ],
      payment_history: [{}, { transaction_type: 'payment', amount: 249, payment_method_id: 'ann-five' }],
    });
  });

  test('gives the difference back where the new item is cheaper', () => {
    const shop = openShop(smallShop);
    does(shop, modify, swap('#gift', { 'cup-1': 'cup-2' }, 'ann-five'));
    expect(balance(shop, 'ann-five')).toBe(751);
    expect(shop.books.order('#gift')?.payment_history[1]).toEqual({
      transaction_type: 'refund',
      amount: 251,
      payment_method_id: 'ann-five',
    });
  });

  test('notes an exchange and a return without moving money', () => {
    const shop = openShop(smallShop);
    does(shop, exchange, swap('#there', { 'kettle-0': 'kettle-1', 'cup-0': 'cup-2' }));
    const { payment_history } = smallShop.orders['#there'] ?? {};
    expect(shop.changed().orders['#there']).toMatchObject({
      status: 'exchange requested',
      exchange_items: ['cup-0', 'kettle-0'],
      exchange_new_items: ['cup-2', 'kettle-1'],
      exchange_payment_method_id: 'ann-card',
      exchange_price_difference: 5_499,
      payment_history,
    });
    const other = openShop(smallShop);
    does(other, takeBack, giveBack('#there', ['kettle-0', 'cup-0'], 'ann-five'));
    expect(other.changed()).toMatchObject({
      orders: {
        '#there': {
          return_items: ['cup-0', 'kettle-0'],
          return_payment_method_id: 'ann-five',
          payment_history,
        },
      },
      users: {},
    });
  });

  test('has nothing to show for what was changed and changed back', () => {
    const shop = openShop(smallShop);
    const { address } = smallShop.users['ann'] ?? {};
    does(shop, 'modify_user_address', { user_id: 'ann', ...elsewhere });
    expect(shop.changed().users['ann']?.address).toEqual(elsewhere);
    does(shop, 'modify_user_address', { user_id: 'ann', ...address });
    expect(shop.changed()).toEqual({ orders: {}, users: {} });
  });

  test('refuses a key that stands for something else', () => {
    const shop = openShop(smallShop);
    shop.carryOut('key', { tool: 'cancel_pending_order', input: cancel('#open') });
    const again = shop.carryOut('key', { tool: 'cancel_pending_order', input: cancel('#gift') });
    expect(again).toEqual({ refuse: 'Something else was done under key key.' });
    expect(Object.keys(shop.changed().orders)).toEqual(['#open']);
  });
});
