import type { DatabaseSync } from 'node:sqlite';

/*
 * Each word stands in the index with its shop’s code before it, so that no shop’s words are ever met on the way to
 * another’s: shop 1 has `001refund`, shop 2 `002refund`.
 */
/** How long a code is; so many shops as it has room for are in one file. */
export const codeChars = 3;
const codeOf = (number: number): string => number.toString(36).padStart(codeChars, '0');

/** The codes of shops in an index. */
export const createShopCodes = (index: DatabaseSync) => {
  const find = index.prepare('SELECT number FROM shops WHERE id = ?');
  const add = index.prepare('INSERT INTO shops (id) VALUES (?) ON CONFLICT DO NOTHING');
  const found = (shop: string): string | null => {
    const row = find.get(shop);
    return row === undefined ? null : codeOf(Number(row['number']));
  };
  return {
    /** `null`: nothing of this shop is in the index. */
    find: found,
    /** To be called in a transaction. */
    give: (shop: string): string => {
      const known = found(shop);
      if (known !== null) return known;
      add.run(shop);
      return codeOf(Number(find.get(shop)?.['number']));
    },
  };
};
