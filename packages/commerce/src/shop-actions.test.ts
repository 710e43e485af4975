import type { ActionHandler } from '@shopbell/agent';
import { describe, expect, it } from 'vitest';
import { sampleShop } from '../test/sample-shop.ts';
import { orderOf } from '../test/orders.ts';
import { guesses } from './lookup.ts';
import { shopActions } from './shop-actions.ts';
import type { Shop } from './shop.ts';

type Context = Parameters<ActionHandler['perform']>[0];
let count = 0;

const context = (input: Context['input'], given: Partial<Context> = {}): Context => {
  count += 1;
  return {
    input,
    shopper: { id: `shp_test0000${count}`, name: 'Ada', claimed: {}, verified: null },
    by: { kind: 'agent', id: 'agt_test00000', name: 'Nora' },
    role: 'agent',
    planned: null,
    audience: 'everyone',
    id: 'act_test00000',
    conversation: 'cnv_test00000',
    signal: new AbortController().signal,
    ...given,
  };
};
const verified = (sub: string, email?: string): Pick<Context, 'shopper'> => ({
  shopper: {
    id: 'shp_verified00',
    name: 'Ada',
    claimed: {},
    verified: { sub, ...(email === undefined ? {} : { email }) },
  },
});
const proved = (email: string, forMs: number): Pick<Context, 'shopper'> => ({
  shopper: {
    id: 'shp_proved0000',
    name: 'Ada',
    claimed: { email: 'eve@example.com' },
    verified: null,
    proved: { email, at: Date.now() - 1_000, until: Date.now() + forMs },
  },
});
const actionOf = (shop: Shop, name: string): ActionHandler => {
  const found = shopActions(shop).find(({ offer }) => offer.name === name);
  if (!found) throw new Error(`The shop does not offer ${name}.`);
  return found;
};
const books = (...orders: ReturnType<typeof orderOf>[]): Shop => ({
  order: async (number) => orders.find((order) => order.number === number) ?? null,
});

describe('the actions of a shop', () => {
  it('are those whose methods the shop has', () => {
    const names = (shop: Shop) => shopActions(shop).map(({ offer }) => offer.name);
    expect(names(sampleShop)).toEqual(['order.lookup', 'order.list', 'product.search']);
    expect(names({ searchProducts: async () => [] })).toEqual(['product.search']);
    expect(names({})).toEqual([]);
  });

  it('offer forms: every field has a title and the list needs a known shopper', () => {
    for (const { offer } of shopActions(sampleShop)) {
      const { properties } = offer.input as { properties: Record<string, { title?: string }> };
      for (const field of Object.values(properties)) expect(field.title).toBeTruthy();
      expect(offer.effect).toBe('read');
    }
    expect(actionOf(sampleShop, 'order.list').offer.identity).toBe('known');
  });
});

