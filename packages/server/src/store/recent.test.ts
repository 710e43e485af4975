import { expect, test } from 'vitest';
import { createRecent } from './recent.ts';

test('what is used stays, what is not is dropped', () => {
  const recent = createRecent<number, string>(10);
  recent.set(0, 'used');
  for (let i = 1; i <= 100; i += 1) {
    recent.set(i, 'once');
    expect(recent.get(0)).toBe('used');
  }
  const kept = Array.from({ length: 101 }, (_, i) => recent.get(i)).filter((value) => value !== undefined);
  expect(kept.length).toBeLessThanOrEqual(20);
  expect(recent.get(100)).toBe('once');
  expect(recent.get(1)).toBeUndefined();
});

test('what is deleted is gone, whichever generation it was in', () => {
  const recent = createRecent<number, string>(2);
  recent.set(1, 'old');
  recent.set(2, 'old');
  recent.set(3, 'young');
  recent.delete(1);
  recent.delete(3);
  expect([recent.get(1), recent.get(2), recent.get(3)]).toEqual([undefined, 'old', undefined]);
});

test('a newer value wins over the one of the older generation', () => {
  const recent = createRecent<string, number>(2);
  recent.set('a', 1);
  recent.set('b', 1);
  recent.set('a', 2);
  expect(recent.get('a')).toBe(2);
});
