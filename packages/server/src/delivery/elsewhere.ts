import { createListeners } from './listeners.ts';

/** Somebody of a shop who is connected; `answers`: they answer shoppers. */
export type Present = { shop: string; person: string; answers: boolean };

/** The shops of those who are only in one of the lists. */
const changedShops = (before: readonly Present[], after: readonly Present[]): Set<string> => {
  const namesOf = (list: readonly Present[]) =>
    new Map(list.map((each) => [JSON.stringify(each), each.shop]));
  const [old, now] = [namesOf(before), namesOf(after)];
  const gone = [...old].filter(([name]) => !now.has(name));
  const come = [...now].filter(([name]) => !old.has(name));
  return new Set([...gone, ...come].map(([, shop]) => shop));
};

/** Who is connected to the relays beside this one, as they have told. */
export const createElsewhere = () => {
  const changes = createListeners<string>();
  let others: readonly Present[] = [];
  return {
    isOnline: (person: string): boolean => others.some((each) => each.person === person),
    isStaffed: (shop: string): boolean => others.some((each) => each.shop === shop && each.answers),
    /** These, and nobody else, from now on. */
    accompany: (next: readonly Present[]): void => {
      const changed = changedShops(others, next);
      others = next;
      for (const shop of changed) changes.tell(shop);
    },
    /** Called with the shop of which somebody came or went. */
    on: changes.on,
  };
};
