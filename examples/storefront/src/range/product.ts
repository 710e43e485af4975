import type { Glaze } from '../pictures/canvas.ts';
import type { Look } from '../pictures/draw.ts';

/** The shop’s four shelves, as they stand in its addresses. */
export const shelves = {
  tea: 'Tea',
  pots: 'Pots & kettles',
  cups: 'Cups & bowls',
  tools: 'Tools & linen',
} as const;
export type Shelf = keyof typeof shelves;

/** A size or a glaze. Prices are cents, value-added tax included. */
export type RangeVariant = { label: string; price: number; stock: number; glaze?: Glaze };

/** A product as the shop’s owner describes it. */
export type RangeProduct = {
  id: string;
  title: string;
  shelf: Shelf;
  /** One line under the name. */
  line: string;
  text: string;
  facts: readonly (readonly [name: string, value: string])[];
  look: Look;
  variants: readonly RangeVariant[];
};

const words: Record<Glaze, string> = {
  moss: 'Moss',
  chalk: 'Chalk',
  ink: 'Ink',
  clay: 'Clay',
  rust: 'Rust',
  charcoal: 'Charcoal',
  steel: 'Steel',
  brass: 'Brass',
  oat: 'Oat',
};

/** One price in several glazes, with the stock of each. */
export const inGlazes = (price: number, stock: Partial<Record<Glaze, number>>): RangeVariant[] =>
  (Object.entries(stock) as [Glaze, number][]).map(([glaze, pieces]) => ({
    label: words[glaze],
    price,
    stock: pieces,
    glaze,
  }));
