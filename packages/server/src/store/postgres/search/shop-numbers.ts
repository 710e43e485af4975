import type { Ask } from '../session.ts';

const findSql = 'SELECT number FROM search_shops WHERE id = $1';
const addSql = 'INSERT INTO search_shops (id) VALUES ($1) ON CONFLICT DO NOTHING';

/** The numbers of shops in the index; each word stands there with its shop’s before it. */
export const createShopNumbers = () => {
  const known = new Map<string, number>();
  const find = async (ask: Ask, shop: string): Promise<number | null> => {
    const number = known.get(shop);
    if (number !== undefined) return number;
    const { rows } = await ask<{ number: number }>({ name: 'search_shop', text: findSql, values: [shop] });
    const found = rows[0]?.number ?? null;
    if (found !== null) known.set(shop, found);
    return found;
  };
  return {
    /** `null`: nothing of this shop is in the index. */
    find,
    /** Gives a number to a shop that has none. What is given in a transaction that fails is given again. */
    give: async (ask: Ask, shop: string): Promise<number> => {
      const number = known.get(shop);
      if (number !== undefined) return number;
      await ask({ text: addSql, values: [shop] });
      const { rows } = await ask<{ number: number }>({ name: 'search_shop', text: findSql, values: [shop] });
      const given = rows[0]?.number;
      if (given === undefined) throw new Error('a shop without a number');
      return given;
    },
  };
};
export type ShopNumbers = ReturnType<typeof createShopNumbers>;
