import type { Socket as NetSocket } from 'node:net';
import type { Connection, EndReason } from '../delivery/connection.ts';
import { createListeners } from '../delivery/listeners.ts';
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
  start: () => void;
  /** The far side is gone. */
  closed: () => void;
};

/**
 * What waits for the end of the turn. Packets are finished WebSocket frames; those of one turn go out in one write,
 * straight to the network socket: the layers between would write each on its own and wait in between. They share
 * the socket safely, because `ws` writes whole frames at once, uncompressed.
 */
const createBuffer = (net: NetSocket, atTurnsEnd: OutletOptions['atTurnsEnd']) => {
  let waiting: Packet[] = [];
  let waitingBytes = 0;
  let isStarted = false;

  const flush = (): void => {
    const packets = waiting;
    waiting = [];
    waitingBytes = 0;
    const [first] = packets;
    if (first && net.writable) net.write(packets.length === 1 ? first : Buffer.concat(packets));
  };

  return {
    flush,
    bytes: (): number => waitingBytes + net.writableLength,
    push: (packet: Packet): void => {
      waitingBytes += packet.length;
      if (waiting.push(packet) === 1 && isStarted) atTurnsEnd(flush);
    },
    start: (): void => {
      if (isStarted) return;
      isStarted = true;
      if (waiting.length > 0) atTurnsEnd(flush);
    },
    clear: (): void => {
      waiting = [];
      waitingBytes = 0;
    },
  };
};

const comesBack: ReadonlySet<EndReason> = new Set(['slow_consumer', 'closing']);

/** Makes the outgoing side of one socket. */
export const createOutlet = ({ side, net, atTurnsEnd, goodbye, onEnded }: OutletOptions): Outlet => {
  const buffer = createBuffer(net, atTurnsEnd);
  const ended = createListeners<void>();
  let isOpen = true;

  const closed = (): void => {
    if (!isOpen) return;
    isOpen = false;
    buffer.clear();
    ended.tell();
  };

  const hangUp = (reason: EndReason): void => {
    // A slow one reads nothing: no word would arrive, and what waits is memory.
    if (reason === 'slow_consumer') {
      net.destroy();
      return;
    }
    goodbye(!comesBack.has(reason));
    setTimeout(() => net.destroy(), lastWordsMs).unref();
  };

  const end = (reason: EndReason): void => {
    if (!isOpen) return;
    onEnded(reason);
    if (reason === 'revoked') buffer.clear();
    else buffer.flush();
    closed();
    hangUp(reason);
  };

  return {
    side,
    end,
    closed,
    start: buffer.start,
    onEnd: ended.on,
    get isOpen() {
      return isOpen;
    },
    send: (packet) => {
      if (!isOpen) return;
      if (buffer.bytes() > bufferedMaxBytes) end('slow_consumer');
      else buffer.push(packet);
    },
    signal: (packet) => {
      if (isOpen && buffer.bytes() <= signalsBelowBytes) buffer.push(packet);
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
