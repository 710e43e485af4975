import { describe, expect, test } from 'vitest';
import type { Pending } from '@shopbell/client';
import type { OutboxStore } from '../net/outbox-store.ts';
import { createKeeping } from './keeping.ts';

const memory = (): Storage => {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    clear: () => items.clear(),
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
};
/** A browser’s box, which outlives its pages. */
const boxIn = (kept = new Map<string, Pending>()): OutboxStore & { kept: Map<string, Pending> } => ({
  kept,
  load: async () => [...kept.values()],
  change: async (put, gone) => {
    for (const pending of put) kept.set(pending.nonce, pending);
    for (const nonce of gone) kept.delete(nonce);
  },
  clear: async () => kept.clear(),
});
const keep = (shop: string, storage: Storage | null, box = boxIn()) =>
  createKeeping(shop, storage, async () => box);
const item = { nonce: 'n1', command: 'message:send', input: {}, queuedAt: 1, error: null };

describe('what the frame keeps', () => {
  test('is nothing before the shopper has written', async () => {
    const [storage, box] = [memory(), boxIn()];
    const keeping = keep('demo', storage, box);
    keeping.setToken('sbt_1');
    keeping.setDrafts('{}');
    await keeping.outbox.change([item], []);
    expect([storage.length, box.kept.size]).toEqual([0, 0]);
    expect(await keeping.outbox.load()).toEqual([]);
    expect(keeping.token).toBe('sbt_1');
  });

  test('leaves a token that another tab was given alone, whatever is written or sent here', async () => {
    const storage = memory();
    const keeping = keep('demo', storage);
    keeping.setToken('sbt_1');
    keeping.begin();
    storage.setItem('shopbell:demo:token', 'sbt_2');
    keeping.begin();
    keeping.setOwner({ id: 'shp_1', isVerified: false });
    await keeping.outbox.change([item], []);
    expect(storage.getItem('shopbell:demo:token')).toBe('sbt_2');
    expect(keeping.renew()).toBe(true);
    expect(keeping.token).toBe('sbt_2');
  });

  test('says whose the token is, and whether the shop vouched for them', () => {
    const storage = memory();
    const keeping = keep('demo', storage);
    keeping.setToken('sbt_1');
    keeping.setOwner({ id: 'shp_1', isVerified: true });
    expect(storage.length).toBe(0);
    keeping.begin();
    expect(keep('demo', storage).owner).toEqual({ id: 'shp_1', isVerified: true });
    keeping.setOwner({ id: 'shp_2', isVerified: false });
    expect(keep('demo', storage).owner).toEqual({ id: 'shp_2', isVerified: false });
    keeping.forget();
    expect([storage.length, keep('demo', storage).owner]).toEqual([0, undefined]);
  });

  test('comes back after a reload, by shop', async () => {
    const [storage, box] = [memory(), boxIn()];
    const keeping = keep('demo', storage, box);
    keeping.setToken('sbt_1');
    keeping.begin();
    keeping.setDrafts('{"":"Half a"}');
    await keeping.outbox.change([item, { ...item, nonce: 'n2' }], []);
    await keeping.outbox.change([], ['n2']);
    const after = keep('demo', storage, box);
    expect([after.token, after.drafts]).toEqual(['sbt_1', '{"":"Half a"}']);
    expect(await after.outbox.load()).toEqual([item]);
    expect(keep('other', storage).token).toBeUndefined();
  });

  test('is nothing without consent, and what was there goes', async () => {
    const [storage, box] = [memory(), boxIn(new Map([['n1', item]]))];
    const keeping = keep('demo', storage, box);
    keeping.setToken('sbt_1');
    keeping.begin();
    keeping.allow(false);
    await Promise.resolve();
    expect([storage.length, box.kept.size]).toEqual([0, 0]);
    keeping.setToken('sbt_2');
    await keeping.outbox.change([item], []);
    expect([storage.length, box.kept.size]).toEqual([0, 0]);
  });

  test('is forgotten whole', async () => {
    const [storage, box] = [memory(), boxIn(new Map([['n1', item]]))];
    const keeping = keep('demo', storage, box);
    keeping.setToken('sbt_1');
    keeping.begin();
    keeping.setDrafts('{"":"Half a"}');
    keeping.forget();
    await Promise.resolve();
    expect([storage.length, box.kept.size, keeping.token, keeping.drafts]).toEqual([
      0,
      0,
      undefined,
      undefined,
    ]);
  });

  test('tells of each new token, but not of one another tab has told of', () => {
    const keeping = keep('demo', memory());
    let told = 0;
    keeping.onToken = () => void (told += 1);
    keeping.setToken('sbt_1');
    keeping.adopt('sbt_2');
    keeping.setToken(undefined);
    keeping.adopt('sbt_2');
    expect([told, keeping.token]).toEqual([1, 'sbt_2']);
  });

  test('lives in memory where storage is refused', () => {
    const refusing = new Proxy(memory(), {
      get: () => () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
    for (const storage of [null, refusing]) {
      const keeping = keep('demo', storage);
      keeping.begin();
      keeping.setToken('sbt_1');
      expect(keeping.token).toBe('sbt_1');
    }
  });

  test('of two tabs is one token: what the other was given is taken over, and not overwritten by what waits here', async () => {
    const storage = memory();
    const one = keep('demo', storage);
    one.setToken('sbt_1');
    one.begin();
    const other = keep('demo', storage);
    expect(other.renew()).toBe(false);
    one.setToken('sbt_2');
    await other.outbox.change([item], []);
    expect(keep('demo', storage).token).toBe('sbt_2');
    expect(other.token).toBe('sbt_1');
    expect(other.renew()).toBe(true);
    expect(other.token).toBe('sbt_2');
    expect(other.renew()).toBe(false);
  });

  test('of a tab that keeps nothing is not taken from another', () => {
    const storage = memory();
    const quiet = keep('demo', storage);
    quiet.setToken('sbt_own');
    const other = keep('demo', storage);
    other.setToken('sbt_theirs');
    other.begin();
    expect([quiet.renew(), quiet.token]).toEqual([false, 'sbt_own']);
  });
});
