import { createDatabase } from '@shopbell-test/postgres';
import { openPostgresStore } from '../src/store/postgres/open.ts';
import type { Store } from '../src/store/store.ts';
import type { EdgeOptions } from '../src/gateway/edge.ts';
import { startEdge, type EdgeKit } from './edge-kit.ts';

/** As a store that hears nothing of the others: each hint is lost. */
const deaf = (store: Store): Store =>
  store.peers ? { ...store, peers: { ...store.peers, listen: () => () => {} } } : store;

type Options = { areHintsLost?: boolean } & Pick<EdgeOptions, 'sendCode'>;

/** Several relays on one database of their own. `areHintsLost`: no NOTIFY ever arrives. */
export const startRelays = async (count: number, { areHintsLost = false, ...more }: Options = {}) => {
  const database = await createDatabase();
  const relays: EdgeKit[] = [];
  for (let index = 0; index < count; index += 1) {
    const store = await openPostgresStore({ url: database.url, isFsyncOffAccepted: true, readers: 3 });
    relays.push(await startEdge({}, { store: areHintsLost ? deaf(store) : store, ...more }));
  }
  return {
    database,
    relays,
    [Symbol.asyncDispose]: async () => {
      for (const relay of relays) await relay[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
};
