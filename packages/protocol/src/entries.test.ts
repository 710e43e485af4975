import { anything, assert, jsonValue, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readEntry } from './entries.ts';

const head = {
  conversation: 'cnv_V1StGXR8_Z5jdHi6B',
  seq: 3,
  at: 1_790_000_000_000,
  by: { kind: 'agent', id: 'agt_V1StGXR8_Z5jdHi6B', name: 'Ada' },
  audience: 'everyone',
  nonce: 'nonce-123',
};
const message = { ...head, type: 'message', data: { parts: [{ kind: 'text', text: 'Hello' }] } };

describe('R8: an entry is read', () => {
  test('as what it is', () => {
    expect(readEntry(message)).toEqual(message);
  });

  test('as unknown when its type is from a later version', () => {
    const entry = readEntry({ ...head, type: 'rating', data: { stars: 5 } });
    expect(entry).toMatchObject({ type: 'unknown', wireType: 'rating', data: { stars: 5 }, seq: 3 });
  });

  test('as unknown when its data cannot be checked', () => {
    const entry = readEntry({ ...message, data: { parts: [{ kind: 'hologram' }] } });
    expect(entry).toMatchObject({ type: 'unknown', wireType: 'message', seq: 3 });
  });

  test('without what a later version added to its head', () => {
    expect(readEntry({ ...message, mood: 'good' })).toEqual(message);
  });

  test('as nothing at all when it has no proper head', () => {
    expect(readEntry({ ...message, seq: 0 })).toBeNull();
    expect(readEntry({ ...message, conversation: 'elsewhere' })).toBeNull();
    expect(readEntry(null)).toBeNull();
  });

  test('without ever throwing, whatever it is', () => {
    const isNothing = property(anything(), (wire) => readEntry(wire) === null);
    const isSomething = property(
      string(),
      jsonValue(),
      (type, data) => readEntry({ ...head, type, data })?.seq === 3,
    );
    expect(() => assert(isNothing)).not.toThrow();
    expect(() => assert(isSomething)).not.toThrow();
  });
});
