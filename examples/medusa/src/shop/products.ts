import type { Product, Shop, Variant } from '@shopbell/commerce';
import { z } from 'zod';
import type { Medusa } from '../api/client.ts';
import { toMoney } from '../api/money.ts';
import { MedusaProduct, productFields } from '../api/shapes.ts';

const clip = (text: string, maxChars: number): string => text.trim().slice(0, maxChars).trim();

type MedusaVariant = MedusaProduct['variants'][number];

/** How many there are; of what is put together of several articles, the one that runs out first decides. */
const inStock = ({ inventory_items: items }: MedusaVariant): number => {
  const counts = items.map(({ required_quantity: needed, inventory }) => {
    const levels = inventory?.location_levels ?? [];
    const left = levels.reduce((sum, level) => sum + level.stocked_quantity - level.reserved_quantity, 0);
    return Math.floor(left / Math.max(1, needed));
  });
  return counts.length === 0 ? 0 : Math.min(...counts);
};

const toVariant = (variant: MedusaVariant, currency: string): Variant | null => {
  const price = variant.prices.find(
    ({ currency_code: code, min_quantity: from }) => code.toUpperCase() === currency && (from ?? 1) <= 1,
  );
  if (price === undefined) return null;
  return {
    sku: clip(variant.sku ?? variant.id, 80),
    label: clip(variant.title ?? '', 80) || 'One kind',
    price: toMoney(price.amount, currency),
    available: !variant.manage_inventory || variant.allow_backorder || inStock(variant) > 0,
  };
};

/** A product in the words of the contract; `null` for one that is not sold, or not in this currency. */
const toProduct = (product: MedusaProduct, currency: string): Product | null => {
  const variants = product.variants
    .map((variant) => toVariant(variant, currency))
    .filter((variant): variant is Variant => variant !== null)
    .slice(0, 50);
  const [first] = variants.toSorted((one, other) => one.price.amount - other.price.amount);
  if (first === undefined || product.status !== 'published') return null;
  const text = clip(product.description ?? product.subtitle ?? '', 600);
  return {
    id: product.id,
    title: clip(product.title, 120),
    ...(text === '' ? {} : { text }),
    ...(product.thumbnail?.startsWith('https://') ? { picture: product.thumbnail } : {}),
    price: first.price,
    available: variants.some(({ available }) => available),
    variants,
  };
};

const Found = z.object({ products: z.array(MedusaProduct) });

/** Medusa takes `%` and `_` for wildcards; whoever types them means the character. */
const wordsOf = (text: string): string => text.replaceAll(/[%_*\\]/g, ' ').trim();

/** Finding products, priced in the shop’s currency. */
export const productReads = (medusa: Medusa, currency: string): Pick<Shop, 'searchProducts' | 'product'> => ({
  searchProducts: async ({ text, limit }, options = {}) => {
    const q = wordsOf(text);
    if (q === '') return [];
    const { products } = await medusa.get('/admin/products', Found, {
      ...options,
      query: { q, status: ['published'], limit: Math.min(limit * 2, 100), fields: productFields },
    });
    return products
      .map((product) => toProduct(product, currency))
      .filter((product): product is Product => product !== null)
      .slice(0, limit);
  },
  product: async (id, options = {}) => {
    if (!/^prod_[0-9A-Za-z]{10,60}$/.test(id)) return null;
    const query = { id: [id], fields: productFields, limit: 1 };
    const { products } = await medusa.get('/admin/products', Found, { ...options, query });
    const [found] = products;
    return found === undefined ? null : toProduct(found, currency);
  },
});
