import { expect, test } from 'vitest';
import { nonce, saying, until } from '../../test/edge-kit.ts';
import { openService } from '../../test/service-scene.ts';
import type { WaitingRow } from '../store/service-store.ts';
import { createQueue } from './queue.ts';
import type { Connection } from './connection.ts';

test('R54 who waits hears how many are before them, and hears it again as that changes', async () => {
  await using scene = await openService({});
  const first = await scene.ring();
  await until(() => scene.shopper.heard('queue:changed').length > 0, 30_000);
  expect(scene.shopper.heard('queue:changed')).toEqual([{ conversation: first, ahead: 0 }]);
});

test('R54 a shopper behind another moves up when that one is taken, and hears no more once taken', async () => {
  await using scene = await openService({});
  const first = await scene.ring();
  const behind = await scene.secondShopper();
  const sent = await behind.call('message:send', { nonce: nonce(), parts: saying('Me, too') });
  await until(() => behind.heard('queue:changed').length > 0, 30_000);
  await scene.reply(first, 'Hello');
  await until(() => behind.heard('queue:changed').length > 1, 30_000);
  expect(behind.heard('queue:changed')).toEqual([
    { conversation: sent.conversation, ahead: 1 },
    { conversation: sent.conversation, ahead: 0 },
  ]);
});

/** A queue of so many, all of them here; what each was told last. */
const crowd = (size: number, counted: number) => {
  const rows: WaitingRow[] = Array.from({ length: size }, (_, index) => ({
    conversation: `cnv_waiting${index.toString().padStart(6, '0')}`,
    shopper: `shp_waiting${index.toString().padStart(6, '0')}`,
    since: index,
  }));
  let looks = 0;
  let told = 0;
  let at = 0;
  const last = new Map<string, string>();
  const connectionOf = (shopper: string) =>
    ({
      send: (packet: Buffer) => {
        told += 1;
        last.set(shopper, packet.toString());
      },
    }) as unknown as Connection;
  const queue = createQueue({
    store: {
      queue: async (_shop, limit) => {
        looks += 1;
        return rows.slice(0, limit);
      },
      toGive: async () => [],
    },
    settings: { of: async () => ({ version: 0, settings: {}, hasArticles: false }) },
    roster: { ofShopper: (shopper) => new Set([connectionOf(shopper)]) },
    now: () => at,
    onError: (error) => {
      throw error;
    },
    intervalMs: 1,
    counted,
  });
  const follow = (index: number, status: 'queued' | 'open' = 'queued'): void => {
    const row = rows[index];
    if (row)
      queue.follow({
        id: row.conversation,
        shop: 'demo',
        shopper: row.shopper,
        status,
        waitingSince: row.since,
      });
  };
  return {
    rows,
    queue,
    follow,
    last,
    pass: (ms: number) => void (at += ms),
    counts: () => ({ looks, told }),
    nextLook: async () => {
      const before = looks;
      await until(() => looks > before + 1, 30_000);
    },
  };
};

test('R54 ten thousand who wait cost one bounded look each time, and a packet only to whom something changed', async () => {
  const { rows, queue, follow, last, counts, nextLook } = crowd(10_000, 200);
  rows.forEach((_, index) => follow(index));
  await nextLook();
  expect(counts().told).toBe(10_000);
  expect(last.get(rows[0]?.shopper ?? '')).toContain('"ahead":0');
  expect(last.get(rows[9_999]?.shopper ?? '')).toContain('"ahead":200,"atLeast":true');
  await nextLook();
  expect(counts().told).toBe(10_000);
  follow(0, 'open');
  rows.shift();
  await nextLook();
  // The 199 who moved up, and the one who is counted now.
  expect(counts().told).toBe(10_200);
  queue.close();
});

test('R54 a wait is told once it is known how fast the queue goes', async () => {
  const { rows, queue, follow, last, pass, nextLook } = crowd(10, 200);
  rows.forEach((_, index) => follow(index));
  const lastShopper = rows[9]?.shopper ?? '';
  await nextLook();
  expect(last.get(lastShopper)).not.toContain('waitMs');
  for (let each = 0; each < 6; each += 1) {
    pass(60_000);
    rows.shift();
    await nextLook();
  }
  expect(last.get(lastShopper)).toContain('"ahead":3,"waitMs":240000');
  queue.close();
});
