import { Money, ProductCard } from '@shopbell/protocol';
import { z } from 'zod';

/** A size or colour of a product, with its own price and stock. */
export const Variant = z.strictObject({
  sku: z.string().min(1).max(80),
  label: z.string().min(1).max(80),
  price: Money,
  available: z.boolean(),
});
export type Variant = z.infer<typeof Variant>;

/** A product as the shop sells it. `price` is the lowest of its variants. */
export const Product = z.strictObject({
  id: z.string().min(1).max(80),
  title: ProductCard.shape.title,
  text: ProductCard.shape.text,
  picture: ProductCard.shape.picture,
  url: ProductCard.shape.url,
  price: Money,
  available: z.boolean(),
  variants: z.array(Variant).max(50),
});
export type Product = z.infer<typeof Product>;
