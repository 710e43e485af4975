import type { Order, OrderLine } from '@shopbell/commerce';
import { describe, expect, it } from 'vitest';
import { freshKey, openBackOffice } from '../../test/back-office.ts';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const status =
  (...among: Order['status'][]) =>
  (order: Order): boolean =>
    among.includes(order.status);
const first = ({ lines: [line] }: Order): OrderLine & { sku: string } => {
  if (line?.sku === undefined) throw new Error('The order has no line.');
  return { ...line, sku: line.sku };
};
const refused = (sentence: RegExp) => ({
  code: 'conflict',
  message: expect.stringMatching(sentence) as string,
});
describe('a key', () => {
  it('does its deed once: the same again is answered with the first result', async () => {
    await using office = await openBackOffice();
    const order = await office.orderWith(status('paid'));
    const key = freshKey();
    const input = { order: order.number, reason: 'Ordered twice' };
    const once = await office.shop.cancelOrder(input, { key });
    expect(await office.shop.cancelOrder(input, { key })).toEqual(once);
    const refunds = (await office.ledger(order.number)).filter(({ kind }) => kind === 'refund');
    expect(refunds).toEqual([
      expect.objectContaining({ key, kind: 'refund', amount: order.total.amount }) as unknown,
    ]);
    expect(await office.shop.receipt(key)).toMatchObject({ key, method: 'cancelOrder', result: once });
  });

  it('does it once when forty ask at the same moment', async () => {
    await using office = await openBackOffice();
    const order = await office.orderWith(status('delivered'));
    const { sku } = first(order);
    const key = freshKey();
    const input = { order: order.number, lines: [{ sku, amount: eur(100) }], reason: 'A scratch' };
    const answers = await Promise.all(Array.from({ length: 40 }, () => office.shop.refund(input, { key })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect((await office.ledger(order.number)).filter((each) => each.key === key)).toHaveLength(1);
    expect((await office.shop.order(order.number))?.payment?.refunded).toEqual(eur(100));
  });

  it('stands for one deed: with another input it is refused', async () => {
    await using office = await openBackOffice();
    const order = await office.orderWith(status('delivered'));
    const { sku } = first(order);
    const key = freshKey();
    const asked = (amount: number) => ({
      order: order.number,
      lines: [{ sku, amount: eur(amount) }],
      reason: 'A scratch',
    });
    await office.shop.refund(asked(100), { key });
    await expect(office.shop.refund(asked(200), { key })).rejects.toMatchObject(refused(/something else/));
    await expect(office.shop.recordComplaint({ about: 'x', text: 'y' }, { key })).rejects.toMatchObject(
      refused(/something else/),
    );
  });

  it('has no receipt for what was refused, foreseen or never asked', async () => {
    await using office = await openBackOffice();
    const order = await office.orderWith(status('shipped'));
    const input = { order: order.number, reason: 'Too late' };
    const key = freshKey();
    await expect(office.shop.cancelOrder(input, { key })).rejects.toMatchObject({ code: 'conflict' });
    await office.shop.recordComplaint({ about: 'x', text: 'y' }, { key, preview: true });
    expect(await office.shop.receipt(key)).toBeNull();
    expect(await office.shop.receipt('act_never-asked')).toBeNull();
  });

  it.each([
    ['without a key', undefined, {}, 422],
    ['with a short key', 'x', {}, 422],
    ['that is no JSON', 'act_test-no-json', '{', 422],
    ['with a field too many', 'act_test-fields', { order: 'AS-10401', reason: 'x', paid: true }, 422],
    ['on an order there is not', 'act_test-no-order', { order: 'AS-1', reason: 'x' }, 404],
  ])('is needed in its form: a request %s is refused', async (...[, key, body, expected]) => {
    await using office = await openBackOffice();
    const response = await office.write('cancelOrder', { body, ...(key === undefined ? {} : { key }) });
    expect(response.status).toBe(expected);
    expect(((await response.json()) as { error: string }).error.length).toBeGreaterThan(10);
    expect((await office.write('constructor', { body: {}, key: freshKey() })).status).toBe(404);
  });
});

describe('a preview', () => {
  it('says what would come of it and leaves every book as it was', async () => {
    await using office = await openBackOffice();
    const order = await office.orderWith(status('paid'));
    const { sku } = first(order);
    const before = { order, stock: await office.stock(sku), ledger: await office.ledger(order.number) };
    const foreseen = await office.shop.cancelOrder(
      { order: order.number, reason: 'Changed my mind' },
      { key: freshKey(), preview: true },
    );
    expect(foreseen).toMatchObject({ order: { status: 'cancelled' }, refunded: order.total });
    expect({
      order: await office.shop.order(order.number),
      stock: await office.stock(sku),
      ledger: await office.ledger(order.number),
    }).toEqual(before);
  });
});
