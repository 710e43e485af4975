import { readFileSync } from 'node:fs';
import type { ActionHandler, Json } from '@shopbell/agent';
import { describe, expect, it } from 'vitest';
import { yourShop } from '../test/your-shop.ts';
import { shopContract } from './contract.ts';
import { shopActions } from './shop-actions.ts';

type PlanContext = Parameters<NonNullable<ActionHandler['plan']>>[0];

const refund = (amount: number, reason = 'Broken') => ({
  order: 'L-1001',
  lines: [{ sku: 'lamp-blue', amount: { amount, currency: 'EUR' } }],
  reason,
});
const contextOf = (input: Json, id: PlanContext['id']): PlanContext => ({
  input,
  id,
  shopper: {
    id: 'shp_ada00000000',
    name: 'Ada',
    claimed: {},
    verified: { sub: 'c-1', email: 'ada@example.com' },
  },
  by: { kind: 'agent', id: 'agt_nora000000', name: 'Nora' },
  role: 'agent',
  conversation: 'cnv_tests000000',
  audience: 'everyone',
  planned: null,
  spentToday: [],
  signal: new AbortController().signal,
});
const actionOf = (name: string): ActionHandler => {
  const found = shopActions(yourShop).find(({ offer }) => offer.name === name);
  if (found === undefined) throw new Error(`The sample does not offer ${name}.`);
  return found;
};

describe('the shop of docs/your-shop.md', () => {
  it.each(['your-shop.ts', 'your-office.ts', 'your-page.ts'])('stands there word for word: %s', (file) => {
    const guide = readFileSync(new URL('../../../docs/your-shop.md', import.meta.url), 'utf8');
    const sample = readFileSync(new URL(`../test/${file}`, import.meta.url), 'utf8');
    expect(guide).toContain(`\`\`\`ts\n${sample}\`\`\``);
  });

  const cases = shopContract({
    shop: yourShop,
    known: {
      sub: 'c-1',
      email: 'ada@example.com',
      order: 'L-1001',
      guest: { order: '', email: '' },
      product: '',
      words: '',
      writes: { refund: { input: refund(100), refused: refund(4_901) } },
    },
  });
  const fitting = cases.filter(({ title }) => !title.includes('guest'));

  it.each([...fitting])('$title', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined();
  });

  it('offers what it implements, and nothing else', () => {
    expect(shopActions(yourShop).map(({ offer }) => offer.name)).toEqual(['order.lookup', 'refund.issue']);
  });

  it('shows Ada her order', async () => {
    const { card } = await actionOf('order.lookup').perform(contextOf({ order: 'L-1001' }, 'act_lookup0000'));
    expect(card).toMatchObject({ kind: 'order', number: 'L-1001' });
  });

  it('refunds her once, asks a supervisor above the limit, and finds it in the books', async () => {
    const { plan, perform, verify } = actionOf('refund.issue');
    const id = 'act_refund00000';
    const small = await plan?.(contextOf(refund(500), id));
    expect(small).toMatchObject({ summary: 'We send €5.00 back to you for order L-1001.', confirm: true });
    expect(small).not.toHaveProperty('approve');
    const before = (await yourShop.order?.('L-1001'))?.payment?.refunded.amount ?? 0;
    const [{ output }] = await Promise.all([
      perform(contextOf(refund(500), id)),
      perform(contextOf(refund(500), id)),
    ]);
    expect((await yourShop.order?.('L-1001'))?.payment?.refunded.amount).toBe(before + 500);
    expect(await verify?.({ ...contextOf(refund(500), id), output })).toBe('verified');
    expect(await plan?.(contextOf(refund(4_901), 'act_too-much000'))).toHaveProperty('refuse');
    const spent = {
      ...contextOf(refund(500), 'act_another0000'),
      spentToday: [{ amount: 19_900, currency: 'EUR' }],
    };
    expect(await plan?.(spent)).toMatchObject({ approve: 'supervisor' });
  });
});

describe('the contract of writing', () => {
  const failing = async (refundOf: NonNullable<typeof yourShop.refund>): Promise<string[]> => {
    const { receipt } = yourShop;
    const known = {
      sub: '',
      email: '',
      order: '',
      guest: { order: '', email: '' },
      product: '',
      words: '',
      writes: { refund: { input: refund(10), refused: refund(4_901) } },
    };
    const shop = { refund: refundOf, ...(receipt === undefined ? {} : { receipt }) };
    const tried = shopContract({ shop, known }).map(({ title, run }) =>
      run().then(
        () => [],
        () => [title],
      ),
    );
    return (await Promise.all(tried)).flat();
  };
  const write: NonNullable<typeof yourShop.refund> = (input, options) => {
    if (yourShop.refund === undefined) throw new Error('The sample has no refund.');
    return yourShop.refund(input, options);
  };

  it('is kept by the sample', async () => {
    expect(await failing(write)).toEqual([]);
  });

  it('flags a shop that does it again under the same key', async () => {
    let count = 0;
    const again = await failing((input, { key, ...options }) =>
      write(input, { ...options, key: `${key}-${(count += 1)}` }),
    );
    expect(again).toEqual([expect.stringMatching(/a key is done once/)]);
  });

  it('flags a preview that does what it should only foresee', async () => {
    const eager = await failing((input, { key }) => write(input, { key }));
    expect(eager).toContainEqual(expect.stringMatching(/a preview changes nothing/));
  });

  it('flags a shop that does what it should refuse', async () => {
    const lenient = await failing((input, options) =>
      write(
        { ...input, lines: input.lines.map((line) => ({ ...line, amount: { ...line.amount, amount: 1 } })) },
        options,
      ),
    );
    expect(lenient).toContainEqual(expect.stringMatching(/refuses what the shop will not do/));
  });
});
