import { rates, type Rate, type RateName } from '@shopbell/protocol/limits';
import type { LimitOverrides } from './limits.ts';

const endless: Rate = { burst: 1_000_000, perMs: 0.001 };
const names = Object.keys(rates) as RateName[];

/**
 * The `limits` of a relay that counts nothing, for tests: they come from one address, and faster than people. Limits
 * on size stay.
 */
export const withoutLimits: Required<LimitOverrides> = {
  rates: Object.fromEntries(names.map((name) => [name, endless])),
  connections: { perAddress: 1_000_000, perShopper: 1_000_000 },
};
