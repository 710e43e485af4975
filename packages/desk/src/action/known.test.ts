import type { AnyEntry, Conversation, Entry, JsonSchema, OrderCard } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { fieldsOf } from './fields.ts';
import { articlesKnown } from './known-orders.ts';
import { knownHere, lineAnswers } from './known.ts';
import { tellActions } from '../thread/stories.ts';

const text = { type: 'string' };
const fields = fieldsOf({
  type: 'object',
  properties: {
    order: text,
    order_number: text,
    email: text,
    customer: text,
    reason: text,
    number: { type: 'integer' },
    mail: { type: 'string', default: 'shop@example.com' },
  },
});
const shopper: Conversation['shopper'] = {
  id: 'shp_marta000',
  name: 'Marta',
  claimed: { email: 'claimed@example.com' },
  verified: null,
};
const verified = { sub: 'customer-7', email: 'marta@example.com' };

const lookedUp = (seq: number, number: string): Entry<'action'> => {
  const money = { amount: 500, currency: 'EUR' };
  const card: OrderCard = {
    kind: 'order',
    version: 1,
    number,
    placedAt: seq,
    status: 'paid',
    lines: [],
    charges: [],
    total: money,
  };
  return {
    conversation: 'cnv_00000001',
    seq,
    at: seq,
    by: { kind: 'office', id: 'agt_office00', name: 'Back office' },
    audience: 'everyone',
    nonce: `nonce-${seq}`,
    type: 'action',
    data: {
      action: `act_${String(seq).padStart(8, '0')}`,
      name: 'order.lookup',
      title: 'Look up',
      step: 'succeeded',
      card,
    },
  };
};

const filling = { action: 'order.lookup', locale: 'en' };

test('the order beside the conversation and what the shop vouches for are filled in where the names match', () => {
  const here = { shopper: { ...shopper, verified }, entries: [lookedUp(1, 'LT-1')] };
  const known = knownHere(fields, here, filling);
  expect(known).toEqual({
    order: 'LT-1',
    order_number: 'LT-1',
    email: 'marta@example.com',
    customer: 'customer-7',
  });
});

test('what was only claimed is not taken over, and of several orders the one looked at last is meant', () => {
  const here = { shopper, entries: [lookedUp(1, 'LT-1'), lookedUp(2, 'LT-2')] };
  expect(knownHere(fields, here, filling)).toEqual({ order: 'LT-2', order_number: 'LT-2' });
});

const listed = (seq: number, numbers: readonly string[]): AnyEntry => {
  const entry = lookedUp(seq, 'LT-0');
  const { card: _card, ...data } = entry.data;
  const total = { amount: 500, currency: 'EUR' };
  const orders = numbers.map((number) => ({ number, placedAt: 1, status: 'paid', total }));
  return { ...entry, data, staffData: { output: { orders } } };
};

test('of several orders that were only listed none is guessed', () => {
  expect(knownHere(fields, { shopper, entries: [listed(1, ['LT-1', 'LT-2'])] }, filling)).toEqual({});
  expect(knownHere(fields, { shopper, entries: [listed(1, ['LT-1'])] }, filling)).toMatchObject({
    order: 'LT-1',
  });
});

const money = { amount: 4_990, currency: 'EUR' };
const shipTo = { name: 'Marta', street: 'Main 1', postalCode: '89073', city: 'Ulm', country: 'DE' };
const known = (): AnyEntry => {
  const entry = lookedUp(1, 'LT-1');
  const order = {
    number: 'LT-1',
    total: money,
    shipTo,
    lines: [
      { title: 'Kettle', product: 'kettle', sku: 'KET-1', quantity: 2, price: money, total: money },
      { title: 'Tea', product: 'tea', quantity: 1, price: money, total: money },
    ],
  };
  return { ...entry, staffData: { output: { order } } };
};
const amount = {
  type: 'object',
  properties: { amount: { type: 'integer' }, currency: { type: 'string' } },
  required: ['amount', 'currency'],
};
const address = {
  type: 'object',
  properties: { name: text, street: text, postalCode: text, city: text, country: text },
  required: ['street', 'city'],
};
const deed = (properties: JsonSchema, required: string[]) =>
  fieldsOf({ type: 'object', properties: { order: text, ...properties }, required });

test('an address that is to be changed begins as the order has it, and an optional one stays empty', () => {
  const here = { shopper, entries: [known()] };
  expect(knownHere(deed({ shipTo: address }, ['shipTo']), here, filling)).toMatchObject({
    'shipTo.street': 'Main 1',
    'shipTo.city': 'Ulm',
    'shipTo.postalCode': '89073',
  });
  expect(knownHere(deed({ shipTo: address }, []), here, filling)).toEqual({ order: 'LT-1' });
});

test('an amount begins with the currency of the order, and without a sum', () => {
  const here = { shopper, entries: [known()] };
  expect(knownHere(deed({ amount }, ['amount']), here, filling)).toEqual({
    order: 'LT-1',
    'amount.currency': 'EUR',
  });
});

test('lines of the order are picked, not assumed, but where an action names all that shall stay', () => {
  const item = {
    type: 'object',
    properties: { sku: text, quantity: { type: 'integer' } },
    required: ['sku'],
  };
  const lines = deed({ lines: { type: 'array', items: item, minItems: 1 } }, ['lines']);
  const here = { shopper, entries: [known()] };
  expect(knownHere(lines, here, { ...filling, action: 'return.open' })).toMatchObject({ lines: [] });
  expect(knownHere(lines, here, { ...filling, action: 'order.change_items' })).toMatchObject({
    lines: ['line KET-1', 'line tea'],
    'lines.line KET-1.sku': 'KET-1',
    'lines.line KET-1.quantity': '2',
    'lines.line tea.sku': 'tea',
  });
});

test('a picked line brings its article, its pieces and what it cost', () => {
  const [lines] = fieldsOf({
    type: 'object',
    properties: {
      lines: {
        type: 'array',
        items: {
          type: 'object',
          properties: { sku: text, quantity: { type: 'integer' }, amount, wanted: text },
        },
      },
    },
  });
  if (lines?.control.kind !== 'rows') throw new Error('no rows');
  const line = { sku: 'KET-1', title: 'Kettle', quantity: 2, total: money };
  expect(lineAnswers({ path: 'lines', item: lines.control.item }, line, 'de')).toEqual({
    'lines.line KET-1.sku': 'KET-1',
    'lines.line KET-1.quantity': '2',
    'lines.line KET-1.amount': '49,90',
    'lines.line KET-1.amount.currency': 'EUR',
    'lines.line KET-1.wanted': '',
  });
});

test('articles that a search has shown are known by number and name, each once', () => {
  const entry = lookedUp(1, 'LT-1');
  const variants = [
    { sku: 'MUG-CLAY', label: 'Clay' },
    { sku: 'MUG-MOSS', label: 'Moss' },
  ];
  const output = { products: [{ title: 'Mug', variants }, { title: 'Broken' }, null] };
  const stories = tellActions([
    { ...entry, staffData: { output } },
    { ...lookedUp(2, 'LT-2'), staffData: { output } },
  ]);
  expect(articlesKnown(stories)).toEqual([
    { sku: 'MUG-CLAY', title: 'Mug, Clay' },
    { sku: 'MUG-MOSS', title: 'Mug, Moss' },
  ]);
});
