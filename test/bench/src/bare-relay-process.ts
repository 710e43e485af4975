/*
 * The reference: what a relay on Socket.IO costs that does nothing but relay. The same Socket.IO options, the same
 * packets in the same shapes, rooms and acknowledgements; no identity, no checks, no limits, no storage.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sizes } from '@shopbell/protocol/limits';
import { Server, type Namespace, type Socket } from 'socket.io';

const http = createServer((_, response) => response.end());
const io = new Server(http, {
  transports: ['websocket'],
  allowUpgrades: false,
  perMessageDeflate: false,
  httpCompression: false,
  maxHttpBufferSize: sizes.packetMaxBytes,
  pingInterval: 10_000,
  pingTimeout: 8_000,
  serveClient: false,
});

type Ack = (reply: unknown) => void;
type Message = { conversation?: string; nonce: string; parts: unknown };

let conversations = 0;
let seq = 0;
const token = `sbt_${'0'.repeat(43)}`;
const sides: Namespace[] = [io.of('/shopper'), io.of('/agent')];

const serve = (socket: Socket): void => {
  const by = { kind: socket.nsp.name.slice(1), id: socket.id, name: 'Somebody' };
  socket.on('session:open', (_input: unknown, ack: Ack) => ack({ ok: true, data: { token } }));
  socket.on('conversation:watch', (input: { conversation: string }, ack: Ack) => {
    void socket.join(input.conversation);
    ack({ ok: true, data: { entries: [], lastSeq: 0, more: false } });
  });
  socket.on('message:send', (input: Message, ack: Ack) => {
    const conversation = input.conversation ?? `cnv_bench${(conversations += 1)}`;
    const place = { conversation, seq: (seq += 1), at: Date.now() };
    const data = { parts: input.parts };
    const entry = { ...place, by, audience: 'everyone', nonce: input.nonce, type: 'message', data };
    for (const side of sides) side.to(conversation).emit('entry:appended', entry);
    ack({ ok: true, data: place });
  });
};

for (const side of sides) side.on('connection', serve);
const { port: wanted } = JSON.parse(process.argv[2] ?? '{}') as { port?: number };
http.listen(wanted ?? 0, '127.0.0.1', () => {
  const { port } = http.address() as AddressInfo;
  const ready = {
    url: `http://127.0.0.1:${port}`,
    shop: 'demo',
    origin: 'https://demo.example',
    agent: { key: '' },
  };
  console.log(JSON.stringify({ ready }));
});
process.once('SIGTERM', () => process.exit(0));
