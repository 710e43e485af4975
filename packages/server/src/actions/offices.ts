import type { ActionOffer } from '@shopbell/protocol';
import type { Connection } from '../delivery/connection.ts';
import { createCheck, type Check } from './schemas.ts';

/** An offer of one office, with its checks. */
export type Offered = { offer: ActionOffer; input: Check; output: Check; office: Office };

/** A back office for as long as its connection lives. */
export type Office = { shop: string; id: string; name: string; connection: Connection };

/** The offices of a relay and what they offer. */
export interface Offices {
  /** Replaces what this office offered before. */
  open(office: Office, offers: readonly ActionOffer[]): void;
  /** The lease is over. */
  close(connection: Connection): void;
  /** One of the offices that offer the action, each in its turn. */
  pick(shop: string, name: string): Offered | undefined;
  /** What a shop’s offices offer now, by name; where versions differ, the newest. */
  offers(shop: string): ActionOffer[];
  onChanged(listener: (shop: string) => void): () => void;
  onClosed(listener: (connection: Connection) => void): () => void;
}

/** Makes the register of offices of one relay. */
export const createOffices = (): Offices => {
  const byConnection = new Map<Connection, { office: Office; offered: Map<string, Offered> }>();
  const turns = new Map<string, number>();
  const changed = new Set<(shop: string) => void>();
  const closed = new Set<(connection: Connection) => void>();

  const offering = (shop: string, name: string): Offered[] =>
    [...byConnection.values()].flatMap(({ office, offered }) => {
      const found = office.shop === shop ? offered.get(name) : undefined;
      return found ? [found] : [];
    });

  return {
    open: (office, offers) => {
      if (!office.connection.isOpen) return;
      const offered = new Map(
        offers.map((offer) => [
          offer.name,
          { offer, office, input: createCheck(offer.input), output: createCheck(offer.output) },
        ]),
      );
      byConnection.set(office.connection, { office, offered });
      for (const listener of changed) listener(office.shop);
    },
    close: (connection) => {
      const found = byConnection.get(connection);
      if (!found) return;
      byConnection.delete(connection);
      for (const listener of closed) listener(connection);
      for (const listener of changed) listener(found.office.shop);
    },
    pick: (shop, name) => {
      const able = offering(shop, name);
      const newest = Math.max(...able.map(({ offer }) => offer.version));
      const latest = able.filter(({ offer }) => offer.version === newest);
      const key = `${shop} ${name}`;
      const turn = turns.get(key) ?? 0;
      if (latest.length > 1) turns.set(key, (turn + 1) % latest.length);
      else turns.delete(key);
      return latest[turn % latest.length];
    },
    offers: (shop) => {
      const newest = new Map<string, ActionOffer>();
      for (const { office, offered } of byConnection.values()) {
        if (office.shop !== shop) continue;
        for (const { offer } of offered.values())
          if ((newest.get(offer.name)?.version ?? 0) < offer.version) newest.set(offer.name, offer);
      }
      return [...newest.values()].sort((one, other) => one.name.localeCompare(other.name));
    },
    onChanged: (listener) => {
      changed.add(listener);
      return () => changed.delete(listener);
    },
    onClosed: (listener) => {
      closed.add(listener);
      return () => closed.delete(listener);
    },
  };
};
