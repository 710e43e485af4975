import { describe, expect, test, vi } from 'vitest';
import { startDurableRelay } from '../test/durable-relay.ts';
import { stockCheck } from '../test/stock.ts';
import type { ActionHandler } from './action-types.ts';
import { connectAgent, handle, openOffice, refuse, type OfficeOptions } from './index.ts';

const until = (condition: () => unknown) =>
  vi.waitFor(() => expect(condition()).toBeTruthy(), { timeout: 8_000, interval: 10 });
const checkedAt = '2026-01-02T03:04:05.000Z';

/** A relay, an office with the given way of checking the stock, an agent, and a conversation to do it in. */
const setUp = async (handler: ActionHandler, options: Partial<OfficeOptions> = {}) => {
  const stack = new AsyncDisposableStack();
  const relay = stack.use(await startDurableRelay());
  const office = stack.use(
    await openOffice({
      url: relay.url,
      key: await relay.key('office', 'action:*'),
      actions: [handler],
      ...options,
    }),
  );
  const agent = stack.use(
    await connectAgent({ url: relay.url, key: await relay.key('agent', 'read', 'reply', 'action:*') }),
  );
  const shopper = await relay.shopper();
  const conversation = await agent.conversation(await shopper.says('Is there a teapot left?'));
  return { relay, office, agent, conversation, [Symbol.asyncDispose]: () => stack.disposeAsync() };
};

describe('an office', () => {
  test('carries out an action; the requester gets the parsed output, the transcript the card', async () => {
    const contexts: unknown[] = [];
    const handler = handle(stockCheck, {
      run: ({ input, shopper, by, audience }) => {
        contexts.push({ input, shopper: shopper.verified, by: by.name, audience });
        return { left: input.product.length, checkedAt };
      },
      card: ({ input, output }) => ({
        kind: 'product',
        version: 1,
        id: input.product,
        title: `${output.left} left`,
        price: { amount: 100, currency: 'EUR' },
        available: output.left > 0,
      }),
    });
    await using all = await setUp(handler);
    expect(all.office.accepted).toEqual(['stock.check']);
    expect((await all.agent.actions())[0]).toMatchObject({ name: 'stock.check', input: { type: 'object' } });
    const output = await all.conversation.run(stockCheck, { product: 'teapot' });
    expect(output).toEqual({ left: 6, checkedAt: new Date(checkedAt) });
    expect(contexts).toEqual([
      { input: { product: 'teapot' }, shopper: null, by: 'The agent', audience: 'everyone' },
    ]);
    const { entries } = await all.conversation.history();
    const cards = entries.flatMap((entry) =>
      entry.type === 'action' && entry.data.card ? [entry.data.card] : [],
    );
    expect(cards).toMatchObject([{ kind: 'product', title: '6 left' }]);
    expect(await all.conversation.run('stock.check', { product: 'cup' })).toEqual({ left: 3, checkedAt });
  });

  test('refuses on the requester’s side what does not fit, before anything is asked', async () => {
    const run = vi.fn<() => never>();
    await using all = await setUp(handle(stockCheck, { run }));
    const wrong = all.conversation.run(stockCheck, { product: '' });
    await expect(wrong).rejects.toMatchObject({ code: 'bad_request' });
    await expect(all.conversation.run('stock.check', { product: 7 })).rejects.toMatchObject({
      code: 'bad_request',
    });
    expect(run).not.toHaveBeenCalled();
  });

  test('says what was meant to be said, and keeps the rest to itself', async () => {
    const errors: unknown[] = [];
    const handler = handle(stockCheck, {
      run: ({ input }) => {
        if (input.product === 'unknown') throw refuse('not_found', 'We do not sell that.');
        if (input.product === 'wrong') return { left: -1, checkedAt };
        if (input.product === 'huge') return { left: 1, checkedAt, filler: 'x'.repeat(40_000) };
        throw new Error('connect ECONNREFUSED 10.0.0.7, password hunter2');
      },
    });
    await using all = await setUp(handler, { onError: (error) => errors.push(error) });
    const says = (product: string) =>
      all.conversation.run(stockCheck, { product }).catch((error: Error) => error.message);
    expect(await says('unknown')).toBe('We do not sell that.');
    const safe = 'The office could not carry this out. It has been told why.';
    expect([await says('wrong'), await says('huge'), await says('broken')]).toEqual([safe, safe, safe]);
    expect(errors).toHaveLength(4);
    expect(String(errors[3])).toContain('hunter2');
    const transcript = JSON.stringify(await all.conversation.history());
    expect(transcript).not.toContain('hunter2');
  });

  test('offers its actions again after each reconnect', async () => {
    await using all = await setUp(handle(stockCheck, { run: () => ({ left: 1, checkedAt }) }));
    await all.relay.restart();
    await until(() => all.office.state.name === 'live' && all.agent.state.name === 'live');
    await vi.waitFor(async () => expect(await all.agent.actions()).toHaveLength(1), { timeout: 5_000 });
    expect((await all.conversation.run(stockCheck, { product: 'teapot' })).left).toBe(1);
  }, 20_000);

  test('runs no more at once than it may', async () => {
    let running = 0;
    let most = 0;
    const handler = handle(stockCheck, {
      run: async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 20));
        running--;
        return { left: 1, checkedAt };
      },
    });
    await using all = await setUp(handler, { concurrency: 2 });
    const five = Array.from({ length: 5 }, () => all.conversation.run(stockCheck, { product: 'teapot' }));
    await Promise.all(five);
    expect(most).toBe(2);
  });

  test('is not opened with a key that may not offer its actions, or with two of a name', async () => {
    await using relay = await startDurableRelay();
    const handler = handle(stockCheck, { run: () => ({ left: 1, checkedAt }) });
    const key = await relay.key('office', 'action:other.thing');
    await expect(openOffice({ url: relay.url, key, actions: [handler] })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(openOffice({ url: relay.url, key, actions: [handler, handler] })).rejects.toMatchObject({
      code: 'bad_request',
    });
  });
});
