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
const mara = { sub: 'customer-2001', name: 'Mara Lindqvist', email: 'mara.lindqvist@example.com' };
const berlin = {
  name: 'Mara Lindqvist',
  street: 'Torstraße 1',
  postalCode: '10119',
  city: 'Berlin',
  country: 'DE',
};

describe('cancelling', () => {
  it('puts the pieces back on the shelf and the money back to the customer', async () => {
    await using office = await openBackOffice();
    const order = await office.orderWith(status('paid'));
    const { sku, quantity } = first(order);
    const stock = await office.stock(sku);
    const result = await office.shop.cancelOrder(
      { order: order.number, reason: 'Ordered twice' },
      { key: freshKey() },
    );
    expect(result.order.payment).toMatchObject({ paid: order.total, refunded: order.total });
    expect(await office.stock(sku)).toBe(stock + quantity);
  });

  it('is refused for what has left the house, and once it is done', async () => {
    await using office = await openBackOffice();
    const cancel = (order: string) =>
      office.shop.cancelOrder({ order, reason: 'Changed my mind' }, { key: freshKey() });
    const shipped = await office.orderWith(status('shipped'));
    await expect(cancel(shipped.number)).rejects.toMatchObject(refused(/on its way.*Open a return/));
    const cancelled = await office.orderWith(status('cancelled'));
    await expect(cancel(cancelled.number)).rejects.toMatchObject(refused(/was cancelled/));
  });
});

describe('changing an order', () => {
  it('moves stock and sums, sends back what is too much, and asks for what is missing', async () => {
    await using office = await openBackOffice();
    const order = await office.orderWith(status('paid'));
    const line = first(order);
    const change = (quantity: number, extra: { sku: string; quantity: number }[] = []) =>
      office.shop.changeItems(
        { order: order.number, lines: [{ sku: line.sku, quantity }, ...extra] },
        { key: freshKey() },
      );
    const scoops = await office.stock('brass-scoop-one');
    const more = await change(line.quantity, [{ sku: 'brass-scoop-one', quantity: 2 }]);
    const kept = more.order.lines.map(({ sku }) => sku);
    expect(kept).toEqual([line.sku, 'brass-scoop-one']);
    expect(await office.stock('brass-scoop-one')).toBe(scoops - 2);
    expect(more.before).toEqual(order.total);
    expect(
      more.order.total.amount -
        (more.order.payment?.paid.amount ?? 0) +
        (more.order.payment?.refunded.amount ?? 0),
    ).toBe(more.due.amount);
    const same = {
      order: order.number,
      lines: more.order.lines.map(({ sku = '', quantity }) => ({ sku, quantity })),
    };
    await expect(office.shop.changeItems(same, { key: freshKey() })).rejects.toMatchObject(
      refused(/exactly these articles/),
    );
  });

  it('refuses more than there is, what is not sold, and what is packed', async () => {
    await using office = await openBackOffice();
    const order = await office.orderWith(status('paid', 'pending'));
    const change = (number: string, sku: string, quantity: number) =>
      office.shop.changeItems({ order: number, lines: [{ sku, quantity }] }, { key: freshKey() });
    await expect(change(order.number, 'alder-teapot-ink', 900)).rejects.toMatchObject(
      refused(/only \d+ left/),
    );
    await expect(change(order.number, 'no-such-thing', 1)).rejects.toMatchObject(refused(/does not sell/));
    const packed = await office.orderWith(status('packed'));
    await expect(change(packed.number, 'brass-scoop-one', 1)).rejects.toMatchObject(
      refused(/can no longer be changed/),
    );
    expect(await office.shop.order(order.number)).toEqual(order);
  });

  it('changes where it goes until it is on its way, and to where the shop sends', async () => {
    await using office = await openBackOffice();
    const order = await office.orderWith(status('packed'));
    const to = (number: string, shipTo: typeof berlin) =>
      office.shop.changeAddress({ order: number, shipTo }, { key: freshKey() });
    expect(await to(order.number, berlin)).toMatchObject({ order: { shipTo: berlin }, before: order.shipTo });
    await expect(to(order.number, { ...berlin, country: 'US' })).rejects.toMatchObject(
      refused(/does not send/),
    );
    const shipped = await office.orderWith(status('shipped'));
    await expect(to(shipped.number, berlin)).rejects.toMatchObject(refused(/on its way/));
  });

  it('changes the way of paying while nothing is paid', async () => {
    await using office = await openBackOffice();
    const order = await office.orderWith(status('pending'));
    const pay = (number: string, method: string) =>
      office.shop.changePayment({ order: number, method }, { key: freshKey() });
    expect(await pay(order.number, 'Prepayment')).toMatchObject({
      method: 'prepayment',
      order: { payment: { method: 'prepayment' } },
    });
    await expect(pay(order.number, 'bitcoin')).rejects.toMatchObject(refused(/invoice.*prepayment/));
    const paid = await office.orderWith(status('paid'));
    await expect(pay(paid.number, 'prepayment')).rejects.toMatchObject(refused(/has been paid/));
  });
});

