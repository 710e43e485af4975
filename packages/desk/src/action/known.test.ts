import type { AnyEntry, Conversation, OrderCard } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { fieldsOf } from './fields.ts';
import { knownHere } from './known.ts';

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

const lookedUp = (seq: number, number: string): AnyEntry => {
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

test('the one order beside the conversation and what the shop vouches for are filled in where the names match', () => {
  const known = knownHere(fields, { shopper: { ...shopper, verified }, entries: [lookedUp(1, 'LT-1')] });
  expect(known).toEqual({
    order: 'LT-1',
    order_number: 'LT-1',
    email: 'marta@example.com',
    customer: 'customer-7',
  });
});

test('what was only claimed is not taken over, and of two orders none is guessed', () => {
  expect(knownHere(fields, { shopper, entries: [lookedUp(1, 'LT-1'), lookedUp(2, 'LT-2')] })).toEqual({});
});
