import type { RangeProduct } from './product.ts';
import { teas } from './teas.ts';
import { wares } from './wares.ts';

/** Everything the shop sells, in the order of its shelves. */
export const range: readonly RangeProduct[] = [...teas, ...wares];
