import type { Packet, PacketSide } from './packets.ts';

/** Why the relay ends a connection. Only a slow one and one of a closing relay may come back as they are. */
export type EndReason = 'slow_consumer' | 'revoked' | 'closed_session' | 'misbehaved' | 'closing';

/** One socket as delivery sees it: somewhere to put packets. */
export interface Connection {
  readonly side: PacketSide;
  readonly isOpen: boolean;
  /** Goes out in order, or the connection ends. */
  send: (packet: Packet) => void;
  /** A signal: dropped when the far side reads too slowly. */
  signal: (packet: Packet) => void;
  end: (reason: EndReason) => void;
  /** Called once, when it is over for whatever reason. */
  onEnd: (listener: () => void) => () => void;
}
