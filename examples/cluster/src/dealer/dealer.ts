import {
  createServer,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { startCheckup, type Checkup, type Health, type Target } from './health.ts';

/*
 * A proxy without memory: each request and each WebSocket goes to a relay by chance, whoever sends it.
 *
 *     request, upgrade → order (ready ones first) → connect → nobody there? the next → pipe
 *
 * Only connecting is tried again. What a relay has begun to read may have been done: the sender asks again, by its nonce.
 */

/** A proxy in front of relays. */
export type Dealer = AsyncDisposable & {
  readonly port: number;
  readonly url: string;
  health: (target: Target) => Health;
  /** How many connections there are through it to a relay now. */
  open: (target: Target) => number;
};

export type DealerOptions = {
  relays: readonly Target[];
  /** 0, the default, takes a free one. */
  port?: number;
  checkEveryMs?: number;
};

const connectMaxMs = 1_000;
const hopByHop = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'upgrade'];
const sorry = JSON.stringify({
  ok: false,
  error: {
    code: 'unavailable',
    message: 'No relay answers just now. Try again in a moment.',
    details: { retryAfterMs: 1_000 },
  },
});
const sorryHeaders = {
  'content-type': 'application/json',
  'content-length': Buffer.byteLength(sorry),
  'retry-after': '1',
};

/** A connection to a relay; `null` where nobody is. */
const reach = async ({ port }: Target): Promise<Socket | null> => {
  const socket = connect({ port, host: '127.0.0.1' }).setNoDelay(true);
  const { promise, resolve } = Promise.withResolvers<Socket | null>();
  const giveUp = (): void => {
    socket.destroy();
    resolve(null);
  };
  socket.setTimeout(connectMaxMs, giveUp).once('error', giveUp);
  socket.once('connect', () => {
    socket.setTimeout(0).off('error', giveUp);
    // From here on its user hears of errors; in between nobody does, and that must not end the process.
    socket.on('error', () => socket.destroy());
    resolve(socket);
  });
  return promise;
};

const createDial = (checkup: Checkup) => {
  const open = new Map<Target, number>();
  const count = (target: Target, by: 1 | -1): void => void open.set(target, (open.get(target) ?? 0) + by);
  return {
    open: (target: Target): number => open.get(target) ?? 0,
    /** A connection to one of the relays. */
    dial: async (): Promise<Socket | null> => {
      for (const target of checkup.order()) {
        const socket = await reach(target);
        if (socket === null) {
          checkup.notThere(target);
          continue;
        }
        count(target, 1);
        socket.once('close', () => count(target, -1));
        return socket;
      }
      return null;
    },
  };
};

const forwardedFor = ({ headers, socket }: IncomingMessage): string => {
  const before = headers['x-forwarded-for'];
  const address = socket.remoteAddress ?? '';
  return before === undefined ? address : `${String(before)}, ${address}`;
};

const without = (headers: IncomingHttpHeaders, names: readonly string[]): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));

type Dial = () => Promise<Socket | null>;

const passOn = async (dial: Dial, asked: IncomingMessage, answer: ServerResponse): Promise<void> => {
  const socket = await dial();
  const refuse = (): void => {
    if (answer.headersSent) answer.destroy();
    else answer.writeHead(503, sorryHeaders).end(sorry);
  };
  if (socket === null) return refuse();
  const { method = 'GET', url = '/', headers } = asked;
  const onward = request({
    createConnection: () => socket,
    method,
    path: url,
    setHost: false,
    headers: { ...without(headers, hopByHop), 'x-forwarded-for': forwardedFor(asked), connection: 'close' },
  });
  answer.once('close', () => onward.destroy());
  onward.once('error', refuse);
  onward.once('response', (given) => {
    answer.writeHead(given.statusCode ?? 502, without(given.headers, hopByHop));
    pipeline(given, answer, () => undefined);
  });
  pipeline(asked, onward, () => undefined);
};

const upgradeHead = (asked: IncomingMessage): string => {
  const { method, url, rawHeaders } = asked;
  const lines = [`${method} ${url} HTTP/1.1`, `X-Forwarded-For: ${forwardedFor(asked)}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.toLowerCase() !== 'x-forwarded-for') lines.push(`${name}: ${rawHeaders[index + 1] ?? ''}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
};

const passUpgrade = async (dial: Dial, asked: IncomingMessage, client: Socket): Promise<void> => {
  client.on('error', () => client.destroy());
  const socket = await dial();
  if (socket === null) {
    const head = Object.entries({ ...sorryHeaders, connection: 'close' });
    const lines = head.map(([name, value]) => `${name}: ${value}`).join('\r\n');
    client.end(`HTTP/1.1 503 Service Unavailable\r\n${lines}\r\n\r\n${sorry}`);
    return;
  }
  socket.write(upgradeHead(asked));
  client.pipe(socket);
  socket.pipe(client);
  client.once('close', () => socket.destroy());
  // What the relay said last still goes out: a refusal is said and hung up on at once.
  socket.once('close', () => client.destroySoon());
  if (client.destroyed) socket.destroy();
};

/** Starts a proxy on 127.0.0.1 that deals what comes to the relays, by chance. */
export const startDealer = async (options: DealerOptions): Promise<Dealer> => {
  const { relays, port: wanted = 0, checkEveryMs = 250 } = options;
  const checkup = await startCheckup(relays, checkEveryMs);
  const { dial, open } = createDial(checkup);
  const upgraded = new Set<Socket>();
  const server = createServer((asked, answer) => void passOn(dial, asked, answer));
  server.on('upgrade', (asked, _, head) => {
    const client = asked.socket;
    upgraded.add(client);
    client.once('close', () => upgraded.delete(client));
    if (head.length > 0) client.unshift(head);
    void passUpgrade(dial, asked, client);
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(wanted, '127.0.0.1', resolve);
  await promise;
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    health: checkup.of,
    open,
    [Symbol.asyncDispose]: async () => {
      checkup.close();
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      for (const client of upgraded) client.destroy();
      await closed;
    },
  };
};
