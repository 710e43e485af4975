import type { ConversationId } from '@shopbell/protocol';
import type { Peers } from '../store/peers.ts';
import type { Carts } from './carts.ts';
import type { Connection } from './connection.ts';
import { eventPacket, type PacketSide } from './packets.ts';
import type { Rooms } from './rooms.ts';

/** An event that may be lost, for one side’s watchers of a conversation; its payload as JSON. */
export type Signal = {
  conversation: ConversationId;
  side: PacketSide;
  event: 'typing:changed' | 'read:changed' | 'cart:changed' | 'conversation:erased';
  json: string;
};

/** Sends signals to those who watch, on this relay and on the others; not to the connection one came from. */
export interface Signals {
  send: (signal: Signal, except?: Connection | null) => void;
}

type SignalsOptions = { rooms: Rooms; carts: Pick<Carts, 'forget'>; peers: Peers | undefined };

/** Makes the signals of one relay. */
export const createSignals = ({ rooms, carts, peers }: SignalsOptions): Signals => ({
  send: ({ conversation, side, event, json }, except) => {
    if (event === 'conversation:erased') carts.forget(conversation);
    rooms.signal(conversation, eventPacket(side, event, json), { side, ...(except ? { except } : {}) });
    peers?.tell([{ kind: 'signal', conversation, side, event, json }]);
  },
});
