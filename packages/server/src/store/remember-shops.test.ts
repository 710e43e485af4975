import { refuse } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { rememberShops } from './remember-shops.ts';
import { openSqliteStore } from './sqlite/open.ts';
import type { ShopRow, Store } from './store.ts';

const demo: ShopRow = { id: 'demo', name: 'Demo', origins: [], signInKeys: [], createdAt: 1 };

/** A store in memory that counts how often it is asked for shops, and a clock to set. */
const openCounted = async () => {
  const inner = await openSqliteStore({ file: ':memory:' });
  const count = { reads: 0, isOut: false };
  const counted = async <T>(read: () => Promise<T>): Promise<T> => {
    count.reads += 1;
    if (count.isOut) throw refuse('unavailable', 'Out.');
    return await read();
  };
  const store: Store = {
    ...inner,
    shop: (id) => counted(() => inner.shop(id)),
    shops: () => counted(() => inner.shops()),
  };
  let ms = 0;
  return {
    inner,
    count,
    remembering: rememberShops(store, () => ms),
    after: (later: number) => void (ms += later),
    [Symbol.asyncDispose]: () => inner.close(),
  };
};

test('thousands who ask for a shop within a second are one read', async () => {
  await using ground = await openCounted();
  const { remembering, count, after } = ground;
  await remembering.saveShop(demo);
  await Promise.all(Array.from({ length: 1_000 }, () => remembering.shop('demo')));
  await Promise.all(Array.from({ length: 1_000 }, () => remembering.shops()));
  expect(count.reads).toBe(2);
  after(1_000);
  expect(await remembering.shop('demo')).toMatchObject(demo);
  expect(count.reads).toBe(3);
});

test('what is changed here is seen at once, what another process changes within a second', async () => {
  await using ground = await openCounted();
  const { remembering, inner, after } = ground;
  await remembering.saveShop(demo);
  await remembering.shop('demo');
  await remembering.saveShop({ ...demo, name: 'Renamed' });
  expect(await remembering.shop('demo')).toMatchObject({ name: 'Renamed' });
  await inner.saveShop({ ...demo, name: 'Elsewhere' });
  expect(await remembering.shop('demo')).toMatchObject({ name: 'Renamed' });
  after(1_000);
  expect(await remembering.shop('demo')).toMatchObject({ name: 'Elsewhere' });
});

test('neither that there is no such shop nor a failure is remembered', async () => {
  await using ground = await openCounted();
  const { remembering, inner, count } = ground;
  expect(await remembering.shop('demo')).toBeNull();
  count.isOut = true;
  await expect(remembering.shop('demo')).rejects.toMatchObject({ code: 'unavailable' });
  await expect(remembering.shops()).rejects.toMatchObject({ code: 'unavailable' });
  count.isOut = false;
  await inner.saveShop(demo);
  expect(await remembering.shop('demo')).toMatchObject(demo);
  expect(await remembering.shops()).toHaveLength(1);
});
