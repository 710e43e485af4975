import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { addShop, anna, begin, newNonce, say } from '../../../test/store-contract/ground.ts';
import { openSqliteStore } from './open.ts';
import { openThreadedStore } from './threaded.ts';

const temporaryFile = () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'shopbell-thread-'));
  return {
    file: path.join(folder, 'shopbell.db'),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
};
const message = (id: Awaited<ReturnType<typeof begin>>['id'], text: string) => ({
  shop: 'demo',
  conversation: id,
  by: anna,
  nonce: newNonce(),
  drafts: [say(text)] as const,
});

test('a disk that lets a commit wait holds up the append, never the event loop', async () => {
  using at = temporaryFile();
  const store = await openThreadedStore({ file: at.file });
  await addShop(store, 'demo');
  const { id } = await begin(store);
  const beside = new DatabaseSync(at.file);
  beside.exec('BEGIN IMMEDIATE');
  const lag = monitorEventLoopDelay({ resolution: 5 });
  lag.enable();
  let isDone = false;
  const appended = store.append([message(id, 'slowly')]).then((results) => {
    isDone = true;
    return results;
  });
  // The length of the stall is what is tested.
  await sleep(400);
  expect(isDone).toBe(false);
  beside.exec('COMMIT');
  expect(await appended).toMatchObject([{ ok: true }]);
  lag.disable();
  expect(lag.max / 1e6).toBeLessThan(200);
  beside.close();
  await store.close();
});

test('a thread that dies refuses what it had not committed, and the next call opens the store again', async () => {
  using at = temporaryFile();
  const store = await openThreadedStore({ file: at.file, maxHeapMb: 24 });
  await addShop(store, 'demo');
  const { id } = await begin(store);
  const much = Array.from({ length: 400 }, (_, index) => message(id, `${index} ${'x'.repeat(100_000)}`));
  await expect(store.append(much)).rejects.toMatchObject({ code: 'unavailable' });
  expect(await store.append([message(id, 'after')])).toMatchObject([{ ok: true, entry: { seq: 2 } }]);
  await store.close();
});

test('refusals and faults arrive as they were, and the file’s second writer is refused', async () => {
  using at = temporaryFile();
  const store = await openThreadedStore({ file: at.file });
  await addShop(store, 'demo');
  const second = openThreadedStore({ file: at.file });
  await expect(second).rejects.toThrow('Another relay is writing');
  await expect(second).rejects.toMatchObject({ code: 'unavailable' });
  await expect(store.conversations('demo', { limit: 1, cursor: 'nonsense' })).rejects.toMatchObject({
    code: 'bad_request',
  });
  await store.close();
  await expect(store.shops()).rejects.toMatchObject({ code: 'unavailable' });
  await (await openSqliteStore({ file: at.file })).close();
});

test('what is asked in one turn is answered each for itself, and what cannot cross fails alone', async () => {
  using at = temporaryFile();
  const store = await openThreadedStore({ file: at.file });
  await addShop(store, 'demo');
  const { id } = await begin(store);
  const [shop, none, faulty, appended, state] = await Promise.allSettled([
    store.shop('demo'),
    store.shop('other'),
    store.shop((() => 'demo') as unknown as string),
    store.append([message(id, 'in between')]),
    store.state(id),
  ]);
  expect(shop).toMatchObject({ status: 'fulfilled', value: { id: 'demo' } });
  expect(none).toEqual({ status: 'fulfilled', value: null });
  expect(faulty).toMatchObject({ status: 'rejected', reason: { name: 'DataCloneError' } });
  expect(appended).toMatchObject({ status: 'fulfilled', value: [{ ok: true }] });
  // Asked after the append, it sees what that stored.
  expect(state).toMatchObject({ status: 'fulfilled', value: { lastSeq: 2 } });
  await store.close();
});
