import { describe, expect, test } from 'vitest';
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
const item = { nonce: 'n1', command: 'message:send', input: {}, queuedAt: 1, error: null };

describe('what the frame keeps', () => {
  test('is nothing before the shopper has written', async () => {
    const storage = memory();
    const keeping = createKeeping('demo', storage);
    keeping.setToken('sbt_1');
    await keeping.outbox.save([item]);
    expect(storage.length).toBe(0);
    expect(keeping.token).toBe('sbt_1');
  });

  test('leaves a token that another tab was given alone, whatever is written or sent here', async () => {
    const storage = memory();
    const keeping = createKeeping('demo', storage);
    keeping.setToken('sbt_1');
    keeping.begin();
    storage.setItem('shopbell:demo:token', 'sbt_2');
    keeping.begin();
    keeping.setOwner({ id: 'shp_1', isVerified: false });
    await keeping.outbox.save([item]);
    expect(storage.getItem('shopbell:demo:token')).toBe('sbt_2');
    expect(keeping.renew()).toBe(true);
    expect(keeping.token).toBe('sbt_2');
  });

  test('says whose the token is, and whether the shop vouched for them', () => {
    const storage = memory();
    const keeping = createKeeping('demo', storage);
    keeping.setToken('sbt_1');
    keeping.setOwner({ id: 'shp_1', isVerified: true });
    expect(storage.length).toBe(0);
    keeping.begin();
    expect(createKeeping('demo', storage).owner).toEqual({ id: 'shp_1', isVerified: true });
    keeping.setOwner({ id: 'shp_2', isVerified: false });
    expect(createKeeping('demo', storage).owner).toEqual({ id: 'shp_2', isVerified: false });
    keeping.forget();
    expect([storage.length, createKeeping('demo', storage).owner]).toEqual([0, undefined]);
  });

  test('comes back after a reload, by shop', async () => {
    const storage = memory();
    const keeping = createKeeping('demo', storage);
    keeping.setToken('sbt_1');
    keeping.begin();
    await keeping.outbox.save([item]);
    const after = createKeeping('demo', storage);
    expect(after.token).toBe('sbt_1');
    expect(await after.outbox.load()).toEqual([item]);
    expect(createKeeping('other', storage).token).toBeUndefined();
  });

  test('is nothing without consent, and what was there goes', () => {
    const storage = memory();
    const keeping = createKeeping('demo', storage);
    keeping.setToken('sbt_1');
    keeping.begin();
    keeping.allow(false);
    expect(storage.length).toBe(0);
    keeping.setToken('sbt_2');
    expect(storage.length).toBe(0);
  });

  test('is forgotten whole', () => {
    const storage = memory();
    const keeping = createKeeping('demo', storage);
    keeping.setToken('sbt_1');
    keeping.begin();
    keeping.forget();
    expect([storage.length, keeping.token]).toEqual([0, undefined]);
  });

  test('lives in memory where storage is refused', async () => {
    const refusing = new Proxy(memory(), {
      get: () => () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
    for (const storage of [null, refusing]) {
      const keeping = createKeeping('demo', storage);
      keeping.begin();
      keeping.setToken('sbt_1');
      await keeping.outbox.save([item]);
      expect(keeping.token).toBe('sbt_1');
      expect(await keeping.outbox.load()).toEqual([item]);
    }
  });

  test('of two tabs is one token: what the other was given is taken over, and not overwritten by what waits here', async () => {
    const storage = memory();
    const one = createKeeping('demo', storage);
    one.setToken('sbt_1');
    one.begin();
    const other = createKeeping('demo', storage);
    expect(other.renew()).toBe(false);
    one.setToken('sbt_2');
    await other.outbox.save([item]);
    expect(createKeeping('demo', storage).token).toBe('sbt_2');
    expect(other.token).toBe('sbt_1');
    expect(other.renew()).toBe(true);
    expect(other.token).toBe('sbt_2');
    expect(other.renew()).toBe(false);
  });

  test('of a tab that keeps nothing is not taken from another', () => {
    const storage = memory();
    const quiet = createKeeping('demo', storage);
    quiet.setToken('sbt_own');
    const other = createKeeping('demo', storage);
    other.setToken('sbt_theirs');
    other.begin();
    expect([quiet.renew(), quiet.token]).toEqual([false, 'sbt_own']);
  });
});
