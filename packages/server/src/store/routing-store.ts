import type { ChosenState, ConversationId } from '@shopbell/protocol';
import type { Waiting } from '../rules/routing/give.ts';
import type { WorkerRow } from '../rules/routing/workers.ts';

/** How many open conversations somebody of the shop has. */
export type Load = { person: string; load: number };

/** One who waits for an answer of whoever has them. */
export type Held = { conversation: ConversationId; waitingSince: number };

/** What giving out conversations stands on. */
export interface RoutingStore {
  /** What somebody says of themselves from now on. */
  saveWorkState(who: { shop: string; person: string; state: ChosenState; at: number }): Promise<void>;
  /** They are there; whoever is new has the state that is given. */
  seeWorkers(
    people: readonly { shop: string; person: string; state: ChosenState }[],
    at: number,
  ): Promise<void>;
  workers(shop: string): Promise<WorkerRow[]>;
  /** Of everybody who has open ones. */
  loads(shop: string): Promise<Load[]>;
  /** The first of the queue, who waits longest first, with what decides who gets them. */
  toGive(shop: string, limit: number): Promise<Waiting[]>;
  /** Open ones of somebody whose shopper waits for an answer, who waits longest first. */
  heldWaiting(shop: string, person: string, limit: number): Promise<Held[]>;
}

/** What an append relies on where it gives somebody a conversation: they say they are available, and have room. */
export type Room = { person: string; capacity: number };

/** How somebody stands inside the transaction. `load`: of what is committed. */
export type RoomAt = { state: ChosenState; load: number };

type Holding = { status: string; assignee: { id: string } | null } | null;

const holds = (state: Holding, person: string): boolean =>
  state?.status === 'open' && state.assignee?.id === person;

/** What is wrong with giving somebody another one; `null`: nothing. `changed`: conversations of the batch, before it and by now. */
export const roomObjection = (
  { person, capacity }: Room,
  at: RoomAt | undefined,
  changed: Iterable<{ before: Holding; now: Holding }>,
): string | null => {
  if (at?.state !== 'available') return 'They do not take conversations now.';
  let { load } = at;
  for (const { before, now } of changed) load += Number(holds(now, person)) - Number(holds(before, person));
  return load < capacity ? null : 'They have no room for another one.';
};
