import { refuse } from '@shopbell/protocol';

/** How deep and how wide a packet may be. */
export type ShapeBounds = { maxDepth: number; maxKeys: number };

const isPlain = (value: object): boolean => {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const walk = (value: unknown, depth: number, budget: { keys: number; maxDepth: number }): void => {
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint')
    throw refuse('bad_request', 'Send JSON only.');
  if (typeof value !== 'object' || value === null) return;
  if (depth > budget.maxDepth) throw refuse('bad_request', `Nest at most ${budget.maxDepth} levels.`);
  if (!isPlain(value)) throw refuse('bad_request', 'Send JSON only.');
  const isArray = Array.isArray(value);
  const keys = Object.keys(value);
  budget.keys -= keys.length;
  if (budget.keys < 0) throw refuse('bad_request', 'The packet has too many fields.');
  for (const key of keys) {
    if (!isArray && key === '__proto__') throw refuse('bad_request', 'Send no field of that name.');
    walk((value as Record<string, unknown>)[key], depth + 1, budget);
  }
};

/** Refuses (`bad_request`) what is not plain JSON, or nests too deep, or has too many fields, before any schema looks at it. */
export const checkShape = (value: unknown, { maxDepth, maxKeys }: ShapeBounds): void =>
  walk(value, 1, { keys: maxKeys, maxDepth });
