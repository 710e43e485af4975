import type { Person, Work } from '@shopbell/protocol';
import type { Boards } from '../routing/board.ts';
import type { Worker } from '../rules/routing/workers.ts';
import type { Store } from '../store/store.ts';
import { eventPacket } from './packets.ts';
import type { Roster } from './roster.ts';

type PresenceOptions = {
  store: Pick<Store, 'people'>;
  roster: Roster;
  /** Who is given conversations, and how each stands. */
  boards: Pick<Boards, 'of'>;
  onError: (error: unknown) => void;
};

const workOf = ({ state, since, load, capacity }: Worker): Work => ({ state, since, load, capacity });

/** Who works for a shop and who of them is there. */
export interface Presence {
  team(shop: string): Promise<Person[]>;
  /** Something about the people of a shop is another than it was. */
  changed(shop: string): void;
  close(): void;
}

/** Makes presence: `team:changed` to staff, `staff:changed` to shoppers, as people come and go; once a turn. */
export const createPresence = ({ store, roster, boards, onError }: PresenceOptions): Presence => {
  const staffed = new Map<string, boolean>();
  const due = new Set<string>();

  const team = async (shop: string): Promise<Person[]> => {
    const [people, board] = await Promise.all([store.people(shop), boards.of(shop)]);
    const works = new Map(board?.workers.map((worker) => [worker.id, workOf(worker)]));
    return people
      .filter((person) => person.removedAt === null && person.kind !== 'office')
      .map(({ id, name, role }) => {
        const work = works.get(id);
        return { id: id as Person['id'], name, role, online: roster.isOnline(id), ...(work ? { work } : {}) };
      });
  };

  const tellStaff = async (shop: string): Promise<void> => {
    const packet = eventPacket('staff', 'team:changed', JSON.stringify({ people: await team(shop) }));
    for (const connection of roster.of(shop, 'staff')) connection.signal(packet);
  };

  const tellShoppers = (shop: string): void => {
    const isStaffed = roster.isStaffed(shop);
    if ((staffed.get(shop) ?? false) === isStaffed) return;
    if (isStaffed) staffed.set(shop, true);
    else staffed.delete(shop);
    const packet = eventPacket('shopper', 'staff:changed', JSON.stringify({ staffed: isStaffed }));
    for (const connection of roster.of(shop, 'shopper')) connection.signal(packet);
  };

  const tell = (shop: string): void => {
    if (due.has(shop)) return;
    due.add(shop);
    setImmediate(() => {
      due.delete(shop);
      tellShoppers(shop);
      tellStaff(shop).catch(onError);
    });
  };
  const stops = [roster.onPresence(tell), roster.onElsewhere(tell)];

  return { team, changed: tell, close: () => stops.forEach((stop) => stop()) };
};
