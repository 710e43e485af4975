import type { Peers } from '../store/peers.ts';
import type { Carts } from './carts.ts';
import type { Connection } from './connection.ts';
import type { Rooms, Signal as AnySignal } from './rooms.ts';

/** A signal this relay makes itself. */
export type Signal = AnySignal & {
  event: 'typing:changed' | 'read:changed' | 'cart:changed' | 'conversation:erased';
};

/** Sends signals to those who watch, on this relay and on the others; not to the connection one came from. */
export interface Signals {
  send: (signal: Signal, except?: Connection | null) => void;
}

type SignalsOptions = { rooms: Rooms; carts: Pick<Carts, 'forget'>; peers: Peers | undefined };

/** Makes the signals of one relay. */
export const createSignals = ({ rooms, carts, peers }: SignalsOptions): Signals => ({
  send: (signal, except) => {
    if (signal.event === 'conversation:erased') carts.forget(signal.conversation);
    rooms.signal(signal, except);
    peers?.tell([{ kind: 'signal', ...signal }]);
  },
});
