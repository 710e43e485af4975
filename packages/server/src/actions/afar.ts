import {
  refuse,
  type ActionId,
  type ActionOffer,
  type ActionReport,
  type ActionTask,
} from '@shopbell/protocol';
import type { Connection, EndReason } from '../delivery/connection.ts';
import { createListeners, type Listeners } from '../delivery/listeners.ts';
import { eventPacket } from '../delivery/packets.ts';
import type { Post } from '../delivery/post.ts';
import { nanoid } from 'nanoid';
import type { Peers } from '../store/peers.ts';
import { createRecent } from '../store/recent.ts';
import type { Offices } from './offices.ts';
import type { Actions } from './run.ts';

/*
 * Offices connected to other relays. Each relay says which offices it has; here, each of those stands in the register
 * beside our own, with a connection that writes letters:
 *
 *     relay that holds the action                     relay of the office
 *     hands → far connection.send(task) ── task ────→ the office’s own connection
 *     actions.report(far connection, …) ←─ report ─── action:report, for an action that is not held there
 */

/** An office as its relay describes it. `connection`: its name there. */
type Described = {
  connection: string;
  shop: string;
  id: string;
  name: string;
  offers: readonly ActionOffer[];
};

/** The offices elsewhere, and what is to pass between them and the relays that ask them. */
export interface Afar {
  /** Grows when the offices here offer something else. */
  version: () => number;
  onVersion: Listeners<number>['on'];
  /** Resolves when what the offices here offer by now is written down for the others, or could not be. */
  published: () => Promise<void>;
  /** These relays are there, with their offices at these versions; those of others are gone. */
  sync: (relays: readonly { relay: string; version: number }[]) => Promise<void>;
  /** Takes a report of an office here on an action another relay holds. `false`: it is this relay’s affair. */
  forward: (connection: Connection, report: ActionReport) => Promise<boolean>;
  close: () => void;
}

/** The offices of other relays, as a handler may have to wait for them. */
export interface FarOffices {
  /** Resolves when what the offices here offer can be read there. */
  told: () => Promise<void>;
  /** Resolves when what the offices there offer is known here. */
  asked: () => Promise<void>;
}

type AfarOptions = {
  peers: Pick<Peers, 'id' | 'publishOffices' | 'officesOf' | 'actionHeads'>;
  post: Post;
  offices: Offices;
  actions: Pick<Actions, 'report' | 'live'>;
  onError: (error: unknown) => void;
};

const taskMark = '["action:assigned",';
const askersMax = 5_000;

/** The task in a packet for an office; `null`: the office’s own relay tells it that. */
const taskIn = (packet: Buffer): ActionTask | null => {
  const text = packet.toString();
  const at = text.indexOf(taskMark);
  return at === -1 ? null : (JSON.parse(text.slice(at + taskMark.length, -1)) as ActionTask);
};

type Far = { connection: Connection; lose: () => void };