describe('order.lookup', () => {
  const shop = books(orderOf(), orderOf({ number: 'T-2', sub: null, email: 'ben@example.com' }));

  it('shows its owner everything, and finds the number however it is written', async () => {
    const { output, card } = await actionOf(shop, 'order.lookup').perform(
      context({ order: ' #t-1 ' }, verified('c-1')),
    );
    expect(output).toMatchObject({ ground: 'owner', order: { number: 'T-1', customer: { sub: 'c-1' } } });
    expect(card).toMatchObject({ kind: 'order', number: 'T-1' });
  });

  it('shows somebody with the postal code the goods, and no name or address', async () => {
    const { output, card } = await actionOf(shop, 'order.lookup').perform(
      context({ order: 'T-1', postalCode: '28195' }),
    );
    expect(output).toMatchObject({ ground: 'proof', order: { number: 'T-1', total: { amount: 2480 } } });
    expect(JSON.stringify({ output, card })).not.toMatch(/Canary|ada@/);
  });

  it('asks for a detail before it says anything of the number', async () => {
    const lookup = actionOf(shop, 'order.lookup');
    const known = await lookup.perform(context({ order: 'T-1' })).catch((error: unknown) => error);
    const unknown = await lookup.perform(context({ order: 'T-9' })).catch((error: unknown) => error);
    expect(known).toMatchObject({ code: 'forbidden' });
    expect(unknown).toEqual(known);
  });

  it('answers a wrong detail as it answers a number there is not', async () => {
    const lookup = actionOf(shop, 'order.lookup');
    const messages = await Promise.all(
      ['T-1', 'T-9'].map((order) =>
        lookup.perform(context({ order, email: 'eve@example.com' })).then(
          () => 'shown',
          (error: Error) => error.message.replace(order, 'N'),
        ),
      ),
    );
    expect(messages[0]).toMatch(/no order N/);
    expect(messages[1]).toBe(messages[0]);
  });

  it('shows a person of the shop any order for themselves, and a bot none', async () => {
    const lookup = actionOf(shop, 'order.lookup');
    const seen = await lookup.perform(context({ order: 'T-2' }, { audience: 'staff' }));
    expect(seen.output).toMatchObject({ ground: 'staff', order: { customer: { email: 'ben@example.com' } } });
    const bot = { kind: 'bot', id: 'agt_bot000000', name: 'Helper' } as const;
    await expect(
      lookup.perform(context({ order: 'T-2' }, { audience: 'staff', by: bot })),
    ).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('does not let a verified shopper see another’s order', async () => {
    const asEve = context({ order: 'T-1' }, verified('c-2', 'ada@example.com'));
    await expect(actionOf(shop, 'order.lookup').perform(asEve)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('stops guessing after ten wrong details for one order, from whomever, but not its owner or staff', async () => {
    const lookup = actionOf(shop, 'order.lookup');
    for (let guess = 0; guess < guesses.max; guess += 1) {
      const wrong = context({ order: 'T-1', postalCode: String(10_000 + guess) });
      await expect(lookup.perform(wrong)).rejects.toMatchObject({ code: 'not_found' });
    }
    const right = { order: 'T-1', postalCode: '28195' };
    await expect(lookup.perform(context(right))).rejects.toMatchObject({ code: 'rate_limited' });
    await expect(lookup.perform(context(right, verified('c-1')))).resolves.toBeDefined();
    await expect(lookup.perform(context(right, { audience: 'staff' }))).resolves.toBeDefined();
    const other = context({ order: 'T-2', email: 'BEN@example.com' });
    await expect(lookup.perform(other)).resolves.toBeDefined();
  });

  it('stops one shopper who guesses over many orders', async () => {
    const lookup = actionOf(shop, 'order.lookup');
    const eve = { shopper: context({}).shopper };
    for (let guess = 0; guess < guesses.max; guess += 1) {
      await lookup.perform(context({ order: `X-${guess}`, postalCode: '28195' }, eve)).catch(() => undefined);
    }
    const right = context({ order: 'T-1', postalCode: '28195' }, eve);
    await expect(lookup.perform(right)).rejects.toMatchObject({ code: 'rate_limited' });
  });

  it('refuses what the schema does not name', async () => {
    const wrong = context({ order: 'T-1', postalCode: '28195', audience: 'staff' });
    await expect(actionOf(shop, 'order.lookup').perform(wrong)).rejects.toMatchObject({
      code: 'bad_request',
    });
  });

  it('fits a report however long the order is', async () => {
    const long = books(orderOf({ lines: 700 }));
    const report = await actionOf(long, 'order.lookup').perform(context({ order: 'T-1' }, verified('c-1')));
    expect(JSON.stringify(report.output).length).toBeLessThan(32_768);
    expect(JSON.stringify(report).length).toBeLessThan(60_000);
  });
});

describe('order.list', () => {
  const list = (shop: Shop, given: Partial<Context>, input: Context['input'] = {}) =>
    actionOf(shop, 'order.list').perform(context(input, given));

  it('lists the verified shopper’s orders, and offers a choice', async () => {
    const { output, card } = await list(sampleShop, verified('c-1'));
    expect(output).toMatchObject({ orders: [{ number: 'L-1002', pieces: 2 }, { number: 'L-1001' }] });
    expect(card).toMatchObject({ kind: 'choices', options: [{ value: 'L-1002' }, { value: 'L-1001' }] });
  });

  it('shows the only order at once', async () => {
    const { card } = await list(sampleShop, verified('c-9', 'ben@example.com'));
    expect(card).toMatchObject({ kind: 'order', number: 'L-1003' });
  });

  it('has no card when there are none', async () => {
    expect(await list(sampleShop, verified('c-9'))).toEqual({ output: { orders: [] } });
  });

  it('lists no more than it was asked for', async () => {
    const { output } = await list(sampleShop, verified('c-1'), { limit: 1 });
    expect((output as { orders: unknown[] }).orders).toHaveLength(1);
  });

  it('is refused for a shopper who is not signed in, whatever the relay let through', async () => {
    await expect(list(sampleShop, {})).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('a proved mail address', () => {
  const account = { sub: 'c-1', name: 'Ada', email: 'Ada@example.com' };
  const withAccounts: Shop = {
    ...sampleShop,
    account: async (sub) => (sub === account.sub ? account : null),
    accountOf: async (email) => (email.toLowerCase() === 'ada@example.com' ? account : null),
  };
  const list = async (shop: Shop, who: Pick<Context, 'shopper'>): Promise<string[]> => {
    const { output } = await actionOf(shop, 'order.list').perform(context({}, who));
    return (output as { orders: { number: string }[] }).orders.map(({ number }) => number);
  };

  it('shows what was ordered under it as a guest, even where it was proved long ago', async () => {
    expect(await list(sampleShop, proved('BEN@example.com', -1))).toEqual([]);
    expect(await list(sampleShop, proved('ben@example.com', -1))).toEqual(['L-1003']);
    const looked = await actionOf(sampleShop, 'order.lookup').perform(
      context({ order: 'L-1003' }, proved('BEN@example.com', -1)),
    );
    expect(looked.output).toMatchObject({ ground: 'owner' });
  });

  it('opens the account that has it now, if the shop says which, and no other', async () => {
    expect(await list(sampleShop, proved('ada@example.com', 60_000))).toEqual([]);
    expect(await list(withAccounts, proved('ada@example.com', 60_000))).toEqual(['L-1002', 'L-1001']);
    const wrong: Shop = { ...withAccounts, accountOf: async () => account };
    expect(await list(wrong, proved('eve@example.com', 60_000))).toEqual([]);
    const looked = actionOf(withAccounts, 'account.lookup').perform(
      context({}, proved('ada@example.com', 60_000)),
    );
    expect((await looked).output).toMatchObject({ account: { sub: 'c-1' } });
  });

  it('changes nothing once it was proved too long ago, and a typed one never does', async () => {
    const lookup = actionOf(withAccounts, 'account.lookup');
    await expect(lookup.perform(context({}, proved('ada@example.com', -1)))).rejects.toMatchObject({
      code: 'forbidden',
    });
    const typed = { ...context({}).shopper, claimed: { email: 'ada@example.com' } };
    await expect(lookup.perform(context({}, { shopper: typed }))).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('brings nothing to light that a careless shop adds to a list', async () => {
    const careless: Shop = {
      ordersOf: async () => (await sampleShop.ordersOf?.({ sub: 'c-1', email: 'ben@example.com' })) ?? [],
    };
    expect(await list(careless, proved('ben@example.com', 60_000))).toEqual(['L-1003']);
    expect(await list(careless, verified('c-1'))).toEqual(['L-1002', 'L-1001']);
  });
});

describe('product.search', () => {
  const search = (shop: Shop, text: string) => actionOf(shop, 'product.search').perform(context({ text }));

  it('shows the only product, offers several, and says nothing of none', async () => {
    const one = (await sampleShop.searchProducts?.({ text: 'lamp', limit: 1 })) ?? [];
    const two = one.flatMap((product) => [product, { ...product, id: 'lamp-2' }]);
    expect((await search(sampleShop, 'lamp')).card).toMatchObject({ kind: 'product', id: 'lamp' });
    expect((await search({ searchProducts: async () => two }, 'lamp')).card).toMatchObject({
      kind: 'choices',
    });
    expect(await search(sampleShop, 'sofa')).toEqual({ output: { products: [] } });
  });
});
