import { z } from 'zod';
import { defineAction } from '../src/index.ts';

/** An action for tests. */
export const stockCheck = defineAction({
  name: 'stock.check',
  version: 1,
  title: 'Check the stock',
  effect: 'read',
  input: z.object({ product: z.string().min(1) }),
  output: z.object({ left: z.int().min(0), checkedAt: z.iso.datetime().transform((text) => new Date(text)) }),
});
