import type { ShopperId } from '@shopbell/protocol';

/** Who reads. It is part of every query: what is not theirs is not found. */
export type Reader = { side: 'shopper'; shop: string; shopper: ShopperId } | { side: 'staff'; shop: string };
