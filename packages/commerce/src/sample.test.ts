import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sampleShop } from '../test/sample-shop.ts';
import { shopContract } from './contract.ts';

const known = {
  sub: 'c-1',
  email: 'ada@example.com',
  order: 'L-1002',
  guest: { order: 'L-1003', email: 'ben@example.com' },
  product: 'lamp',
  words: 'desk lamp',
};

describe('the README’s sample shop', () => {
  it.each([...shopContract({ shop: sampleShop, known })])('$title', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined();
  });

  it('stands in the README word for word', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const sample = readFileSync(new URL('../test/sample-shop.ts', import.meta.url), 'utf8');
    expect(readme).toContain(`\`\`\`ts\n${sample}\`\`\``);
    expect(sample.trimEnd().split('\n').length).toBeLessThanOrEqual(45);
  });
});

describe('the contract', () => {
  const failing = async (shop: typeof sampleShop): Promise<string[]> => {
    const results = shopContract({ shop, known }).map(async ({ title, run }) =>
      run().then(
        () => [],
        () => [title],
      ),
    );
    return (await Promise.all(results)).flat();
  };

  it('flags a shop that answers with any order at all', async () => {
    const { order } = sampleShop;
    expect(await failing({ order: async () => (await order?.('L-1001')) ?? null })).toHaveLength(3);
  });

  it('flags a shop that gives an account’s orders to whoever has its address', async () => {
    const all = (await sampleShop.ordersOf?.({ sub: 'c-1' })) ?? [];
    const byAddress = async ({ email }: { email?: string | undefined }) =>
      all.filter(({ customer }) => customer.email === email);
    expect(await failing({ ordersOf: byAddress })).toContain(
      'gives an account’s orders to nobody else who has its address',
    );
  });

  it('flags a total that is not the sum', async () => {
    const order = await sampleShop.order?.('L-1002');
    if (!order) throw new Error('The sample has no order L-1002.');
    const wrong = { ...order, total: { amount: 1, currency: 'EUR' } };
    expect(await failing({ order: async (number) => (number === 'L-1002' ? wrong : null) })).toContain(
      'finds an order by its number, whole and adding up',
    );
  });
});
