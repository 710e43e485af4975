import type { CannedResponse } from '@shopbell/protocol';
import type { Runner } from './runner.ts';
import type { CannedStore } from './service-store.ts';
import type { Tables } from './tables.ts';

const keyOf = (shop: string, id: string): string => `${shop} ${id}`;

const cannedOf = (row: Tables['canned_responses']): CannedResponse => ({
  id: row.id,
  title: row.title,
  text: row.text,
  ...(row.language === null ? {} : { language: row.language }),
  version: row.version,
  uses: row.uses,
  updatedAt: row.updated_at,
});

/** Canned responses over either engine. */
export const createCanned = (runner: Runner): CannedStore => {
  const { build } = runner;
  return {
    canned: async (shop) => {
      const rows = build.selectFrom('canned_responses').selectAll().where('shop', '=', shop);
      return (await runner.all(rows.orderBy('title').orderBy('key'))).map(cannedOf);
    },
    saveCanned: async (shop, { id, title, text, language = null, version, updatedAt }) => {
      const key = keyOf(shop, id);
      const set = { title, text, language, version: version + 1, updated_at: updatedAt };
      const saved =
        version === 0
          ? build
              .insertInto('canned_responses')
              .values({ key, shop, id, uses: 0, ...set })
              .onConflict((known) => known.column('key').doNothing())
          : build
              .updateTable('canned_responses')
              .set(set)
              .where('key', '=', key)
              .where('version', '=', version);
      return (await runner.run(saved)) === 1;
    },
    removeCanned: async (shop, id) =>
      (await runner.run(build.deleteFrom('canned_responses').where('key', '=', keyOf(shop, id)))) === 1,
    countCanned: async (shop, id) => {
      const one = build.updateTable('canned_responses').where('key', '=', keyOf(shop, id));
      await runner.run(one.set((row) => ({ uses: row('uses', '+', 1) })));
    },
  };
};
