import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Manager } from './socket-io.ts';

// Under the test runner’s conditions the library would find no engine of its own: it is handed the one it comes with.
const engineRequire = createRequire(
  createRequire(createRequire(import.meta.url).resolve('socket.io')).resolve('engine.io'),
);
const { WebSocketServer: wsEngine } = engineRequire('ws') as { WebSocketServer: unknown };

type Socket = ReturnType<ReturnType<typeof Manager>['socket']>;
const open: (() => void)[] = [];
afterEach(() => open.splice(0).forEach((close) => close()));

/** The library’s own server, with a namespace that answers `echo` and is silent to `hush`. */
const startServer = async (pingInterval = 10_000): Promise<{ io: Server; url: string }> => {
  const http = createServer();
  const io = new Server(http, {
    transports: ['websocket'],
    serveClient: false,
    pingInterval,
    wsEngine,
  } as object);
  io.of('/shopper').use((socket, next) => {
    if (socket.handshake.auth.token === 'bad')
      next(Object.assign(new Error('unauthenticated'), { data: { code: 'unauthenticated' } }));
    else next();
  });
  io.of('/shopper').on('connection', (socket) => {
    socket.on('echo', (input: unknown, answer: (reply: unknown) => void) =>
      answer({ ok: true, data: input }),
    );
    socket.emit('told', { of: 7, text: 'with /shopper, and [brackets]' });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  open.push(() => void io.close());
  return { io, url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` };
};

const connect = (url: string, token = 'good') => {
  const socket: Socket = new (Manager as unknown as new (url: string) => ReturnType<typeof Manager>)(
    url,
  ).socket('/shopper', { auth: (give) => give({ token }) });
  const heard: [string, unknown][] = [];
  for (const name of ['connect', 'connect_error', 'disconnect'])
    socket.on(name, (value) => void heard.push([name, value]));
  socket.onAny((name, value) => void heard.push([String(name), value]));
  socket.connect();
  open.push(socket.disconnect);
  const names = (): string[] => heard.map(([name]) => name);
  return { socket, heard, names };
};
const ask = (socket: Socket, name: string, timeoutMs = 2_000) =>
  new Promise((resolve) =>
    socket.timeout(timeoutMs).emit(name, { a: ['x', 'é'] }, (error, reply) => resolve(error ?? reply)),
  );

describe('the socket of the panel, against the library’s server', () => {
  test('connects to its namespace, hears events, and has its questions answered', async () => {
    const { url } = await startServer();
    const { socket, heard, names } = connect(url);
    await vi.waitUntil(() => names().includes('told'));
    expect(heard).toEqual([
      ['connect', undefined],
      ['told', { of: 7, text: 'with /shopper, and [brackets]' }],
    ]);
    expect(await ask(socket, 'echo')).toEqual({ ok: true, data: { a: ['x', 'é'] } });
  });

  test('tells why it was refused', async () => {
    const { url } = await startServer();
    const { heard } = connect(url, 'bad');
    await vi.waitUntil(() => heard.length > 0);
    expect(heard[0]?.[0]).toBe('connect_error');
    expect(heard[0]?.[1]).toMatchObject({ data: { code: 'unauthenticated' } });
  });

  test('gives up a question nobody answers', async () => {
    const { url } = await startServer();
    const { socket, names } = connect(url);
    await vi.waitUntil(() => names().includes('connect'));
    expect(await ask(socket, 'hush', 30)).toBeInstanceOf(Error);
  });

  test('says that it was cut off, once', async () => {
    const { io, url } = await startServer();
    const { names } = connect(url);
    await vi.waitUntil(() => names().includes('told'));
    io.of('/shopper').disconnectSockets(true);
    await vi.waitUntil(() => names().includes('disconnect'));
    expect(names().filter((name) => name !== 'told')).toEqual(['connect', 'disconnect']);
  });

  test('answers heartbeats, so that the relay keeps it', async () => {
    const { io, url } = await startServer(20);
    const { names } = connect(url);
    let pongs = 0;
    io.engine.on('connection', (raw: { on(name: string, hear: () => void): void }) =>
      raw.on('heartbeat', () => (pongs += 1)),
    );
    await vi.waitUntil(() => pongs > 3);
    expect(names()).not.toContain('disconnect');
  });

  test('says that it could not connect where nobody listens', async () => {
    const { names } = connect('http://127.0.0.1:9');
    await vi.waitUntil(() => names().length > 0);
    expect(names()).toEqual(['connect_error']);
  });

  test('drops a signal while it is not connected', () => {
    const { socket } = connect('http://127.0.0.1:9');
    const answers: unknown[] = [];
    socket.volatile.timeout(1_000).emit('typing', {}, (error) => void answers.push(error));
    expect(answers[0]).toBeInstanceOf(Error);
  });
});
