import type { ActionOffer } from '@shopbell/protocol';
import type { Connection } from '../delivery/connection.ts';
import { createListeners, type Listeners } from '../delivery/listeners.ts';
import { createCheck, type Check } from './schemas.ts';

/** An offer of one office, with its checks. */
export type Offered = { offer: ActionOffer; input: Check; output: Check; office: Office };

/** A back office for as long as its connection lives. */
export type Office = { shop: string; id: string; name: string; connection: Connection };

/** The offices of a relay and what they offer. */
export interface Offices {
  /** Replaces what this office offered before. */
  open: (office: Office, offers: readonly ActionOffer[]) => void;
  /** The lease is over. */
  close: (connection: Connection) => void;
  /** One of the offices that offer the newest version of the action (or the one that is named), each in its turn. */
  pick: (shop: string, name: string, version?: number) => Offered | undefined;
  /** What an office offers under a name. */
  of: (connection: Connection, name: string) => Offered | undefined;
  /** Whose office it is. */
  shopOf: (connection: Connection) => string | undefined;
  /** All that are open, with what they offer. */
  all: () => { office: Office; offers: ActionOffer[] }[];
  /** What a shop’s offices offer now, by name; where versions differ, the newest. */
  offers: (shop: string) => ActionOffer[];
  /** Called with the shop whose offers changed. */
  onChanged: Listeners<string>['on'];
  onClosed: Listeners<Connection>['on'];
}

type Opened = { office: Office; offered: ReadonlyMap<string, Offered> };

const offeredBy = (office: Office, offers: readonly ActionOffer[]): Opened => ({
  office,
  offered: new Map(
    offers.map((offer) => [
      offer.name,
      { offer, office, input: createCheck(offer.input), output: createCheck(offer.output) },
    ]),
  ),
});

/** Those with the highest version. */
const newest = (offered: readonly Offered[]): Offered[] => {
  const version = Math.max(...offered.map(({ offer }) => offer.version));
  return offered.filter(({ offer }) => offer.version === version);
};

/** Makes the register of offices of one relay. */
export const createOffices = (): Offices => {
  const opened = new Map<Connection, Opened>();
  const turns = new Map<string, number>();
  const changed = createListeners<string>();
  const closed = createListeners<Connection>();

  const ofShop = (shop: string): Opened[] =>
    [...opened.values()].filter(({ office }) => office.shop === shop);
  const offering = (shop: string, name: string): Offered[] =>
    newest(ofShop(shop).flatMap(({ offered }) => offered.get(name) ?? []));
  const offeringVersion = (shop: string, name: string, version: number): Offered[] =>
    ofShop(shop)
      .flatMap(({ offered }) => offered.get(name) ?? [])
      .filter(({ offer }) => offer.version === version);

  return {
    onChanged: changed.on,
    onClosed: closed.on,
    open: (office, offers) => {
      if (!office.connection.isOpen) return;
      opened.set(office.connection, offeredBy(office, offers));
      changed.tell(office.shop);
    },
    close: (connection) => {
      const found = opened.get(connection);
      if (!found) return;
      opened.delete(connection);
      closed.tell(connection);
      changed.tell(found.office.shop);
    },
    all: () =>
      [...opened.values()].map(({ office, offered }) => ({
        office,
        offers: [...offered.values()].map(({ offer }) => offer),
      })),
    of: (connection, name) => opened.get(connection)?.offered.get(name),
    shopOf: (connection) => opened.get(connection)?.office.shop,
    pick: (shop, name, version) => {
      const able = version === undefined ? offering(shop, name) : offeringVersion(shop, name, version);
      const key = `${shop} ${name}`;
      const turn = turns.get(key) ?? 0;
      if (able.length > 1) turns.set(key, (turn + 1) % able.length);
      else turns.delete(key);
      return able[turn % able.length];
    },
    offers: (shop) => {
      const names = new Set(ofShop(shop).flatMap(({ offered }) => [...offered.keys()]));
      return [...names].sort().flatMap((name) => offering(shop, name)[0]?.offer ?? []);
    },
  };
};
