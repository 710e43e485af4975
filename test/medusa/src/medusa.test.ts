import { createMedusaShop } from '@shopbell-example/medusa/medusa-shop';
import { until } from '@shopbell-test/kit';
import type { ConversationHandle } from '@shopbell/agent';
import type { Shop } from '@shopbell/commerce';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noraAtTheDesk, type Desk } from './desk.ts';
import { journeys, lookUpAtDesk, playAtDesk, playByProgram, type Cast } from './journeys.ts';
import { lossyWay } from './lossy.ts';
import { contractOf } from './samples.ts';
import { shopperInTheShop } from './shopper.ts';
import { conversationSaying, openStage, rounds, type Stage } from './stage.ts';

let stage: Stage;
let headers: { authorization: string };
const shopAt = (url: string): Shop => createMedusaShop({ url, headers, settleMs: 1_000 });

// Installs Medusa where it is not yet: minutes, once.
beforeAll(async () => {
  stage = await openStage((line) => console.log(line));
  headers = { authorization: `Bearer ${await stage.medusa.token()}` };
}, 900_000);
afterAll(async () => {
  await stage?.[Symbol.asyncDispose]();
}, 60_000);

describe('from the desk, with the shopper in a browser', () => {
  let desk: Desk;
  let cast: Cast;
  beforeAll(async () => {
    const { browser, started, medusa } = stage;
    const hello = 'It is about my orders';
    const shopper = await shopperInTheShop(browser, started, { name: 'Ida Brandt', hello });
    desk = await noraAtTheDesk(browser, started, hello);
    cast = { shopper, medusa, round: rounds.desk };
  });

  test('an order is looked up', async () => {
    expect(await lookUpAtDesk(desk, cast)).toContain('€162.90');
  });
  test.each(journeys)('$title: agreed to, done, checked, and there in Medusa', async (journey) => {
    expect(await playAtDesk(journey, desk, cast)).toMatch(/order [234]/);
  });
  test('nothing went wrong on either page', () => {
    expect([...desk.complaints, ...cast.shopper.complaints]).toEqual([]);
  });
});

describe('by a program on the SDK, with the shopper in a browser', () => {
  let conversation: ConversationHandle;
  let cast: Cast;
  beforeAll(async () => {
    const { browser, started, medusa, program } = stage;
    const hello = 'Something about mine, too';
    const said = conversationSaying(program, hello);
    const shopper = await shopperInTheShop(browser, started, { name: 'Jonas Keller', hello });
    conversation = await said;
    cast = { shopper, medusa, round: rounds.program };
  });

  test('an order is looked up, a product found, a price quoted that adds up', async () => {
    const { delivered } = rounds.program;
    expect(await conversation.run('order.lookup', { order: delivered })).toMatchObject({
      order: { number: delivered, status: 'delivered', total: { amount: 16_290, currency: 'EUR' } },
    });
    expect(await conversation.run('product.search', { text: 'vase' })).toMatchObject({
      products: [{ title: 'Stoneware vase', price: { amount: 4_290 } }],
    });
    const lines = [{ sku: 'VASE-ASH', quantity: 2 }];
    expect(await conversation.run('order.quote', { lines, country: 'DE' })).toMatchObject({
      quote: { total: { amount: 2 * 4_290 + 490 } },
    });
  });
  test.each(journeys)('$title: agreed to, done, checked, and there in Medusa', async (journey) => {
    expect(await playByProgram(journey, conversation, cast)).toMatch(/order (8|9|10)/);
  });
  test('what Medusa cannot do is not offered', async () => {
    const offered = (await stage.program.actions()).map(({ name }) => name);
    expect(offered).toContain('refund.issue');
    for (const name of ['payment.request', 'complaint.record', 'exchange.open'])
      expect(offered).not.toContain(name);
  });
});

describe('the contract of a shop', () => {
  test('holds for all that Medusa is offered for', { timeout: 240_000 }, async () => {
    const cases = await contractOf(shopAt(stage.started.medusa.url));
    expect(cases.length).toBeGreaterThan(25);
    for (const { title, run } of cases)
      await run().catch((error: unknown) => {
        throw new Error(`It does not hold: ${title}`, { cause: error });
      });
  });
});

describe('what gets lost on the way to Medusa', () => {
  const refund = (amount: number) => ({
    order: '11',
    lines: [{ sku: 'CUSHION-RUST', amount: { amount, currency: 'EUR' } }],
    reason: 'A loose seam',
  });

  test('an answer: the refund is found by its key afterwards, by whoever asks, and not made again', async () => {
    await using way = await lossyWay(stage.started.medusa.url);
    const key = `act_lost-answer-${crypto.randomUUID()}`;
    way.lose({ path: /\/refund$/, when: 'after' });
    await expect(shopAt(way.url).refund?.(refund(500), { key })).rejects.toMatchObject({
      code: 'unavailable',
    });
    way.lose(null);
    const another = shopAt(way.url);
    const receipt = await another.receipt?.(key);
    expect(receipt).toMatchObject({ key, method: 'refund', result: { refund: { total: { amount: 500 } } } });
    expect(await another.refund?.(refund(500), { key })).toEqual(receipt?.result);
    expect(await stage.medusa.refundsOf('11')).toEqual([5]);
  });

  test('the request: nothing happened, as the key says, and it can be done once more, once', async () => {
    await using way = await lossyWay(stage.started.medusa.url);
    const key = `act_lost-request-${crypto.randomUUID()}`;
    way.lose({ path: /\/refund$/, when: 'before' });
    await expect(shopAt(way.url).refund?.(refund(700), { key })).rejects.toMatchObject({
      code: 'unavailable',
    });
    way.lose(null);
    const another = shopAt(way.url);
    expect(await another.receipt?.(key)).toBeNull();
    await Promise.all(Array.from({ length: 4 }, async () => another.refund?.(refund(700), { key })));
    expect((await stage.medusa.refundsOf('11')).filter((amount) => amount === 7)).toEqual([7]);
  });
});

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('Ctrl-C', () => {
  test('stops it all and leaves no process behind', async () => {
    const { command, started, program } = stage;
    await program.close();
    const pids = Object.values(started.pids);
    expect(pids.length).toBe(2);
    expect(pids.every(isAlive)).toBe(true);
    expect(await command.stop()).toBe(0);
    await until('the processes are gone', () => !pids.some(isAlive));
    for (const url of [started.medusa.url, started.page, started.relay])
      await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});
