import { expect, test } from 'vitest';
import { createIdentification, type AtTheDoor } from './identification.ts';
import { openShop } from './shop.ts';
import { smallShop } from './small-shop.ts';

const { books } = openShop(smallShop);
const stranger: AtTheDoor = { conversation: 'one', shopper: { verified: null } };
const ann: AtTheDoor = { conversation: 'two', shopper: { verified: { sub: 'ann' } } };

test('a stranger is told nothing of a customer, and everything else', () => {
  const { objection } = createIdentification(books);
  expect(objection(stranger, { order_id: '#open' })).toEqual({
    refuse: expect.stringMatching(/Find the customer/),
  });
  expect(objection(stranger, { user_id: 'ann' })).toEqual({
    refuse: expect.stringMatching(/Find the customer/),
  });
  expect(objection(stranger, { product_id: 'cup' })).toBeNull();
  expect(objection(stranger, { order_id: '#none' })).toBeNull();
});

test('who was found is who the conversation is about, and nobody else after that', () => {
  const { found, objection } = createIdentification(books);
  expect(found(stranger, 'ann')).toBeNull();
  expect(found(stranger, 'ann')).toBeNull();
  expect(objection(stranger, { order_id: '#open' })).toBeNull();
  expect(objection(stranger, { order_id: '#bob' })).toEqual({
    refuse: expect.stringMatching(/somebody else/),
  });
  expect(found(stranger, 'bob')).toEqual({ refuse: expect.stringMatching(/somebody else/) });
  expect(objection({ ...stranger, conversation: 'other' }, { order_id: '#open' })).not.toBeNull();
});

test('whom the shop has signed in needs no finding, and can find nobody else', () => {
  const { found, objection } = createIdentification(books);
  expect(objection(ann, { user_id: 'ann' })).toBeNull();
  expect(objection(ann, { order_id: '#bob' })).not.toBeNull();
  expect(found(ann, 'bob')).not.toBeNull();
  expect(objection(ann, { order_id: '#bob' })).not.toBeNull();
});
