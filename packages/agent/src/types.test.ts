import { describe, expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { stockCheck } from '../test/stock.ts';
import {
  defineAction,
  handle,
  type Agent,
  type ConversationHandle,
  type InputOf,
  type Json,
  type OutputOf,
} from './index.ts';

/** Never called: what matters is whether it compiles. `tsc` fails where an expected error does not come. */
const conversing = async (agent: Agent, conversation: ConversationHandle) => {
  agent.on('message', ({ text, entry }) => {
    expectTypeOf(text).toBeString();
    expectTypeOf(entry.type).toEqualTypeOf<'message'>();
  });
  agent.on('rating', ({ score, of, comment, entry }) => {
    expectTypeOf(score).toBeNumber();
    expectTypeOf(of).toEqualTypeOf<2 | 5>();
    expectTypeOf(comment).toEqualTypeOf<string | null>();
    expectTypeOf(entry.type).toEqualTypeOf<'rating'>();
  });
  agent.on('entry', ({ entry }) => {
    if (entry.type === 'outcome') expectTypeOf(entry.data.reason).toBeString();
    if (entry.type === 'unknown') expectTypeOf(entry.data).toBeUnknown();
    // @ts-expect-error: a note has no reason.
    if (entry.type === 'note') void entry.data.reason;
  });
  agent.on('state:changed', (state) => {
    if (state.name === 'waiting') expectTypeOf(state.retryAt).toBeNumber();
  });
  // @ts-expect-error: there is no such event.
  agent.on('messages', () => {});
  // @ts-expect-error: a state has no text.
  agent.on('state:changed', ({ text }) => text);

  const output = await conversation.run(stockCheck, { product: 'teapot' });
  expectTypeOf(output).toEqualTypeOf<{ left: number; checkedAt: Date }>();
  expectTypeOf(await conversation.run('stock.check', {})).toEqualTypeOf<Json>();
  // @ts-expect-error: the input lacks the product.
  await conversation.run(stockCheck, {});
  // @ts-expect-error: a product is a string.
  await conversation.run(stockCheck, { product: 7 });
  // @ts-expect-error: there is no such audience.
  await conversation.run(stockCheck, { product: 'x' }, { audience: 'shopper' });
  // @ts-expect-error: an outcome has a resolution.
  await conversation.close({ reason: 'x' });
  // @ts-expect-error: somebody, `me` or `null`.
  await conversation.assign('Ada');

  const team = await agent.call('team:list', {});
  expectTypeOf(team.people).toBeArray();
  // @ts-expect-error: there is no such command.
  await agent.call('team:delete', {});
  // @ts-expect-error: the command needs a conversation.
  await agent.call('conversation:get', {});
};

describe('the types', () => {
  test('follow from the schemas of an action', () => {
    expectTypeOf<InputOf<typeof stockCheck>>().toEqualTypeOf<{ product: string }>();
    expectTypeOf<OutputOf<typeof stockCheck>>().toEqualTypeOf<{ left: number; checkedAt: Date }>();
    handle(stockCheck, {
      run: ({ input, signal }) => {
        expectTypeOf(input).toEqualTypeOf<{ product: string }>();
        expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
        return { left: 1, checkedAt: '2026-01-02T03:04:05Z' };
      },
      card: ({ output }) => void expectTypeOf(output.checkedAt).toEqualTypeOf<Date>(),
    });
    // @ts-expect-error: the output lacks `checkedAt`.
    handle(stockCheck, { run: () => ({ left: 1 }) });
    const { offer } = stockCheck;
    const anything = z.object({});
    const unknowable = () =>
      // @ts-expect-error: the effect is `read` or `write`.
      defineAction({ ...offer, effect: 'none', input: anything, output: anything });
    expect(unknowable).toThrow(/effect/);
    const description = { type: 'object' };
    const undescribed = () =>
      // @ts-expect-error: a description is not a schema.
      defineAction({ ...offer, input: description, output: anything });
    expect(undescribed).toThrow(/input/);
    expect(conversing).toBeTypeOf('function');
  });
});
