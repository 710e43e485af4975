import { refuse, type ConversationId } from '@shopbell/protocol';
import { sizes } from '@shopbell/protocol/limits';
import type { StoredEntry } from '../store/store.ts';
import type { Connection } from './connection.ts';
import { eventPacket, type PacketSide } from './packets.ts';

/** An event that may be lost, for one side’s watchers of a conversation; its payload as JSON. */
export type Signal = { conversation: ConversationId; side: PacketSide; event: string; json: string };

type Room = Record<PacketSide, Set<Connection>>;
type Ear = (signal: Signal) => void;

/** Who hears signals without a connection, by conversation. */
const createEars = () => {
  const ears = new Map<ConversationId, Set<Ear>>();
  return {
    tell: (signal: Signal): void => ears.get(signal.conversation)?.forEach((ear) => ear(signal)),
    add: (conversations: readonly ConversationId[], ear: Ear): (() => void) => {
      for (const id of conversations) ears.set(id, (ears.get(id) ?? new Set()).add(ear));
      return () => {
        for (const id of conversations) {
          const all = ears.get(id);
          if (all?.delete(ear) && all.size === 0) ears.delete(id);
        }
      };
    },
  };
};

/** Who watches which conversation. Asking whether they may is the caller’s affair, and comes first. */
export interface Rooms {
  /** Refuses `bad_request` past the number of conversations one connection may watch; a closed connection stays out. */
  watch(conversation: ConversationId, connection: Connection): void;
  unwatch(conversation: ConversationId, connection: Connection): void;
  leave(connection: Connection): void;
  /** Whether anybody watches it. */
  has(conversation: ConversationId): boolean;
  isWatching(conversation: ConversationId, connection: Connection): boolean;
  /** One encoding for each audience, whatever the number of watchers. */
  deliver(entry: StoredEntry): void;
  /** To one side’s watchers, but for the connection it came from. */
  signal(signal: Signal, except?: Connection | null): void;
  /** Hears the signals of one side in a few conversations, where there is no connection to send them to. Returns its undo. */
  overhear(
    conversations: readonly ConversationId[],
    side: PacketSide,
    hear: (signal: Signal) => void,
  ): () => void;
}

const signalTo = (
  room: Room | undefined,
  { side, event, json }: Signal,
  except?: Connection | null,
): void => {
  const watchers = room?.[side];
  if (!watchers?.size) return;
  const packet = eventPacket(side, event, json);
  for (const connection of watchers) if (connection !== except) connection.signal(packet);
};

/** Makes the rooms of one relay. */
export const createRooms = (): Rooms => {
  const rooms = new Map<ConversationId, Room>();
  const watched = new Map<Connection, Set<ConversationId>>();
  const ears = createEars();

  const unwatch = (conversation: ConversationId, connection: Connection): void => {
    watched.get(connection)?.delete(conversation);
    const room = rooms.get(conversation);
    if (!room?.[connection.side].delete(connection)) return;
    if (room.shopper.size === 0 && room.staff.size === 0) rooms.delete(conversation);
  };

  const send = (watchers: Set<Connection>, side: PacketSide, wire: string | null): void => {
    if (wire === null || watchers.size === 0) return;
    const packet = eventPacket(side, 'entry:appended', wire);
    for (const connection of watchers) connection.send(packet);
  };

  return {
    unwatch,
    watch: (conversation, connection) => {
      if (!connection.isOpen) return;
      const mine = watched.get(connection) ?? new Set();
      if (mine.size >= sizes.watchedMax && !mine.has(conversation))
        throw refuse('bad_request', `Watch at most ${sizes.watchedMax} conversations on one connection.`);
      watched.set(connection, mine.add(conversation));
      const room = rooms.get(conversation) ?? { shopper: new Set(), staff: new Set() };
      room[connection.side].add(connection);
      rooms.set(conversation, room);
    },
    leave: (connection) => {
      for (const conversation of watched.get(connection) ?? []) unwatch(conversation, connection);
      watched.delete(connection);
    },
    has: (conversation) => rooms.has(conversation),
    isWatching: (conversation, connection) => watched.get(connection)?.has(conversation) ?? false,
    deliver: (entry) => {
      const room = rooms.get(entry.conversation);
      if (!room) return;
      send(room.shopper, 'shopper', entry.wire.everyone);
      send(room.staff, 'staff', entry.wire.staff);
    },
    signal: (signal, except) => {
      ears.tell(signal);
      signalTo(rooms.get(signal.conversation), signal, except);
    },
    overhear: (conversations, side, hear) =>
      ears.add(conversations, (signal) => {
        if (signal.side === side) hear(signal);
      }),
  };
};
