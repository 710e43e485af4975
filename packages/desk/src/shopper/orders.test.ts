import { expect, test } from 'vitest';
import type { ActionStory } from '../thread/stories.ts';
import { ordersIn } from './orders.ts';

const story = (values: Partial<ActionStory>): ActionStory => ({
  action: 'act_00000001',
  name: 'order.list',
  title: 'Orders',
  audience: 'staff',
  step: 'succeeded',
  steps: [],
  waitsFor: { shopper: false, supervisor: false },
  askedBy: null,
  doneBy: null,
  input: undefined,
  output: undefined,
  error: null,
  card: null,
  plan: null,
  startedAt: 0,
  lastAt: 0,
  ...values,
});
const total = { amount: 1_000, currency: 'EUR' };
const order = (number: string, status: string, placedAt: number) => ({ number, status, placedAt, total });

test('orders come from lists and cards, each once as last seen, newest first', () => {
  const card = { kind: 'order', version: 1, ...order('A', 'delivered', 1), lines: [], charges: [] } as never;
  const orders = ordersIn([
    story({ output: { orders: [order('A', 'shipped', 1), order('B', 'paid', 2)] } }),
    story({ card }),
  ]);
  expect(orders).toEqual([order('B', 'paid', 2), order('A', 'delivered', 1)]);
});

test('an output of another shape shows no orders and breaks nothing', () => {
  const strange = [
    { orders: 'many' },
    { orders: [null, 1, { number: 7 }, order('A', 'paid', 1)] },
    [],
    null,
    'x',
  ];
  expect(ordersIn(strange.map((output) => story({ output })))).toEqual([order('A', 'paid', 1)]);
});
