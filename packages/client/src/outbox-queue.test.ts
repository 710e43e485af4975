import { refuse } from '@shopbell/protocol/errors';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dropped,
  enqueue,
  nextDue,
  postponed,
  refused,
  revived,
  sendable,
  sending,
  stored,
  toPending,
  type Queue,
} from './outbox-queue.ts';
import { fromKept, toKept } from './kept-pending.ts';

const message = (nonce: string, conversation?: string) => ({
  nonce,
  command: 'message:send',
  input: { nonce, ...(conversation ? { conversation } : {}) },
  queuedAt: 1,
  error: null,
});
const queueOf = (...items: ReturnType<typeof message>[]) => items.reduce<Queue>(enqueue, []);
const nonces = (queue: Queue) => queue.map(({ nonce }) => nonce);
const limited = refuse('rate_limited', 'wait', { retryAfterMs: 10 });

describe('the outbox’s queue', () => {
  test('sends one at a time in a conversation, conversations beside each other', () => {
    const queue = queueOf(message('a', 'one'), message('b', 'one'), message('c', 'two'));
    expect(nonces(sendable(queue, 0))).toEqual(['a', 'c']);
    expect(nonces(sendable(sending(queue, 'a'), 0))).toEqual(['c']);
    expect(nonces(sendable(stored(queue, 'a', 'one'), 0))).toEqual(['b', 'c']);
  });

  test('keeps a nonce once', () => {
    expect(nonces(queueOf(message('a'), message('a')))).toEqual(['a']);
  });

  test('sends the first message of a new conversation alone, the rest to where it went', () => {
    const queue = queueOf(message('a'), message('b'), message('c'));
    expect(nonces(sendable(queue, 0))).toEqual(['a']);
    const rest = stored(sending(queue, 'a'), 'a', 'cnv_1');
    expect(rest.map(({ input }) => input['conversation'])).toEqual(['cnv_1', 'cnv_1']);
    expect(nonces(sendable(rest, 0))).toEqual(['b']);
  });

  test('sends answers to several actions beside each other, each as it was given', () => {
    const answer = (nonce: string, action: string) => ({
      ...message(nonce),
      command: 'action:confirm',
      input: { nonce, action },
    });
    const queue = queueOf(message('a'), answer('b', 'act_1'), answer('c', 'act_1'), answer('d', 'act_2'));
    expect(nonces(sendable(queue, 0))).toEqual(['a', 'b', 'd']);
    const rest = stored(stored(queue, 'b', 'cnv_1'), 'a', 'cnv_1');
    expect(rest.map(({ input }) => input)).toEqual([
      { nonce: 'c', action: 'act_1' },
      { nonce: 'd', action: 'act_2' },
    ]);
  });

  test('lets those behind a refused one pass, the next of a new conversation begins it', () => {
    const queue = refused(queueOf(message('a'), message('b')), 'a', refuse('bad_request', 'no'));
    expect(nonces(sendable(queue, 0))).toEqual(['b']);
    expect(sendable(queue, 0)[0]?.input).not.toHaveProperty('conversation');
  });

  test('waits with the whole conversation for a delayed one', () => {
    const queue = postponed(queueOf(message('a', 'one'), message('b', 'one')), 'a', {
      error: limited,
      retryAt: 50,
    });
    expect(sendable(queue, 49)).toEqual([]);
    expect(nextDue(queue)).toBe(50);
    expect(nonces(sendable(queue, 50))).toEqual(['a']);
  });

  test('tries again what is delayed when the clock was set back to before the wait began', () => {
    const delayed = { error: limited, retryAt: 5_050, since: 5_000 };
    const queue = postponed(queueOf(message('a')), 'a', delayed);
    expect(sendable(queue, 5_049)).toEqual([]);
    expect(nonces(sendable(queue, 4_999))).toEqual(['a']);
  });

  test('tries at once again what was cut off', () => {
    const queue = postponed(sending(queueOf(message('a')), 'a'), 'a', null);
    expect(nonces(sendable(queue, 0))).toEqual(['a']);
  });

  test('forgets the refusal when it is revived, and the item when it is dropped', () => {
    const queue = refused(queueOf(message('a')), 'a', refuse('bad_request', 'no'));
    expect(nonces(sendable(revived(queue, 'a'), 0))).toEqual(['a']);
    expect(dropped(queue, 'a')).toEqual([]);
  });

  test('does not touch what is on its way when it is revived', () => {
    const queue = sending(queueOf(message('a')), 'a');
    expect(revived(queue, 'a')).toEqual(queue);
  });

  test('survives JSON, errors included', () => {
    const queue = refused(queueOf(message('a'), message('b', 'one')), 'a', limited);
    const back = fromKept(JSON.parse(JSON.stringify(toPending(queue).map(toKept))));
    expect(back).toEqual(toPending(queue));
    expect(back[0]?.error?.details.retryAfterMs).toBe(10);
  });

  test('leaves out what no outbox has kept', () => {
    for (const kept of [
      null,
      undefined,
      'x',
      {},
      [null, 1, 'x', {}, { nonce: 'a' }, { nonce: 1, command: 'x', input: {} }],
    ]) {
      expect(fromKept(kept)).toEqual([]);
    }
  });

  test('stores everything once, in order within a conversation, under any failures', () => {
    const posts = fc.array(fc.constantFrom(undefined, 'one', 'two'), { minLength: 1, maxLength: 12 });
    const luck = fc.infiniteStream(fc.constantFrom('stored', 'cut off', 'limited'));
    fc.assert(
      fc.property(posts, luck, (conversations, fates) => {
        let queue = queueOf(
          ...conversations.map((conversation, index) => message(`n${index}`, conversation)),
        );
        const arrived: { nonce: string; conversation: unknown }[] = [];
        for (let now = 0; queue.length > 0 && now < 1_000; now += 10) {
          for (const { nonce, input } of sendable(queue, now)) {
            queue = sending(queue, nonce);
            const fate = fates.next().value;
            const conversation = input['conversation'] ?? 'new';
            // Cut off after it was stored: the relay knows the nonce, and gives the first answer again.
            if (fate !== 'limited' && !arrived.some((each) => each.nonce === nonce))
              arrived.push({ nonce, conversation });
            if (fate === 'stored') queue = stored(queue, nonce, conversation);
            if (fate === 'cut off') queue = postponed(queue, nonce, null);
            if (fate === 'limited') queue = postponed(queue, nonce, { error: limited, retryAt: now + 20 });
          }
        }
        expect(queue).toEqual([]);
        for (const conversation of ['new', 'one', 'two']) {
          const wanted = conversations.flatMap((each, index) =>
            (each ?? 'new') === conversation ? [`n${index}`] : [],
          );
          expect(
            arrived.filter((each) => each.conversation === conversation).map(({ nonce }) => nonce),
          ).toEqual(wanted);
        }
      }),
    );
  });
});
