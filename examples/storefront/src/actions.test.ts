import type { Json } from '@shopbell/agent';
import { shopActions, type Order } from '@shopbell/commerce';
import { describe, expect, it } from 'vitest';
import {
  actionOf,
  berlin,
  delivered,
  eur,
  kindOf,
  lines,
  open,
  refundOf,
  stranger,
  type Asked,
} from '../test/acting.ts';

describe('the back office', () => {
  it('offers every standard action, each write with a plan and a read-back', async () => {
    await using office = await open();
    const offers = shopActions(office.shop).map(({ offer }) => offer);
    expect(offers.map(({ name }) => name).toSorted()).toEqual([
      'account.change_address',
      'account.change_contact',
      'account.lookup',
      'complaint.record',
      'exchange.open',
      'followup.schedule',
      'goodwill.grant',
      'lead.capture',
      'order.cancel',
      'order.change_address',
      'order.change_items',
      'order.change_payment',
      'order.list',
      'order.lookup',
      'order.place',
      'order.quote',
      'payment.request',
      'payment.status',
      'product.search',
      'refund.issue',
      'return.open',
    ]);
    for (const { effect, steps } of offers)
      expect(steps ?? []).toEqual(effect === 'write' ? ['plan', 'verify'] : []);
    // All offers travel in one packet.
    expect(JSON.stringify(offers).length).toBeLessThan(48_000);
  });
});

describe('an action from plan to read-back', () => {
  it('takes a quote to an order and on to a payment', async () => {
    await using office = await open();
    const quoted = await actionOf(office.shop, 'order.quote').run({ lines });
    expect(kindOf(quoted.card)).toBe('quote');
    const { quote } = quoted.output as { quote: { id: string } };
    const placed = await actionOf(office.shop, 'order.place').whole({ quote: quote.id });
    expect(placed.planned.summary).toBe(
      'We place your order for €26.90, to be sent to Große Elbstraße 41, 22767 Hamburg.',
    );
    expect(placed).toMatchObject({ verdict: 'verified', card: { kind: 'order', status: 'pending' } });
    const { number } = (placed.output as { order: Order }).order;
    const asked = await actionOf(office.shop, 'payment.request').whole({ order: number });
    expect(asked).toMatchObject({
      // It is looked at again until it is paid.
      verdict: { againInMs: 2_000 },
      planned: { confirm: true },
      card: { status: 'open' },
    });
    expect(asked.planned.card).not.toHaveProperty('url');
    const { payment } = asked.output as { payment: { id: string } };
    await office.visitor().post(`/pay/${payment.id}`, {});
    const paid = await asked.verifyAgain();
    expect(paid).toMatchObject({ card: { status: 'paid' }, verified: { payment: { status: 'paid' } } });
    const status = await actionOf(office.shop, 'payment.status').run({ payment: payment.id });
    expect(status.card).toMatchObject({ kind: 'payment', status: 'paid' });
  });

  it.each<[name: string, input: (order: Order) => Json, summary: RegExp, card: string]>([
    [
      'order.cancel',
      ({ number }) => ({ order: number, reason: 'x' }),
      /cancel order .* send €48\.90 back/,
      'order',
    ],
    [
      'order.change_items',
      ({ number }) => ({ order: number, lines }),
      /comes to €26\.90, and €22\.00 goes back/,
      'change',
    ],
    [
      'order.change_address',
      ({ number }) => ({ order: number, shipTo: { ...berlin, street: 'Am Ufer 2' } }),
      /Am Ufer 2/,
      'address',
    ],
    ['refund.issue', (order) => refundOf(order, 500), /send €5\.00 back/, 'refund'],
    [
      'goodwill.grant',
      ({ number }) => ({ order: number, amount: eur(500), reason: 'Late' }),
      /voucher for €5\.00/,
      'voucher',
    ],
    ['account.change_address', () => ({ address: berlin }), /Torstraße 1/, 'address'],
    ['account.change_contact', () => ({ phone: '+49 30 1234567' }), /\+49 30 1234567/, 'account'],
    [
      'complaint.record',
      ({ number }) => ({ order: number, about: 'The lid', text: 'It broke.' }),
      /The lid/,
      'record',
    ],
    [
      'lead.capture',
      () => ({ name: 'Ada', email: 'ada@example.com', interest: 'Teapots' }),
      /ada@example\.com/,
      'record',
    ],
    ['followup.schedule', () => ({ about: 'Has it come?', inHours: 24 }), /Has it come/, 'record'],
  ])(
    '%s says in a sentence what will happen, does it, and finds it done',
    async (...[name, inputFor, summary, card]) => {
      await using office = await open();
      const input = inputFor(await office.order({ paid: true }));
      const done = await actionOf(office.shop, name).whole(input);
      expect(done.planned.summary).toMatch(summary);
      expect(done.planned.card?.kind).toBe(card);
      expect(done).toMatchObject({ verdict: 'verified', card: { kind: card } });
    },
  );

  it('changes how an order is paid, opens returns with a label and exchanges', async () => {
    await using office = await open();
    const pending = await office.order();
    const payment = await actionOf(office.shop, 'order.change_payment').whole({
      order: pending.number,
      method: 'prepayment',
    });
    expect(payment.verdict).toBe('verified');
    const order = await office.own(delivered);
    const [line] = order.lines;
    const back = [{ sku: line?.sku ?? '', quantity: 1 }];
    const returned = await actionOf(office.shop, 'return.open').whole({
      order: order.number,
      lines: back,
      reason: 'x',
    });
    expect(returned.planned.card).not.toHaveProperty('label');
    expect(returned).toMatchObject({
      verdict: 'verified',
      card: { kind: 'return', label: { carrier: 'DHL' } },
    });

    const fits = ({ lines: [first] }: Order): boolean =>
      first !== undefined && first.product !== line?.product;
    const other = await office.own((each) => delivered(each) && each.number !== order.number && fits(each));
    const [old] = other.lines;
    const kinds = (await office.shop.product(old?.product ?? ''))?.variants ?? [];
    const wanted = kinds.find(({ sku, available }) => available && sku !== old?.sku)?.sku ?? '';
    const exchanged = await actionOf(office.shop, 'exchange.open').whole({
      order: other.number,
      lines: [{ sku: old?.sku ?? '', quantity: 1, wanted }],
      reason: 'Another colour',
    });
    expect(exchanged).toMatchObject({
      verdict: 'verified',
      planned: { summary: expect.stringMatching(/exchange/) as string },
      card: { kind: 'exchange', status: 'open' },
    });
  });

  it('speaks German where the shop does', async () => {
    await using office = await open();
    const { number } = await office.order({ paid: true });
    const planned = await actionOf(office.shop, 'order.cancel', 'de').plan({ order: number, reason: 'x' });
    expect(planned).toMatchObject({
      summary: expect.stringMatching(/stornieren .* erstatten Ihnen 48,90\s€/) as string,
    });
  });
});

