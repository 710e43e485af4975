import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/*
 * A stretch of the way to PostgreSQL on which hints can be lost, and nothing else. What the server sends is a row of
 * messages, each its kind (one byte) and its length (four, themselves included):
 *
 *     R…  K…  Z…  T…  D…  D…  C…  Z…  A…  Z…
 *         │                           └ NotificationResponse: the sender’s process, channel, payload: a hint
 *         └ BackendKeyData: which process of the server this connection has
 */

const kinds = { hint: 'A'.charCodeAt(0), key: 'K'.charCodeAt(0) } as const;
const headBytes = 5;

type Listener = { onKey: (process: number) => void; mayPass: (from: number) => boolean };

/** Cuts a stream into messages and gives what may pass. */
export const createSieve = ({ onKey, mayPass }: Listener) => {
  let held: Buffer = Buffer.alloc(0);
  return (chunk: Buffer): Buffer => {
    const all = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const passed: Buffer[] = [];
    let at = 0;
    while (all.length - at >= headBytes) {
      const end = at + 1 + all.readUInt32BE(at + 1);
      if (end > all.length) break;
      const message = all.subarray(at, end);
      if (message[0] === kinds.key) onKey(message.readInt32BE(headBytes));
      if (message[0] !== kinds.hint || mayPass(message.readInt32BE(headBytes))) passed.push(message);
      at = end;
    }
    held = all.subarray(at);
    return Buffer.concat(passed);
  };
};

/** One relay’s way to PostgreSQL. */
export type HintGate = AsyncDisposable & {
  readonly port: number;
  /** Hints of other relays that came this way: how many passed, how many were lost, when the last one passed (ms, Unix). */
  readonly hints: { passed: number; lost: number; lastAt: number | null };
  readonly isLosing: boolean;
  /** From now on every hint is lost, or none. */
  lose: (isLosing: boolean) => void;
};

type Line = { client: Socket; server: Socket; sockets: Set<Socket> };

/** Ends both ends of a way together. */
const joinEnds = ({ client, server, sockets }: Line): void => {
  for (const [socket, other] of [
    [client, server],
    [server, client],
  ] as const) {
    sockets.add(socket.setNoDelay(true));
    socket.on('error', () => socket.destroy());
    socket.once('end', () => other.end());
    socket.once('close', () => {
      sockets.delete(socket);
      other.destroySoon();
    });
  }
};

/** What passes and what is lost, in figures. `own`: the server’s processes behind this gate. */
const createScales = () => {
  const hints = { passed: 0, lost: 0, lastAt: null as number | null };
  const own = new Set<number>();
  let isLosing = false;
  return {
    hints,
    own,
    isLosing: () => isLosing,
    lose: (losing: boolean): void => {
      isLosing = losing;
    },
    mayPass: (from: number): boolean => {
      // What a process of one’s own tells comes back to it, and is no news.
      if (own.has(from)) return true;
      if (isLosing) hints.lost += 1;
      else Object.assign(hints, { passed: hints.passed + 1, lastAt: Date.now() });
      return !isLosing;
    },
  };
};

/** Listens on a free port of 127.0.0.1 and leads to `target` there. Without TLS, which would hide what passes. */
export const startHintGate = async (target: { port: number }): Promise<HintGate> => {
  const { hints, own, isLosing, lose, mayPass } = createScales();
  const sockets = new Set<Socket>();

  const lead = (client: Socket): void => {
    const server = connect({ port: target.port, host: '127.0.0.1' });
    const onKey = (process: number): void => {
      own.add(process);
      client.once('close', () => own.delete(process));
    };
    const sieve = createSieve({ onKey, mayPass });
    joinEnds({ client, server, sockets });
    client.pipe(server);
    server.on('data', (chunk: Buffer) => {
      const passed = sieve(chunk);
      if (passed.length > 0 && !client.write(passed)) server.pause();
    });
    client.on('drain', () => server.resume());
  };

  const listener = createServer(lead).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    hints,
    get isLosing() {
      return isLosing();
    },
    lose,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
};
