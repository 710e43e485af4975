/** A Socket.IO packet as the server library hands it out and takes it. */
type SocketPacket = { type: number; nsp: string; data?: unknown; id?: number };

const connect = 0;
const disconnect = 1;
const event = 2;

const malformed = () => new Error('malformed packet');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The namespace at the beginning of a packet’s body, and where the rest begins. */
const readNamespace = (text: string): { nsp: string; next: number } => {
  if (text[1] !== '/') return { nsp: '/', next: 1 };
  const comma = text.indexOf(',');
  if (comma === -1) return { nsp: text.slice(1), next: text.length };
  return { nsp: text.slice(1, comma), next: comma + 1 };
};

const digitZero = 48;
const digitNine = 57;

const skipDigits = (text: string, from: number): number => {
  let at = from;
  while (at < text.length && text.charCodeAt(at) >= digitZero && text.charCodeAt(at) <= digitNine) at += 1;
  return at;
};

const readCommand = (text: string, from: number): [unknown, unknown, number | null] => {
  const start = skipDigits(text, from);
  const id = start === from ? null : Number(text.slice(from, start));
  const data: unknown = JSON.parse(text.slice(start));
  if (!Array.isArray(data) || (id !== null && !Number.isSafeInteger(id))) throw malformed();
  return [data[0], data[1], id];
};

/**
 * Reads one packet. A command’s acknowledgement id travels beside it, as `[name, input, id | null]`: replies are
 * written as finished frames, not by the library. There are no binary packets, and clients acknowledge nothing.
 */
export const readPacket = (text: string): SocketPacket => {
  const type = text.charCodeAt(0) - digitZero;
  const { nsp, next } = readNamespace(text);
  if (type === event) return { type, nsp, data: readCommand(text, next) };
  if (type === disconnect) return { type, nsp };
  if (type !== connect) throw malformed();
  if (next >= text.length) return { type, nsp };
  const data: unknown = JSON.parse(text.slice(next));
  if (!isRecord(data)) throw malformed();
  return { type, nsp, data };
};

/** Writes what the library itself sends: that a namespace is open, refused or closed. */
export const writePacket = ({ type, nsp, id, data }: SocketPacket): string =>
  `${type}${nsp === '/' ? '' : `${nsp},`}${id ?? ''}${data === undefined ? '' : JSON.stringify(data)}`;

type Listener = (packet: SocketPacket) => void;

/** Takes the commands of one connection in one namespace. */
export type Taker = (name: unknown, input: unknown, id: number | null) => void;
/** Where a connection’s commands of a namespace go from here on; `null`: to the library again. */
export type Line = (nsp: string, taker: Taker | null) => void;

/** Under this a handshake’s data have the connection’s {@link Line}: the library hands them on as they are. */
export const line = Symbol('line');

/** One connection’s reader. It throws at whatever is not a packet; the library then closes that connection. */
const createDecoder = () => {
  let listener: Listener | null = null;
  const takers = new Map<string, Taker>();
  const setTaker: Line = (nsp, taker) => {
    if (taker) takers.set(nsp, taker);
    else takers.delete(nsp);
  };
  /** The library’s own way from a packet to a listener is several emitters and two turns of the tick queue long. */
  const hand = (packet: SocketPacket): void => {
    const taker = packet.type === event ? takers.get(packet.nsp) : undefined;
    if (packet.type === connect && isRecord(packet.data)) Reflect.set(packet.data, line, setTaker);
    if (!taker) return listener?.(packet);
    const [name, input, id] = packet.data as ReturnType<typeof readCommand>;
    taker(name, input, id);
  };
  return {
    on: (_: 'decoded', added: Listener): void => {
      listener = added;
    },
    removeListener: (): void => {
      listener = null;
    },
    add: (data: unknown): void => {
      if (typeof data !== 'string') throw malformed();
      hand(readPacket(data));
    },
    destroy: (): void => takers.clear(),
  };
};

/** The library’s `parser` option. It calls both with `new`, which a plain function allows. */
export const codec = {
  Encoder: function Encoder() {
    return { encode: (packet: SocketPacket): string[] => [writePacket(packet)] };
  },
  Decoder: function Decoder() {
    return createDecoder();
  },
};
