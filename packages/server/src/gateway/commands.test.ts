import { expect, test } from 'vitest';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { until } from '../../test/edge-kit.ts';
import type { Answer } from '../gate/answer.ts';
import { createCaller } from '../gate/caller.ts';
import { createCommands, createInFlight } from './commands.ts';
import { createOutlet } from './outlet.ts';

const identity = { kind: 'shopper', shop: 'demo', shopper: null, tokenDigest: null } as const;

/** A socket’s commands, whose answers the test gives, and the replies that left. */
const openCommands = () => {
  const sent: string[] = [];
  const under: { input: unknown; finish: () => void }[] = [];
  const net = { writable: true, writableLength: 0, write: (frame: Buffer) => sent.push(frame.toString()) };
  const outlet = createOutlet({
    side: 'shopper',
    net: net as never,
    atTurnsEnd: (flush) => flush(),
    goodbye: () => {},
    onEnded: () => {},
  });
  const answer: Answer = (_, __, input) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    under.push({ input, finish: resolve });
    return promise.then(() => ({ ok: true, data: input }));
  };
  const inFlight = createInFlight();
  const take = createCommands({ caller: createCaller(identity, 'somewhere'), outlet, answer, inFlight });
  return { sent, under, inFlight, take };
};

test('a burst of one socket is carried out a few at a time, in its order, and all of it before a drain ends', async () => {
  const { sent, under, inFlight, take } = openCommands();
  for (let id = 0; id < 100; id += 1) void take('entries:list', id, id);
  const seen: unknown[] = [];
  let isDrained = false;
  void inFlight.none(60_000).then(() => void (isDrained = true));
  while (seen.length < 100) {
    expect(isDrained).toBe(false);
    expect(under.length).toBeLessThanOrEqual(16);
    for (const { input, finish } of under.splice(0)) {
      seen.push(input);
      finish();
    }
    await nextTurn();
  }
  expect(seen).toEqual(Array.from({ length: 100 }, (_, id) => id));
  await until(() => isDrained);
  expect(sent).toHaveLength(100);
});

test('what waits for its turn is bounded; the rest is told to wait', async () => {
  const { sent, under, take } = openCommands();
  for (let id = 0; id < 16 + 1_000 + 5; id += 1) void take('entries:list', {}, id);
  await until(() => sent.length === 5);
  expect(sent.every((reply) => reply.includes('rate_limited'))).toBe(true);
  expect(under).toHaveLength(16);
});

test('commands that wait are no hold-up of those behind them', async () => {
  const { under, take } = openCommands();
  for (let id = 0; id < 40; id += 1) void take('entries:wait', id, id);
  expect(under).toHaveLength(16);
  await until(() => under.length === 40);
});