describe('a plan', () => {
  it('changes nothing, and is refused in the shop’s words', async () => {
    await using office = await open();
    const shipped = await office.own(({ status }) => status === 'shipped');
    const cancel = actionOf(office.shop, 'order.cancel');
    expect(await cancel.plan({ order: shipped.number, reason: 'x' })).toEqual({
      refuse: expect.stringMatching(/on its way/) as string,
    });
    const paid = await office.order({ paid: true });
    await cancel.plan({ order: paid.number, reason: 'x' });
    expect((await office.shop.order(paid.number))?.status).toBe('paid');
  });

  it('is for one’s own orders alone: another’s, and one there is not, get the same answer', async () => {
    await using office = await open();
    const jonas = (await office.shop.ordersOf({ sub: 'customer-2002' }))[0]?.number ?? '';
    for (const name of [
      'order.cancel',
      'refund.issue',
      'return.open',
      'order.change_address',
      'goodwill.grant',
    ]) {
      const inputs: Record<string, Json> = {
        'order.cancel': { reason: 'x' },
        'refund.issue': { lines: [{ sku: 'x', amount: eur(1) }], reason: 'x' },
        'return.open': { lines, reason: 'x' },
        'order.change_address': { shipTo: berlin },
        'goodwill.grant': { amount: eur(1), reason: 'x' },
      };
      const ask = (order: string, asked: Asked = {}) =>
        actionOf(office.shop, name).plan({ ...(inputs[name] as object), order }, asked) as Promise<{
          refuse: string;
        }>;
      const [theirs, none] = [await ask(jonas), await ask('AS-99999')];
      expect(theirs.refuse.replace(jonas, 'N')).toBe(none.refuse.replace('AS-99999', 'N'));
      expect(await ask(jonas, { shopper: stranger })).toMatchObject({
        refuse: expect.stringMatching(/not signed in/) as string,
      });
    }
  });

  it('is as good for who has just proved the account’s address as for who is signed in, and no longer', async () => {
    await using office = await open();
    const { number } = await office.order({ paid: true });
    const cancel = (email: string, until: number) => {
      const shopper = { ...stranger, proved: { email, at: Date.now() - 60_000, until } };
      return actionOf(office.shop, 'order.cancel').plan({ order: number, reason: 'x' }, { shopper });
    };
    expect(await cancel('Mara.Lindqvist@example.com', Date.now() + 60_000)).toHaveProperty('summary');
    expect(await cancel('mara.lindqvist@example.com', Date.now() - 1)).toHaveProperty('refuse');
    expect(await cancel('jonas@example.com', Date.now() + 60_000)).toMatchObject({
      refuse: expect.stringMatching(/no order/) as string,
    });
  });

  it('asks a supervisor over the limits, however the sum is split, and nobody over the cap', async () => {
    await using office = await open();
    const order = await office.own(
      ({ status, lines: [line], payment }) =>
        status === 'delivered' && payment !== undefined && (line?.total.amount ?? 0) >= 1_000,
    );
    const ask = (asked: Asked) => actionOf(office.shop, 'refund.issue').plan(refundOf(order, 1_000), asked);
    expect(await ask({})).not.toHaveProperty('approve');
    expect(await ask({})).toMatchObject({ amount: eur(1_000) });
    expect(await ask({ spentToday: [eur(19_001)] })).toMatchObject({ approve: 'supervisor', confirm: true });
    expect(await ask({ role: 'trainee' })).toMatchObject({ approve: 'supervisor' });
    const cancel = { order: (await office.order({ paid: true })).number, reason: 'x' };
    const byBot = await actionOf(office.shop, 'order.cancel').plan(cancel, { role: 'bot' });
    expect(byBot).toMatchObject({ approve: 'supervisor', amount: eur(4_890) });
    const { id: quote } = await office.shop.quote({ lines });
    const place = actionOf(office.shop, 'order.place');
    expect(await place.plan({ quote }, { role: 'bot' })).toMatchObject({ amount: eur(2_690) });
    expect(await place.plan({ quote }, { role: 'bot' })).not.toHaveProperty('approve');
    expect(await place.plan({ quote }, { role: 'trainee' })).toHaveProperty('approve', 'supervisor');
    const goodwill = { order: order.number, amount: eur(5_001), reason: 'x' };
    expect(await actionOf(office.shop, 'goodwill.grant').plan(goodwill)).toHaveProperty('refuse');
  });
});
