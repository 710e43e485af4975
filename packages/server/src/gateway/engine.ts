import { sizes } from '@shopbell/protocol/limits';
import { Server as Engine } from 'engine.io';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server } from 'socket.io';
import { WebSocketServer, type ServerOptions } from 'ws';
import type { Identity } from '../gate/identity.ts';
import { codec } from './codec.ts';

/** Where the upgrade request goes: Socket.IO’s default. */
export const socketPath = '/socket.io/';

type Nothing = Record<string, never>;
/** The Socket.IO server, of which only the handshake and the namespaces are used. */
export type Sockets = Server<Nothing, Nothing, Nothing, { identity?: Identity }>;
export type Socket = Parameters<Parameters<Sockets['use']>[0]>[0];

/** One-byte fragments cost a hundred times their size: 50 sockets of them pinned 125 MB. */
const fragmentBounds = { maxFragments: 64, maxBufferedChunks: 1_024 };

/** Called with `new`, which a plain function allows. */
const WebSockets = function WebSockets(options: ServerOptions) {
  return new WebSocketServer({ ...options, ...fragmentBounds });
};

/**
 * Hands an upgrade to the engine. To middlewares, of which there are none here, the engine shows a response that waits for the
 * socket’s end with a listener without a name, and by it keeps the whole request, a sixth of what a connection costs.
 */
export const upgradeBy = (
  engine: Engine,
  { request, socket, head }: { request: IncomingMessage; socket: Duplex; head: Buffer },
): void => {
  const before = new Set(socket.listeners('close'));
  engine.handleUpgrade(request, socket, head);
  for (const listener of socket.listeners('close'))
    if (listener.name === '' && !before.has(listener)) socket.off('close', listener);
};

/**
 * Lets go of what only the handshake needed, and the libraries would keep as long as the connection: all headers, the query,
 * the secret. What stays is what another namespace on the same connection is judged by.
 */
export const forgetHandshake = (socket: Socket): void => {
  const { socket: net, headers } = socket.request;
  const { origin, 'x-forwarded-for': forwarded } = headers;
  const kept = { headers: { origin, 'x-forwarded-for': forwarded }, socket: net, connection: net };
  Object.assign(socket.conn, { request: kept });
  Object.assign(socket, { handshake: null });
};

/** Makes Socket.IO as it is run here: WebSocket alone, uncompressed, no recovery, no binary, nothing served. */
export const createSockets = (): { engine: Engine; sockets: Sockets } => {
  const engine = new Engine({
    transports: ['websocket'],
    allowUpgrades: false,
    perMessageDeflate: false,
    maxHttpBufferSize: sizes.packetMaxBytes,
    pingInterval: 10_000,
    pingTimeout: 8_000,
    cookie: false,
    wsEngine: WebSockets,
  });
  const sockets: Sockets = new Server({ parser: codec, connectTimeout: 3_000, serveClient: false });
  sockets.bind(engine);
  // Everybody could join the default namespace; nobody does.
  sockets.use((_, next) => next(new Error('not_found')));
  return { engine, sockets };
};
