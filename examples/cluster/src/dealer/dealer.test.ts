import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startDealer } from './dealer.ts';

/** Something that answers as a relay does, with its name; `ready` is what it says of itself. */
const openStandIn = async (name: string) => {
  const state = { isReady: true, port: 0 };
  const asked: IncomingMessage[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((request, response) => {
    if (request.url === '/readyz') response.writeHead(state.isReady ? 200 : 503).end();
    else {
      asked.push(request);
      request.pipe(response.writeHead(200, { 'x-name': name }));
    }
  });
  server.on('connection', (socket) => sockets.add(socket));
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    asked.push(request);
    socket.on('error', () => socket.destroy());
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n');
    socket.write(head);
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  state.port = (server.address() as AddressInfo).port;
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = new Promise((done) => server.close(done));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return Object.assign(state, { name, asked, stop, [Symbol.asyncDispose]: stop });
};

const namesOf = async (url: string, count: number): Promise<Map<string, number>> => {
  const names = new Map<string, number>();
  for (let index = 0; index < count; index += 1) {
    const response = await fetch(`${url}/`);
    await response.text();
    const name = response.headers.get('x-name') ?? String(response.status);
    names.set(name, (names.get(name) ?? 0) + 1);
  }
  return names;
};

const until = async (isSo: () => boolean): Promise<void> => {
  const end = performance.now() + 10_000;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`not so: ${isSo.toString()}`);
    await new Promise((done) => setTimeout(done, 5));
  }
};

/** An upgraded connection through the proxy, and what came back on it. */
const upgrade = async (port: number) => {
  const socket = connect({ port, host: '127.0.0.1' });
  const state = { said: '', isClosed: false };
  socket.on('data', (chunk: Buffer) => (state.said += chunk.toString()));
  socket.on('close', () => (state.isClosed = true));
  socket.on('error', () => undefined);
  socket.write(
    'GET /socket.io/ HTTP/1.1\r\nHost: chat\r\nConnection: Upgrade\r\nUpgrade: echo\r\nX-Own: Kept\r\n\r\nearly',
  );
  await until(() => state.said.includes('early') || state.isClosed);
  return Object.assign(state, { socket, [Symbol.dispose]: () => socket.destroy() });
};

describe('the proxy', () => {
  it('deals requests to all relays by chance, bodies and headers untouched', async () => {
    await using one = await openStandIn('one');
    await using two = await openStandIn('two');
    await using dealer = await startDealer({ relays: [one, two] });
    const names = await namesOf(dealer.url, 60);
    expect([...names.keys()].toSorted()).toEqual(['one', 'two']);
    for (const count of names.values()) expect(count).toBeGreaterThan(9);
    const body = 'ä'.repeat(100_000);
    const response = await fetch(`${dealer.url}/v1?a=b`, {
      method: 'POST',
      body,
      headers: { authorization: 'Bearer x', 'x-forwarded-for': '203.0.113.9' },
    });
    expect(await response.text()).toBe(body);
    const heard = [...one.asked, ...two.asked].find(({ url }) => url === '/v1?a=b');
    expect(heard?.headers).toMatchObject({
      host: `127.0.0.1:${dealer.port}`,
      authorization: 'Bearer x',
      'x-forwarded-for': '203.0.113.9, 127.0.0.1',
    });
  });

  it('skips a relay that is dead at once, and deals to it again when it is back', async () => {
    await using one = await openStandIn('one');
    const two = await openStandIn('two');
    await using dealer = await startDealer({ relays: [one, two], checkEveryMs: 20 });
    await two.stop();
    expect([...(await namesOf(dealer.url, 30))]).toEqual([['one', 30]]);
    expect(dealer.health(two)).toBe('down');
    await using again = await openStandIn('again');
    two.port = again.port;
    await until(() => dealer.health(two) === 'ready');
    expect((await namesOf(dealer.url, 40)).get('again')).toBeGreaterThan(5);
  });

  it('prefers relays that are ready, and takes others only where there is none', async () => {
    await using one = await openStandIn('one');
    await using two = await openStandIn('two');
    one.isReady = false;
    await using dealer = await startDealer({ relays: [one, two], checkEveryMs: 20 });
    expect([...(await namesOf(dealer.url, 20))]).toEqual([['two', 20]]);
    await two.stop();
    expect([...(await namesOf(dealer.url, 5))]).toEqual([['one', 5]]);
  });

  it('passes upgrades on, both ways, and ends them with their relay', async () => {
    await using one = await openStandIn('one');
    await using dealer = await startDealer({ relays: [one] });
    using client = await upgrade(dealer.port);
    expect(client.said).toMatch(/^HTTP\/1\.1 101 /);
    client.socket.write(' and late');
    await until(() => client.said.endsWith('early and late'));
    expect(dealer.open(one)).toBe(1);
    expect(one.asked[0]?.headers).toMatchObject({ 'x-own': 'Kept', 'x-forwarded-for': '127.0.0.1' });
    await one.stop();
    await until(() => client.isClosed);
    expect(dealer.open(one)).toBe(0);
  });

  it('says so where no relay is left, to requests and to upgrades', async () => {
    const one = await openStandIn('one');
    await using dealer = await startDealer({ relays: [one] });
    await one.stop();
    const response = await fetch(`${dealer.url}/v1/shopper/message:send`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await response.json()).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    using client = await upgrade(dealer.port);
    expect(client.said).toMatch(/^HTTP\/1\.1 503 [\s\S]*unavailable/);
  });

  it('lets a waiting request go when its sender hangs up', async () => {
    let [isAsked, isGone] = [false, false];
    const server = createServer((request, response) => {
      if (request.url === '/readyz') return void response.end();
      isAsked = true;
      response.once('close', () => (isGone = true));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await using dealer = await startDealer({ relays: [{ port }] });
    const asking = get(`${dealer.url}/wait`).on('error', () => undefined);
    await until(() => isAsked);
    asking.destroy();
    await until(() => isGone);
    expect(dealer.open({ port })).toBe(0);
    server.closeAllConnections();
    server.close();
  });
});
