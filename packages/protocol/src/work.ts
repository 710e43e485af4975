import { z } from 'zod';
import { At } from './fields.ts';

/** How many conversations somebody is given at most at a time; 0: none. */
export const Capacity = z.int().min(0).max(50);

/** What somebody who answers says of themselves. */
export const ChosenState = z.enum(['available', 'away']);
export type ChosenState = z.infer<typeof ChosenState>;

/** What others see of it: who is not connected is offline, whatever they said last. */
export const WorkState = z.enum(['available', 'away', 'offline']);
export type WorkState = z.infer<typeof WorkState>;

/** How somebody works who is given conversations. `load`: how many open ones they have. */
export const Work = z.strictObject({
  state: WorkState,
  since: At,
  load: z.int().min(0),
  capacity: Capacity,
});
export type Work = z.infer<typeof Work>;
