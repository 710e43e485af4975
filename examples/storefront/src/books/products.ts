import type { DatabaseSync } from 'node:sqlite';
import { shelves, type Shelf } from '../range/product.ts';

/** A variant as it is sold now. `price` is cents; `picture` is a path of the shop. */
export type StoredVariant = {
  sku: string;
  product: string;
  label: string;
  price: number;
  stock: number;
  picture: string;
};

/** A product with its variants, in the order of the shelf. */
export type StoredProduct = {
  id: string;
  title: string;
  shelf: Shelf;
  line: string;
  text: string;
  facts: [name: string, value: string][];
  variants: StoredVariant[];
};

/** What the shop sells. */
export type Products = {
  all: () => StoredProduct[];
  get: (id: string) => StoredProduct | null;
  variant: (sku: string) => (StoredVariant & { title: string }) | null;
  /** Products that hold every word, best match first. */
  search: (text: string) => StoredProduct[];
};

const words = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1);

/** How well a product fits: words of the name count most; 0 when one word is nowhere. */
const score = (product: StoredProduct, sought: readonly string[]): number => {
  const fields: [found: string[], weight: number][] = [
    [words(product.title), 6],
    [words(`${product.line} ${shelves[product.shelf]}`), 3],
    [words(`${product.text} ${product.facts.flat().join(' ')}`), 1],
    [words(product.variants.map((variant) => variant.label).join(' ')), 1],
  ];
  const scores = sought.map((word) => {
    // A plural finds the singular.
    const stem = word.length > 3 && word.endsWith('s') ? word.slice(0, -1) : word;
    return Math.max(
      ...fields.map(([found, weight]) =>
        found.some((each) => (stem.length < 3 ? each === stem : each.startsWith(stem))) ? weight : 0,
      ),
    );
  });
  return scores.length === 0 || scores.includes(0) ? 0 : scores.reduce((sum, each) => sum + each, 0);
};

/** The products in a database. */
export const createProducts = (database: DatabaseSync): Products => {
  const selectAll = database.prepare(
    'SELECT id, title, shelf, line, text, facts FROM products ORDER BY position',
  );
  const selectOne = database.prepare('SELECT id, title, shelf, line, text, facts FROM products WHERE id = ?');
  const selectVariants = database.prepare(
    'SELECT sku, product, label, price, stock, picture FROM variants WHERE product = ? ORDER BY position',
  );
  const selectVariant = database.prepare(
    `SELECT v.sku, v.product, v.label, v.price, v.stock, v.picture, p.title
     FROM variants v JOIN products p ON p.id = v.product WHERE v.sku = ?`,
  );
  const withVariants = (row: Record<string, unknown>): StoredProduct =>
    ({
      ...row,
      facts: JSON.parse(String(row['facts'])),
      variants: selectVariants.all(String(row['id'])),
    }) as StoredProduct;
  const all = (): StoredProduct[] => selectAll.all().map(withVariants);

  return {
    all,
    get: (id) => {
      const row = selectOne.get(id);
      return row === undefined ? null : withVariants(row);
    },
    variant: (sku) => (selectVariant.get(sku) as (StoredVariant & { title: string }) | undefined) ?? null,
    search: (text) => {
      const sought = words(text).slice(0, 8);
      return all()
        .map((product) => ({ product, fit: score(product, sought) }))
        .filter(({ fit }) => fit > 0)
        .sort((a, b) => b.fit - a.fit)
        .map(({ product }) => product);
    },
  };
};
