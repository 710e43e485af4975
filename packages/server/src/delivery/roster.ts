import type { Identity } from '../gate/identity.ts';
import type { Connection } from './connection.ts';
import { createElsewhere, type Present } from './elsewhere.ts';
import { createListeners, type Listeners } from './listeners.ts';

/** Who is connected, as whom, by which secret. */
export interface Roster {
  /** From now on this connection is that identity’s; it replaces an earlier one. */
  place(connection: Connection, identity: Identity): void;
  leave(connection: Connection): void;
  /** The connections of a shop’s shoppers or staff. */
  of(shop: string, side: Connection['side']): Iterable<Connection>;
  ofShopper(shopper: string): ReadonlySet<Connection>;
  isOnline(person: string): boolean;
  /** Whether anybody who answers shoppers is connected. */
  isStaffed(shop: string): boolean;
  /** Those of the shops’ people who are connected here. */
  present(): Present[];
  /** The shops somebody here belongs to. */
  shops(): string[];
  /** Those who are connected to other relays, from now on. */
  accompany(others: readonly Present[]): void;
  /** Ends all connections opened by a key, session or token (its digest), except one. */
  endSecret(secret: string, reason: 'revoked' | 'closed_session', except?: Connection): void;
  /** Ends the connections whose key or session has expired by then. */
  endExpired(now: number): void;
  /** Called when a person of the shop comes or goes here, or the first or last one who answers does. */
  onPresence: Listeners<string>['on'];
  /** Called when somebody of the shop comes or goes at another relay. */
  onElsewhere: Listeners<string>['on'];
}

const answering = new Set(['agent', 'trainee', 'supervisor', 'bot', 'admin']);
const nobody: ReadonlySet<Connection> = new Set();

/** A map to sets that holds no empty ones. Most have one in them, and then that one stands for its set: a set is large. */
const createGroups = () => {
  const groups = new Map<string, Set<Connection> | Connection>();
  return {
    get: (key: string): ReadonlySet<Connection> => {
      const group = groups.get(key);
      if (group === undefined) return nobody;
      return group instanceof Set ? group : new Set([group]);
    },
    add: (key: string, connection: Connection): void => {
      const group = groups.get(key);
      if (group instanceof Set) group.add(connection);
      else groups.set(key, group && group !== connection ? new Set([group, connection]) : connection);
    },
    remove: (key: string, connection: Connection): void => {
      const group = groups.get(key);
      if (group === connection) groups.delete(key);
      else if (group instanceof Set && group.delete(connection) && group.size === 0) groups.delete(key);
    },
  };
};

/** The groups an identity’s connections belong to. */
const keysOf = (identity: Identity): string[] => {
  if (identity.kind === 'staff') {
    const { shop, person, keyId } = identity;
    const answers = answering.has(person.role) ? [`answering ${shop}`] : [];
    return [`staff ${shop}`, `person ${person.id}`, `secret ${keyId}`, ...answers];
  }
  const { shop, shopper, tokenDigest } = identity;
  return [
    `shopper ${shop}`,
    ...(shopper ? [`id ${shopper.id}`] : []),
    ...(tokenDigest ? [`secret ${tokenDigest}`] : []),
  ];
};

const isExpired = (identity: Identity, now: number): boolean =>
  identity.kind === 'staff' && identity.expiresAt !== null && identity.expiresAt <= now;

/** The shops’ people among them, each once. */
const presentOf = (identities: Iterable<Identity>): Present[] => {
  const present = new Map<string, Present>();
  for (const identity of identities) {
    if (identity.kind !== 'staff') continue;
    const { shop, person } = identity;
    present.set(person.id, { shop, person: person.id, answers: answering.has(person.role) });
  }
  return [...present.values()];
};

/** Makes the roster of one relay. */
export const createRoster = (): Roster => {
  const identities = new Map<Connection, Identity>();
  const groups = createGroups();
  const presence = createListeners<string>();
  const elsewhere = createElsewhere();

  const changePresence = (identity: Identity, change: () => void): void => {
    if (identity.kind === 'shopper') return change();
    const person = `person ${identity.person.id}`;
    const before = groups.get(person).size > 0;
    change();
    if (groups.get(person).size > 0 !== before) presence.tell(identity.shop);
  };

  const leave = (connection: Connection): void => {
    const identity = identities.get(connection);
    if (!identity) return;
    identities.delete(connection);
    changePresence(identity, () => {
      for (const key of keysOf(identity)) groups.remove(key, connection);
    });
  };

  return {
    leave,
    place: (connection, identity) => {
      leave(connection);
      if (!connection.isOpen) return;
      identities.set(connection, identity);
      changePresence(identity, () => {
        for (const key of keysOf(identity)) groups.add(key, connection);
      });
    },
    of: (shop, side) => groups.get(`${side} ${shop}`),
    ofShopper: (shopper) => groups.get(`id ${shopper}`),
    isOnline: (person) => groups.get(`person ${person}`).size > 0 || elsewhere.isOnline(person),
    isStaffed: (shop) => groups.get(`answering ${shop}`).size > 0 || elsewhere.isStaffed(shop),
    present: () => presentOf(identities.values()),
    shops: () => [...new Set([...identities.values()].map(({ shop }) => shop))],
    accompany: elsewhere.accompany,
    endSecret: (secret, reason, except) => {
      for (const connection of groups.get(`secret ${secret}`))
        if (connection !== except) connection.end(reason);
    },
    endExpired: (now) => {
      for (const [connection, identity] of identities)
        if (isExpired(identity, now)) connection.end('revoked');
    },
    onPresence: presence.on,
    onElsewhere: elsewhere.on,
  };
};