/** A connection whose far side is at another relay. */
const createFarConnection = (write: (kind: string, payload: object) => void, name: string): Far => {
  const listeners = new Set<() => void>();
  let isOpen = true;
  return {
    lose: () => {
      isOpen = false;
      for (const listener of listeners) listener();
    },
    connection: {
      side: 'staff',
      get isOpen() {
        return isOpen;
      },
      send: (packet) => {
        const task = taskIn(packet);
        if (task) write('task', { connection: name, task });
      },
      signal: () => {},
      end: (reason) => write('end', { connection: name, reason }),
      onEnd: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
};

/** The offices here, under names the other relays know them by. */
const createHome = ({ peers, offices, onError }: AfarOptions, isFar: (connection: Connection) => boolean) => {
  const names = new Map<Connection, string>();
  const versions = createListeners<number>();
  let published = '[]';
  let publishing = Promise.resolve();
  let version = 0;

  const describe = (): Described[] =>
    offices
      .all()
      .filter(({ office }) => !isFar(office.connection))
      .map(({ office: { connection, shop, id, name }, offers }) => {
        const known = names.get(connection) ?? nanoid();
        names.set(connection, known);
        return { connection: known, shop, id, name, offers };
      });
  const tellOthers = async (text: string): Promise<void> => {
    await peers.publishOffices(text);
    version += 1;
    versions.tell(version);
  };
  const publish = (): void => {
    const described = describe();
    const text = JSON.stringify(described);
    if (text === published) return;
    published = text;
    const open = new Set(described.map(({ connection }) => connection));
    for (const [connection, name] of names) if (!open.has(name)) names.delete(connection);
    publishing = tellOthers(text).catch(onError);
  };
  return {
    publish,
    published: () => publishing,
    version: () => version,
    onVersion: versions.on,
    nameOf: (connection: Connection) => names.get(connection),
    find: (name: string) => [...names].find(([, known]) => known === name)?.[0],
  };
};

/** The offices of other relays, as they stand in the register here. */
const createAbroad = ({ offices, post }: AfarOptions, isHere: { add: (connection: Connection) => void }) => {
  const fars = new Map<string, Far>();
  const keyOf = (relay: string, name: string): string => `${relay} ${name}`;
  return {
    find: (relay: string, name: string) => fars.get(keyOf(relay, name))?.connection,
    /** The offices of one relay are these now. */
    set: (relay: string, described: readonly Described[]): void => {
      const keys = new Set(described.map(({ connection }) => keyOf(relay, connection)));
      for (const [key, far] of fars)
        if (key.startsWith(`${relay} `) && !keys.has(key)) {
          fars.delete(key);
          far.lose();
          offices.close(far.connection);
        }
      for (const { connection: name, offers, ...who } of described) {
        const key = keyOf(relay, name);
        const far =
          fars.get(key) ?? createFarConnection((kind, payload) => post.tell(relay, kind, payload), name);
        fars.set(key, far);
        isHere.add(far.connection);
        offices.open({ ...who, connection: far.connection }, offers);
      }
    },
  };
};

/** Makes the offices elsewhere askable from here, and those here from elsewhere. */
export const createAfar = (options: AfarOptions): Afar => {
  const { peers, post, offices, actions } = options;
  const far = new WeakSet<Connection>();
  const home = createHome(options, (connection) => far.has(connection));
  const abroad = createAbroad(options, far);
  const askers = createRecent<ActionId, string>(askersMax);
  const versions = new Map<string, number>();
  const off = offices.onChanged(home.publish);

  post.on('task', (from, { connection, task }: { connection: string; task: ActionTask }) => {
    askers.set(task.id, from);
    home.find(connection)?.send(eventPacket('staff', 'action:assigned', JSON.stringify(task)));
  });
  post.on('end', (_, { connection, reason }: { connection: string; reason: EndReason }) => {
    home.find(connection)?.end(reason);
  });
  post.on('report', async (from, { connection, report }: { connection: string; report: ActionReport }) => {
    const office = abroad.find(from, connection);
    if (!office) throw refuse('not_found', 'There is no such action under way at this office.');
    await actions.report(office, report);
  });

  return {
    version: home.version,
    onVersion: home.onVersion,
    published: home.published,
    sync: async (relays) => {
      const there = new Set(relays.map(({ relay }) => relay));
      for (const relay of versions.keys())
        if (!there.has(relay)) {
          versions.delete(relay);
          abroad.set(relay, []);
        }
      const changed = relays.filter(({ relay, version }) => (versions.get(relay) ?? 0) !== version);
      if (changed.length === 0) return;
      const found = await peers.officesOf(changed.map(({ relay }) => relay));
      for (const { relay, offices: described } of found)
        abroad.set(relay, JSON.parse(described) as Described[]);
      for (const { relay, version } of changed) versions.set(relay, version);
    },
    forward: async (connection, report) => {
      const name = home.nameOf(connection);
      if (name === undefined || actions.live().has(report.action)) return false;
      const [head] = await peers.actionHeads([report.action]);
      const holder = head?.holder ?? askers.get(report.action);
      if (holder === undefined || holder === null || holder === peers.id) return false;
      await post.ask(holder, 'report', { connection: name, report });
      return true;
    },
    close: off,
  };
};
