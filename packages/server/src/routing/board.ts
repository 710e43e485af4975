import type { Routing } from '@shopbell/protocol';
import type { Roster } from '../delivery/roster.ts';
import { firstState, isGiven, workerOf, type Colleague, type Worker } from '../rules/routing/workers.ts';
import type { Settings } from '../shop/settings.ts';
import type { Store } from '../store/store.ts';

/** How a shop gives out conversations, and those it gives them to. */
export type Board = { routing: Routing; workers: Worker[] };

/** Who is given conversations, and how each stands now. */
export interface Boards {
  /** `null`: the shop gives out none. */
  of(shop: string): Promise<Board | null>;
  /** As {@link Boards.of}; notes who is there, and who has just gone. */
  note(shop: string): Promise<Board | null>;
}

type BoardOptions = {
  store: Pick<Store, 'people' | 'workers' | 'loads' | 'seeWorkers'>;
  settings: Pick<Settings, 'of'>;
  roster: Pick<Roster, 'isOnline'>;
  now: () => number;
};

/** It is noted so often at most that somebody is there; sooner where they are missed sooner. */
const seenEveryMs = 10_000;
const nobody: ReadonlySet<string> = new Set();

/** The people of a shop who may be given conversations. */
const readColleagues = async (
  { store, roster }: Pick<BoardOptions, 'store' | 'roster'>,
  shop: string,
): Promise<Colleague[]> => {
  const [people, rows, loads] = await Promise.all([
    store.people(shop),
    store.workers(shop),
    store.loads(shop),
  ]);
  const rowOf = new Map(rows.map((row) => [row.person, row]));
  const loadOf = new Map(loads.map(({ person, load }) => [person, load]));
  const own = people.filter(({ kind, role }) => kind === 'agent' && isGiven(role));
  return own.map(({ id, name, role, removedAt }) => ({
    id,
    name,
    role,
    // Who was taken off has left for good; what they had goes to others.
    isOnline: removedAt === null && roster.isOnline(id),
    load: loadOf.get(id) ?? 0,
    row: rowOf.get(id),
  }));
};

/** Writes down who is there, now and then, and who has gone since the last look, at once; as they stand then. */
const createSeeing = ({ store, now }: Pick<BoardOptions, 'store' | 'now'>) => {
  const online = new Map<string, ReadonlySet<string>>();
  return {
    forget: (shop: string): void => void online.delete(shop),
    see: async (shop: string, { returnMs }: Routing, people: readonly Colleague[]): Promise<Colleague[]> => {
      const at = now();
      const before = online.get(shop) ?? nobody;
      online.set(shop, new Set(people.filter(({ isOnline }) => isOnline).map(({ id }) => id)));
      const everyMs = Math.min(seenEveryMs, returnMs / 4);
      const isDue = ({ id, isOnline, row }: Colleague): boolean =>
        isOnline ? at - (row?.seenAt ?? 0) >= everyMs : before.has(id);
      const due = people.filter(isDue);
      const seen = due.map(({ id: person, role }) => ({ shop, person, state: firstState(role) }));
      await store.seeWorkers(seen, at);
      const noted = new Set(due.map(({ id }) => id));
      return people.map((each) =>
        each.row && noted.has(each.id) ? { ...each, row: { ...each.row, seenAt: at } } : each,
      );
    },
  };
};

const boardOf = (routing: Routing, people: readonly Colleague[]): Board => ({
  routing,
  workers: people.map((each) => workerOf(routing, each)),
});

/** Makes the boards of one relay. */
export const createBoards = (options: BoardOptions): Boards => {
  const { see, forget } = createSeeing(options);
  const routingOf = async (shop: string): Promise<Routing | null> =>
    (await options.settings.of(shop)).settings.routing ?? null;
  return {
    of: async (shop) => {
      const routing = await routingOf(shop);
      return routing && boardOf(routing, await readColleagues(options, shop));
    },
    note: async (shop) => {
      const routing = await routingOf(shop);
      if (routing) return boardOf(routing, await see(shop, routing, await readColleagues(options, shop)));
      forget(shop);
      return null;
    },
  };
};
