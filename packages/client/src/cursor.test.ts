import type { AnyEntry } from '@shopbell/protocol';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCursor } from './cursor.ts';

const entry = (seq: number): AnyEntry => ({
  conversation: 'cnv_12345678',
  seq,
  at: 1,
  by: { kind: 'system', id: 'system', name: '' },
  audience: 'everyone',
  nonce: `nonce_${seq}`,
  type: 'note',
  data: { text: 'x' },
});

const reader = (after: number) => {
  const seen: number[] = [];
  const cursor = createCursor(after, ({ seq }) => seen.push(seq));
  return { seen, cursor, take: (...seqs: number[]) => seqs.forEach((seq) => cursor.take(entry(seq))) };
};

describe('a cursor', () => {
  test('hands on what follows its place', () => {
    const { seen, take, cursor } = reader(4);
    take(5, 6);
    expect(seen).toEqual([5, 6]);
    expect(cursor.place).toBe(6);
  });

  test('drops what is known (R2)', () => {
    const { seen, take } = reader(4);
    take(3, 4, 5, 5, 4);
    expect(seen).toEqual([5]);
  });

  test('holds what is early and sees the hole (R3)', () => {
    const { seen, take, cursor } = reader(0);
    take(3, 2);
    expect(seen).toEqual([]);
    expect(cursor.hasHole).toBe(true);
    take(1);
    expect(seen).toEqual([1, 2, 3]);
    expect(cursor.hasHole).toBe(false);
  });

  test('takes the missing one even when it holds all it may', () => {
    const { seen, take, cursor } = reader(0);
    take(...Array.from({ length: 1_500 }, (_, index) => index + 2));
    take(1);
    expect(seen).toHaveLength(1_001);
    expect(cursor.place).toBe(1_001);
  });

  test('repeats nothing when a listener throws', () => {
    const seen: number[] = [];
    const cursor = createCursor(0, ({ seq }) => {
      seen.push(seq);
      if (seq === 1) throw new Error('broken listener');
    });
    expect(() => cursor.take(entry(1))).toThrow('broken listener');
    cursor.take(entry(1));
    cursor.take(entry(2));
    expect(seen).toEqual([1, 2]);
  });

  test('hands on each once and in order, whatever arrives in whatever order how often', () => {
    const arrivals = fc
      .integer({ min: 1, max: 60 })
      .chain((last) =>
        fc.tuple(fc.constant(last), fc.array(fc.integer({ min: 1, max: last }), { maxLength: 200 })),
      );
    fc.assert(
      fc.property(arrivals, fc.nat(10), ([last, early], after) => {
        const { seen, take, cursor } = reader(after);
        take(...early);
        const inOrder = Array.from({ length: cursor.place - after }, (_, index) => after + 1 + index);
        expect(seen).toEqual(inOrder);
        take(...Array.from({ length: last }, (_, index) => index + 1));
        expect(seen).toEqual(
          Array.from({ length: Math.max(0, last - after) }, (_, index) => after + 1 + index),
        );
        expect(cursor.hasHole).toBe(false);
      }),
    );
  });
});
