import type { OutboxStorage } from '@shopbell/client';
import { fromKept, toKept, type KeptPending } from '@shopbell/client/tabs';

/** How long the browser may take to open it; some never answer. In milliseconds. */
const openMs = 3_000;
const table = 'outbox';

/** What is not sent yet, kept in the browser; `clear` empties it. Everything rejects where storage is refused. */
export type OutboxStore = OutboxStorage & { clear(): Promise<void> };

type Row = { nonce: string; order?: number; pending: KeptPending };

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('refused')));
    setTimeout(() => reject(new Error('no answer')), openMs);
  });

const open = (factory: IDBFactory, shop: string): Promise<IDBDatabase> => {
  const request = factory.open(`shopbell:${shop}`, 1);
  request.addEventListener('upgradeneeded', () => {
    const rows = request.result.createObjectStore(table, { keyPath: 'order', autoIncrement: true });
    rows.createIndex('nonce', 'nonce', { unique: true });
  });
  return settled(request);
};

/** Keeps the outbox of a shop, item by item, so that tabs do not overwrite each other’s. */
export const createOutboxStore = (shop: string, factory: () => IDBFactory): OutboxStore => {
  let opened: Promise<IDBDatabase> | undefined;
  const rows = async (mode: IDBTransactionMode): Promise<IDBObjectStore> => {
    // The property itself throws where storage is refused.
    opened ??= Promise.resolve().then(() => open(factory(), shop));
    return (await opened).transaction(table, mode).objectStore(table);
  };
  const put = async (store: IDBObjectStore, pending: KeptPending): Promise<void> => {
    const { nonce } = pending;
    const order = await settled(store.index('nonce').getKey(nonce));
    const row: Row = { nonce, pending, ...(order === undefined ? {} : { order: order as number }) };
    await settled(store.put(row));
  };
  return {
    load: async () =>
      fromKept((await settled<Row[]>((await rows('readonly')).getAll())).map(({ pending }) => pending)),
    async change(items, gone) {
      const store = await rows('readwrite');
      for (const nonce of gone) {
        const order = await settled(store.index('nonce').getKey(nonce));
        if (order !== undefined) await settled(store.delete(order));
      }
      // The waits are of this page’s clock and its relay’s mood.
      for (const { delayed: _, ...item } of items) await put(store, toKept(item));
    },
    async clear() {
      await settled((await rows('readwrite')).clear());
    },
  };
};

const boxes = new Map<string, OutboxStore>();

/** The outbox of a shop in this browser. */
export const boxOf = (shop: string): OutboxStore => {
  const box = boxes.get(shop) ?? createOutboxStore(shop, () => indexedDB);
  boxes.set(shop, box);
  return box;
};
