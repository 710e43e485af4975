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

/** One connection’s reader. It throws at whatever is not a packet; the library then closes that connection. */
const createDecoder = () => {
  let listener: Listener | null = null;
  return {
    on: (_: 'decoded', added: Listener): void => {
      listener = added;
    },
    removeListener: (): void => {
      listener = null;
    },
    add: (data: unknown): void => {
      if (typeof data !== 'string') throw malformed();
      listener?.(readPacket(data));
    },
    destroy: (): void => {},
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
