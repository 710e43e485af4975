import { z } from 'zod';
import type { Products, StoredVariant } from './books/products.ts';

/** What is in a cart: pieces by article, in the order they were put in. */
export const Cart = z.array(z.tuple([z.string().max(80), z.int().min(1).max(99)])).max(30);
export type Cart = z.infer<typeof Cart>;

/** The most pieces of one article. */
export const piecesMax = 20;

/** A line of the cart as the shop sells it now. */
export type CartLine = { variant: StoredVariant & { title: string }; quantity: number };

/** The cart with `pieces` of an article; 0 takes it out. */
export const withPieces = (cart: Cart, sku: string, pieces: number): Cart => {
  const quantity = Math.min(Math.max(0, pieces), piecesMax);
  const known = cart.some(([each]) => each === sku);
  const changed: Cart = known
    ? cart.map(([each, before]) => [each, each === sku ? quantity : before])
    : [...cart, [sku, quantity]];
  return changed.filter(([, count]) => count > 0).slice(0, 30);
};

/** How many pieces of one article are in the cart. */
export const piecesOf = (cart: Cart, sku: string): number => cart.find(([each]) => each === sku)?.[1] ?? 0;

/** The lines of a cart; what is no longer sold is left out. */
export const cartLines = (cart: Cart, products: Products): CartLine[] =>
  cart.flatMap(([sku, quantity]) => {
    const variant = products.variant(sku);
    return variant === null ? [] : [{ variant, quantity }];
  });

/** The sum of the goods, in cents. */
export const goodsOf = (lines: readonly CartLine[]): number =>
  lines.reduce((sum, { variant, quantity }) => sum + variant.price * quantity, 0);
