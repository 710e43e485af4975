import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { addShop, begin, say } from './ground.ts';

/**
 * Appends to the database named on the command line until it is killed; each nonce is printed once it is
 * acknowledged.
 */
const file = process.argv[2] ?? '';
const store = await openSqliteStore({ file });
await addShop(store, 'demo');
const ours = [await begin(store), await begin(store), await begin(store)];

for (let turn = 0; ; turn += 1) {
  const batch = ours.map(({ id, shopper }, i) => ({
    shop: 'demo',
    conversation: id,
    by: shopper,
    nonce: `turn_${process.pid}_${turn}_${i}`,
    drafts: [say(`message ${turn}`)] as const,
  }));
  const results = await store.append(batch);
  const lines = batch.filter((_, i) => results[i]?.ok).map(({ nonce }) => `${nonce}\n`);
  writeSync(1, lines.join(''));
}
