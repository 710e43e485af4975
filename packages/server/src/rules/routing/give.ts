import type { ConversationId, Routing } from '@shopbell/protocol';
import { choose } from './choose.ts';
import { needAfter, needOf, type Origin } from './need.ts';
import { hasRoom, type Worker } from './workers.ts';

/** A conversation in the queue. `had`: who had it, or the shopper’s one before it. */
export type Waiting = Origin & { conversation: ConversationId; since: number; had: string | null };

/** Who is to have which conversation. */
export type Given = { conversation: ConversationId; to: Worker };

type Scene = { waiting: readonly Waiting[]; workers: readonly Worker[]; now: number };

/**
 * Who gets what now: whoever waits longest is looked at first, and one for whom nobody has room holds up none behind them who
 * needs somebody else. Nobody is given more than they can have.
 */
export const decideGiving = (routing: Routing, { waiting, workers, now }: Scene): Given[] => {
  const standing = new Map(workers.map((worker) => [worker.id, worker]));
  const all: Given[] = [];
  for (const { conversation, since, had, ...origin } of waiting.toSorted((a, b) => a.since - b.since)) {
    const free = [...standing.values()].filter(hasRoom);
    if (free.length === 0) break;
    const need = needAfter(routing, needOf(routing, origin), now - since);
    const to = choose(routing, need, { workers: free, had });
    if (to === null) continue;
    all.push({ conversation, to });
    // Later ones of this look count as later.
    standing.set(to.id, { ...to, load: to.load + 1, routedAt: now + all.length });
  }
  return all;
};

/**
 * Since when a shopper waits for somebody who is not there; `null`: they are, or have not been gone for as long as the shop
 * allows. Whoever answered last is not waited for.
 */
export const isLost = (
  { returnMs }: Pick<Routing, 'returnMs'>,
  worker: Pick<Worker, 'state' | 'since'>,
  { waitingSince, now }: { waitingSince: number; now: number },
): boolean => worker.state !== 'available' && now - Math.max(worker.since, waitingSince) >= returnMs;
