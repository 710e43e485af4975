import type { Order, Shop } from '@shopbell/commerce';
import { describe, expect, it } from 'vitest';
import { actionOf, berlin, lines, open, refundOf } from '../test/acting.ts';
import { freshKey } from '../test/back-office.ts';

describe('running', () => {
  it('does what was agreed to or nothing: a plan that no longer holds is refused', async () => {
    await using office = await open();
    const { number } = await office.order({ paid: true });
    const cancel = actionOf(office.shop, 'order.cancel');
    const input = { order: number, reason: 'x' };
    const planned = await cancel.plan(input);
    if ('refuse' in planned) throw new Error(planned.refuse);
    // Meanwhile five euros went back: what would be sent back now is less than what was agreed to.
    await actionOf(office.shop, 'refund.issue').whole(
      refundOf((await office.shop.order(number)) as Order, 500),
    );
    await expect(cancel.run(input, { planned })).rejects.toMatchObject({ code: 'conflict' });
    expect((await office.shop.order(number))?.status).toBe('paid');
  });

  it('is one call that names the version of the plan: nothing can change in between', async () => {
    await using office = await open();
    const { number } = await office.order({ paid: true });
    const heard: object[] = [];
    const shop: Shop = {
      ...office.shop,
      cancelOrder: (given, how) => {
        heard.push({ preview: how.preview ?? false, version: how.version });
        return office.shop.cancelOrder(given, how);
      },
    };
    const { planned, verdict } = await actionOf(shop, 'order.cancel').whole({ order: number, reason: 'x' });
    expect(verdict).toBe('verified');
    expect(planned.basis).toMatch(/^[\w-]{43}$/);
    expect(heard).toEqual([
      { preview: true, version: undefined },
      { preview: false, version: planned.basis },
    ]);
  });

  it('is refused by the shop when it changed under a plan whose sentence still holds', async () => {
    await using office = await open();
    const { number } = await office.order({ paid: true });
    const change = actionOf(office.shop, 'order.change_address');
    const input = { order: number, shipTo: { ...berlin, street: 'Am Ufer 2' } };
    const planned = await change.plan(input);
    if ('refuse' in planned) throw new Error(planned.refuse);
    await actionOf(office.shop, 'order.change_items').whole({ order: number, lines });
    expect(await change.plan(input)).toMatchObject({ summary: planned.summary });
    await expect(change.run(input, { planned })).rejects.toMatchObject({ code: 'conflict' });
    expect((await office.shop.order(number))?.shipTo.street).toBe(berlin.street);
  });

  it.each([
    ['a shop without versions', undefined],
    ['a plan without one', 'later'],
  ])('looks again before it is done with %s', async (_, given) => {
    await using office = await open();
    const { number } = await office.order({ paid: true });
    const { cancelOrder } = office.shop;
    const bare: Shop['cancelOrder'] = async (input, how) => {
      const { version: __, ...result } = await cancelOrder(input, how);
      return result;
    };
    const shop: Shop = given === undefined ? { ...office.shop, cancelOrder: bare } : office.shop;
    const cancel = actionOf(shop, 'order.cancel');
    const planned = { summary: 'We cancel it for nothing.', confirm: true };
    await expect(cancel.run({ order: number, reason: 'x' }, { planned })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect((await office.shop.order(number))?.status).toBe('paid');
  });

  it('twice under one id does it once and answers the same', async () => {
    await using office = await open();
    const order = await office.order({ paid: true });
    const id = freshKey();
    const refund = actionOf(office.shop, 'refund.issue');
    const input = refundOf(order, 500);
    const [one, two] = [await refund.run(input, { id }), await refund.run(input, { id })];
    expect(two).toEqual(one);
    expect((await office.ledger(order.number)).filter(({ key }) => key === id)).toHaveLength(1);
  });
});

describe('reading back', () => {
  it('tells what happened from what did not when the answer was never heard', async () => {
    await using office = await open();
    const order = await office.order({ paid: true });
    const refund = actionOf(office.shop, 'refund.issue');
    const input = refundOf(order, 500);
    const id = freshKey();
    expect(await refund.verify(input, { id, output: null })).toBe('nothing');
    const { output } = await refund.run(input, { id });
    expect(await refund.verify(input, { id, output: null })).toMatchObject({
      verified: output,
      card: { kind: 'refund' },
    });
  });

  it('says so when the shop’s books do not have what was reported, or have something else', async () => {
    await using office = await open();
    const { number } = await office.order();
    const change = actionOf(office.shop, 'order.change_address');
    const input = { order: number, shipTo: { ...berlin, street: 'Am Ufer 2' } };
    const id = freshKey();
    const { output } = await change.run(input, { id });
    expect(await change.verify(input, { output })).toMatchObject({
      unverified: expect.stringMatching(/books/) as string,
    });
    await office.shop.changeAddress({ order: number, shipTo: berlin }, { key: freshKey() });
    expect(await change.verify(input, { id, output })).toMatchObject({
      unverified: expect.stringMatching(/another address/) as string,
    });
  });
});
