/**
 * What goes out, encoded once and shared by all who get it: a WebSocket text frame (RFC 6455, unmasked, final) that
 * holds an Engine.IO message (`4`) that holds a Socket.IO packet (`2` event, `3` acknowledgement).
 *
 *     0x81 length 4 2 /shopper , ["entry:appended",{…}]
 */
export type Packet = Buffer;

/** The two namespaces, by the side they serve. */
export const namespaces = { shopper: '/shopper', staff: '/agent' } as const;
export type PacketSide = keyof typeof namespaces;

const textFrame = 0x81;
const shortMax = 125;
const mediumMax = 0xffff;

const headerBytes = (length: number): number => {
  if (length <= shortMax) return 2;
  return length <= mediumMax ? 4 : 10;
};

const writeHeader = (frame: Buffer, length: number): void => {
  frame[0] = textFrame;
  if (length <= shortMax) frame[1] = length;
  else if (length <= mediumMax) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
};

const encode = (text: string): Packet => {
  const length = Buffer.byteLength(text);
  const start = headerBytes(length);
  const frame = Buffer.allocUnsafe(start + length);
  writeHeader(frame, length);
  frame.write(text, start, 'utf8');
  return frame;
};

/** An event whose payload is JSON already. */
export const eventPacket = (side: PacketSide, event: string, json: string): Packet =>
  encode(`42${namespaces[side]},["${event}",${json}]`);

/** The answer to the command with this acknowledgement id; `json` is the whole reply. */
export const replyPacket = (side: PacketSide, id: number, json: string): Packet =>
  encode(`43${namespaces[side]},${id}[${json}]`);
