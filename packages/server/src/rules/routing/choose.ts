import type { Routing } from '@shopbell/protocol';
import type { Need } from './need.ts';
import { canGive, hasRoom, type Worker } from './workers.ts';

type Order = Routing['order'];

/** How much of what they can have they have. */
const share = ({ load, capacity }: Worker): number => load / capacity;

const longestIdle = (one: Worker, other: Worker): number =>
  one.routedAt - other.routedAt || (one.id < other.id ? -1 : 1);

const before: Record<Order, (one: Worker, other: Worker) => number> = {
  round_robin: longestIdle,
  least_busy: (one, other) => share(one) - share(other) || longestIdle(one, other),
};

/**
 * Who gets a conversation now: whom the shopper had before, where that counts; else the first in the shop’s order. `null`: nobody
 * who can has room.
 */
export const choose = (
  { order, sticky }: Pick<Routing, 'order' | 'sticky'>,
  need: Need,
  { workers, had }: { workers: readonly Worker[]; had: string | null },
): Worker | null => {
  const able = workers.filter((worker) => hasRoom(worker) && canGive(worker, need));
  const known = sticky ? able.find(({ id }) => id === had) : undefined;
  return known ?? able.toSorted(before[order])[0] ?? null;
};
