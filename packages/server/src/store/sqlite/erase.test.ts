import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { addShop } from '../../../test/store-contract/ground.ts';
import { fillWithCanaries, eraseCanaries } from '../../../test/canaries.ts';
import { openThreadedStore } from './threaded.ts';

/** Every file of the folder that has the word in one of its bytes. */
const filesWith = (folder: string, word: string): string[] =>
  readdirSync(folder).filter((file) => readFileSync(path.join(folder, file)).includes(word));

test('R47 what is erased is in no byte of the database’s files, its log and its index included', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'shopbell-erase-'));
  const store = await openThreadedStore({ file: path.join(folder, 'shopbell.db') });
  try {
    await addShop(store, 'demo');
    const filled = await fillWithCanaries(store);
    expect(filesWith(folder, filled.word)).not.toEqual([]);
    // The index has it in its words.
    const [, end = ''] = filled.word.split('-');
    await store.searchable();
    expect(filesWith(folder, end).some((name) => name.includes('-search'))).toBe(true);
    await eraseCanaries(store, filled);
    await expect.poll(() => store.settleErasure()).toBe(true);
    expect(filesWith(folder, end)).toEqual([]);
    for (const place of filled.kept) expect(filesWith(folder, place)).not.toEqual([]);
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
