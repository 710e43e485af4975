import { z } from 'zod';
import { Address } from './order.ts';

/** A customer’s account, as the shop has it. `sub` is the customer number the shop signs in its JWTs. */
export const Account = z.strictObject({
  sub: z.string().min(1).max(120),
  name: z.string().min(1).max(80),
  email: z.email().max(254),
  phone: z.string().min(1).max(40).optional(),
  address: Address.optional(),
});
export type Account = z.infer<typeof Account>;