describe('from a quote to a paid order', () => {
  it('promises a price that adds up, places the order at it, and notes the payment', async () => {
    await using office = await openBackOffice();
    const quote = await office.shop.quote({
      lines: [{ sku: 'alder-mug-clay', quantity: 2 }],
      voucher: 'harvest10',
    });
    expect(quote).toMatchObject({
      charges: [{ label: 'Voucher HARVEST10', amount: eur(-440) }, { label: 'Shipping' }],
      total: eur(4400 - 440 + 490),
      included: [{ label: 'VAT 19 %', amount: eur(Math.round((4450 * 19) / 119)) }],
    });
    const stock = await office.stock('alder-mug-clay');
    const key = freshKey();
    const place = { quote: quote.id, customer: mara, shipTo: berlin };
    const { order } = await office.shop.placeOrder(place, { key });
    expect(order).toMatchObject({ status: 'pending', customer: mara, shipTo: berlin, total: quote.total });
    expect(await office.stock('alder-mug-clay')).toBe(stock - 2);
    await expect(office.shop.placeOrder(place, { key: freshKey() })).rejects.toMatchObject(
      refused(/already/),
    );

    const { payment } = await office.shop.requestPayment({ order: order.number }, { key: freshKey() });
    expect(payment).toMatchObject({ amount: quote.total, status: 'open' });
    const path = new URL(payment.url ?? '').pathname;
    const visitor = office.visitor();
    expect((await visitor.get(path)).html).toContain('No money moves');
    await Promise.all([visitor.post(path, {}), visitor.post(path, {}), office.visitor().post(path, {})]);
    expect((await visitor.get(path)).html).toContain('is noted as paid');
    expect(await office.shop.payment(payment.id)).toMatchObject({ status: 'paid' });
    expect(await office.shop.order(order.number)).toMatchObject({
      status: 'paid',
      payment: { paid: quote.total },
    });
    expect(await office.ledger(order.number)).toHaveLength(1);
  });

  it('has one open link at a time, and none for what is paid', async () => {
    await using office = await openBackOffice();
    const order = await office.orderWith(status('pending'));
    const ask = () => office.shop.requestPayment({ order: order.number }, { key: freshKey() });
    const [older, newer] = [(await ask()).payment, (await ask()).payment];
    expect(await office.shop.payment(older.id)).toMatchObject({ status: 'cancelled' });
    await office.visitor().post(`/pay/${older.id}`, {});
    expect(await office.shop.payment(older.id)).toMatchObject({ status: 'cancelled' });
    await office.visitor().post(`/pay/${newer.id}`, {});
    await expect(ask()).rejects.toMatchObject(refused(/has been paid/));
    expect((await office.visitor().get('/pay/pay_guessed')).status).toBe(404);
  });

  it('quotes only what there is, where it sends to, with a voucher that holds', async () => {
    await using office = await openBackOffice();
    const lines = [{ sku: 'alder-mug-clay', quantity: 1 }];
    const quote = (more: object) => office.shop.quote({ lines, ...more });
    await expect(quote({ country: 'US' })).rejects.toMatchObject(refused(/does not send/));
    await expect(quote({ voucher: 'NOPE' })).rejects.toMatchObject(refused(/no voucher/));
    await expect(quote({ lines: [...lines, ...lines] })).rejects.toMatchObject(refused(/named twice/));
    const { quote: _, ...rest } = { quote: 'quo_none', customer: mara, shipTo: berlin };
    await expect(
      office.shop.placeOrder({ ...rest, quote: 'quo_none' }, { key: freshKey() }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('sending money back', () => {
  it('refunds by line, up to what each line cost, and never more than was paid', async () => {
    await using office = await openBackOffice();
    const order = await office.orderWith(
      ({ status: is, charges, total }) =>
        is === 'delivered' && charges.every(({ amount }) => amount.amount > 0) && total.amount > 1_000,
    );
    const line = first(order);
    const refund = (amount: number) =>
      office.shop.refund(
        { order: order.number, lines: [{ sku: line.sku, amount: eur(amount) }], reason: 'Broken' },
        { key: freshKey() },
      );
    await expect(refund(line.total.amount + 1)).rejects.toMatchObject(refused(/at most/));
    expect((await refund(line.total.amount - 1)).refund.total).toEqual(eur(line.total.amount - 1));
    await expect(refund(2)).rejects.toMatchObject(refused(/at most €0.01/));
    await refund(1);
    const moved = await office.ledger(order.number);
    expect(new Set(moved.map(({ key }) => key)).size).toBe(moved.length);
  });

  it('marks an order as refunded when all of it went back, and refuses what was never paid', async () => {
    await using office = await openBackOffice();
    const order = await office.orderWith(
      ({ status: is, charges }) => is === 'delivered' && charges.every(({ amount }) => amount.amount === 0),
    );
    const lines = order.lines.map(({ sku = '', total: amount }) => ({ sku, amount }));
    const all = { order: order.number, lines, reason: 'Never arrived' };
    await office.shop.refund(all, { key: freshKey() });
    expect(await office.shop.order(order.number)).toMatchObject({ status: 'refunded' });
    const unpaid = await office.orderWith(status('pending'));
    const { sku } = first(unpaid);
    await expect(
      office.shop.refund(
        { order: unpaid.number, lines: [{ sku, amount: eur(1) }], reason: 'x' },
        { key: freshKey() },
      ),
    ).rejects.toMatchObject(refused(/€0.00 that can be refunded/));
    await expect(
      office.shop.refund(
        { order: unpaid.number, lines: [{ sku, amount: { amount: 1, currency: 'USD' } }], reason: 'x' },
        { key: freshKey() },
      ),
    ).rejects.toMatchObject(refused(/EUR/));
  });

  it('grants a voucher that counts once', async () => {
    await using office = await openBackOffice();
    const order = await office.orderWith(status('delivered'));
    const grant = (amount: number) =>
      office.shop.grantGoodwill(
        { order: order.number, amount: eur(amount), reason: 'Late' },
        { key: freshKey() },
      );
    await expect(grant(5_001)).rejects.toMatchObject(refused(/at most/));
    const { voucher } = await grant(500);
    const ask = () =>
      office.shop.quote({ lines: [{ sku: 'alder-mug-clay', quantity: 1 }], voucher: voucher.code });
    const [one, two] = [await ask(), await ask()];
    expect(one.charges[0]).toEqual({ label: `Voucher ${voucher.code}`, amount: eur(-500) });
    const place = (quote: string) =>
      office.shop.placeOrder({ quote, customer: mara, shipTo: berlin }, { key: freshKey() });
    await place(one.id);
    await expect(place(two.id)).rejects.toMatchObject(refused(/was spent/));
  });
});

describe('sending pieces back', () => {
  const recent = ({ status: is, placedAt }: Order): boolean =>
    is === 'delivered' && placedAt > Date.now() - 50 * 86_400_000;

  it('opens a return with a label, for pieces that were not sent back yet', async () => {
    await using office = await openBackOffice();
    const order = await office.orderWith(recent);
    const { sku, quantity } = first(order);
    const open = (pieces: number) =>
      office.shop.openReturn(
        { order: order.number, lines: [{ sku, quantity: pieces }], reason: 'Too small' },
        { key: freshKey() },
      );
    const { opened } = await open(quantity);
    expect(opened.label?.url).toMatch(/^http:\/\/shop\.test\/labels\/ret_/);
    const page = await office.visitor().get(new URL(opened.label?.url ?? '').pathname);
    expect(page.html).toContain(opened.label?.number ?? '-');
    await expect(open(1)).rejects.toMatchObject(refused(/, 0 can still be sent back/));
  });

  it('refuses what was not delivered, is too old, or is not in the order', async () => {
    await using office = await openBackOffice();
    const open = (order: Order, sku = first(order).sku) =>
      office.shop.openReturn(
        { order: order.number, lines: [{ sku, quantity: 1 }], reason: 'x' },
        { key: freshKey() },
      );
    await expect(open(await office.orderWith(status('packed')))).rejects.toMatchObject(
      refused(/cannot be sent back/),
    );
    const old = await office.orderWith(
      ({ status: is, placedAt }) => is === 'delivered' && placedAt < Date.now() - 61 * 86_400_000,
    );
    await expect(open(old)).rejects.toMatchObject(refused(/60 days/));
    const order = await office.orderWith(recent);
    await expect(open(order, 'no-such-thing')).rejects.toMatchObject(refused(/has no article/));
  });

  it('exchanges for another kind of the same article, and takes it from stock', async () => {
    await using office = await openBackOffice();
    const isMug = ({ lines }: Order): boolean => lines.some(({ product }) => product === 'alder-mug');
    const quote = await office.shop.quote({ lines: [{ sku: 'alder-mug-clay', quantity: 1 }] });
    expect(quote.lines[0]?.product).toBe('alder-mug');
    const order = await office.orderWith(recent);
    const line = first(order);
    const product = await office.shop.product(line.product);
    const other = product?.variants.find(({ sku, available }) => sku !== line.sku && available);
    const exchange = (wanted: string) =>
      office.shop.openExchange(
        { order: order.number, lines: [{ sku: line.sku, quantity: 1, wanted }], reason: 'Another colour' },
        { key: freshKey() },
      );
    const stranger = isMug(order) ? 'brass-scoop-one' : 'alder-mug-clay';
    await expect(exchange(stranger)).rejects.toMatchObject(refused(/another kind of the same article/));
    if (other === undefined) throw new Error('The article has one kind only.');
    const stock = await office.stock(other.sku);
    const { opened } = await exchange(other.sku);
    expect(opened.difference.amount).toBe(other.price.amount - line.price.amount);
    expect(await office.stock(other.sku)).toBe(stock - 1);
  });
});

describe('accounts and records', () => {
  it('changes address and contact, but never to somebody else’s mail address', async () => {
    await using office = await openBackOffice();
    const contact = (email: string) =>
      office.shop.changeAccountContact({ customer: mara.sub, email }, { key: freshKey() });
    await office.shop.changeAccountAddress({ customer: mara.sub, address: berlin }, { key: freshKey() });
    await office.shop.changeAccountContact(
      { customer: mara.sub, phone: '+49 40 123456' },
      { key: freshKey() },
    );
    expect(await office.shop.account(mara.sub)).toEqual({ ...mara, phone: '+49 40 123456', address: berlin });
    await expect(contact('Jonas.Brandt@example.com')).rejects.toMatchObject(refused(/Another account/));
    expect((await contact('mara@example.com')).account.email).toBe('mara@example.com');
    expect(await office.shop.account('nobody')).toBeNull();
  });

  it('writes down complaints, leads and follow-ups to come', async () => {
    await using office = await openBackOffice();
    const { record } = await office.shop.recordComplaint(
      { about: 'A broken lid', text: 'It came in two pieces.' },
      { key: freshKey() },
    );
    expect(record.id).toMatch(/^rec_/);
    const later = (at: number) =>
      office.shop.scheduleFollowUp({ at, about: 'Has it arrived?' }, { key: freshKey() });
    await expect(later(Date.now() - 1)).rejects.toMatchObject(refused(/still to come/));
    expect((await later(Date.now() + 60_000)).record.id).not.toBe(record.id);
  });
});
