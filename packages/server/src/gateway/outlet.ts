import type { Socket as NetSocket } from 'node:net';
import type { Connection, EndReason } from '../delivery/connection.ts';
import type { Packet, PacketSide } from '../delivery/packets.ts';

/** Over so much unsent, signals are dropped … */
export const signalsBelowBytes = 256 * 1024;
/** … and over so much the connection ends: it will resume. */
export const bufferedMaxBytes = 1024 * 1024;
/** How long a connection that is told to go has to read its last packets. */
const lastWordsMs = 1_000;

type OutletOptions = {
  side: PacketSide;
  /** The TCP (or TLS) socket below the WebSocket. */
  net: NetSocket;
  /** Runs a flush at the end of this turn of the event loop. */
  atTurnsEnd: (flush: () => void) => void;
  /** Says goodbye in Socket.IO’s words: for good, or so that the client comes back. */
  goodbye: (isForGood: boolean) => void;
  onEnded: (reason: EndReason) => void;
};

/** A connection’s outgoing side. */
export type Outlet = Connection & {
  /** From the first command on, packets go out; until then they wait behind the namespace’s opening. */
  start(): void;
  /** The far side is gone. */
  closed(): void;
};

const comesBack: ReadonlySet<EndReason> = new Set(['slow_consumer', 'closing']);

/**
 * Makes the outgoing side of one socket. Packets are finished WebSocket frames; those of one turn go out in one
 * write, straight to the network socket: the layers between would write each on its own and wait in between.
 * They share the socket safely, because `ws` writes whole frames at once, uncompressed.
 */
export const createOutlet = ({ side, net, atTurnsEnd, goodbye, onEnded }: OutletOptions): Outlet => {
  const listeners = new Set<() => void>();
  let waiting: Packet[] = [];
  let waitingBytes = 0;
  let isStarted = false;
  let isOpen = true;

  const bufferedBytes = (): number => waitingBytes + net.writableLength;

  const flush = (): void => {
    const packets = waiting;
    waiting = [];
    waitingBytes = 0;
    const [first] = packets;
    if (!isOpen || !first || !net.writable) return;
    net.write(packets.length === 1 ? first : Buffer.concat(packets));
  };

  const push = (packet: Packet): void => {
    if (waiting.push(packet) === 1 && isStarted) atTurnsEnd(flush);
    waitingBytes += packet.length;
  };

  const closed = (): void => {
    if (!isOpen) return;
    isOpen = false;
    waiting = [];
    for (const listener of listeners) listener();
    listeners.clear();
  };

  const end = (reason: EndReason): void => {
    if (!isOpen) return;
    onEnded(reason);
    if (reason !== 'revoked') flush();
    closed();
    if (reason === 'slow_consumer') {
      // It does not read: nothing more would arrive, and what waits is memory.
      net.destroy();
      return;
    }
    goodbye(!comesBack.has(reason));
    setTimeout(() => net.destroy(), lastWordsMs).unref();
  };

  return {
    side,
    end,
    closed,
    get isOpen() {
      return isOpen;
    },
    start: () => {
      if (isStarted) return;
      isStarted = true;
      if (waiting.length > 0) atTurnsEnd(flush);
    },
    send: (packet) => {
      if (!isOpen) return;
      if (bufferedBytes() > bufferedMaxBytes) end('slow_consumer');
      else push(packet);
    },
    signal: (packet) => {
      if (isOpen && bufferedBytes() <= signalsBelowBytes) push(packet);
    },
    onEnd: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

/** Makes the function that gathers flushes and runs them once the event loop has taken in what was there. */
export const createTurns = (): ((flush: () => void) => void) => {
  let due: (() => void)[] = [];
  const run = (): void => {
    const flushes = due;
    due = [];
    for (const flush of flushes) flush();
  };
  return (flush) => {
    if (due.push(flush) === 1) setImmediate(run);
  };
};
