import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { startProxy } from './proxy.ts';
import { seeded } from './random.ts';
import { until } from './until.ts';

/** A server that says back what it hears, a proxy before it and one connection through. */
const setUp = async () => {
  const peers = new Set<Socket>();
  const server = createServer((socket) => {
    peers.add(socket);
    socket.on('error', () => {}).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy = await startProxy(server.address() as AddressInfo);
  const client = connect(proxy.port, '127.0.0.1');
  let heard = '';
  client.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  client.on('error', () => {});
  await once(client, 'connect');
  return {
    proxy,
    client,
    heard: () => heard,
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      await proxy[Symbol.asyncDispose]();
      peers.forEach((peer) => peer.destroy());
      server.close();
    },
  };
};

describe('the proxy', () => {
  test('lets bytes through, in order, slowly where told', async () => {
    await using way = await setUp();
    way.client.write('one ');
    await until('the echo', () => way.heard() === 'one ');
    way.proxy.delay(40);
    const sentAt = performance.now();
    way.client.write('two ');
    await until('the late echo', () => way.heard() === 'one two ');
    expect(performance.now() - sentAt).toBeGreaterThan(70);
  });

  test('cuts, and lets new connections through', async () => {
    await using way = await setUp();
    await until('the connection', () => way.proxy.open === 1);
    way.proxy.cut();
    await once(way.client, 'close');
    const again = connect(way.proxy.port, '127.0.0.1');
    await once(again, 'connect');
    expect(way.client.destroyed).toBe(true);
    again.destroy();
  });

  test('loses what goes one way, and tells nobody', async () => {
    await using way = await setUp();
    way.proxy.drop('down');
    way.client.write('lost');
    await until('it to be swallowed', () => way.proxy.lostBytes === 4);
    expect(way.client.destroyed).toBe(false);
    way.proxy.heal();
    way.client.write('found');
    await until('what came after', () => way.heard() !== '');
    expect(way.heard()).toBe('found');
  });

  test('keeps what goes one way until it is healed', async () => {
    await using way = await setUp();
    way.proxy.hold('down');
    const sentAt = performance.now();
    way.client.write('kept');
    setTimeout(() => way.proxy.heal(), 60);
    await until('what was kept', () => way.heard() === 'kept');
    expect(performance.now() - sentAt).toBeGreaterThan(50);
    expect(way.proxy.lostBytes).toBe(0);
  });

  test('sends again what is lost: all comes, in order, some of it late', async () => {
    await using way = await setUp();
    // This seed loses some, and none so often in a row that it takes long.
    way.proxy.lose(50, seeded('loss', 38));
    const sentAt = performance.now();
    const words = ['one ', 'two ', 'three ', 'four ', 'five '];
    for (const [index, word] of words.entries()) {
      way.client.write(word);
      const soFar = words.slice(0, index + 1).join('');
      await until(`${word}to come`, () => way.heard() === soFar);
    }
    expect(performance.now() - sentAt).toBeGreaterThan(150);
  });

  test('holds the bandwidth', async () => {
    await using way = await setUp();
    way.proxy.limit(100_000);
    const sentAt = performance.now();
    way.client.write('x'.repeat(10_000));
    await until('all of it', () => way.heard().length === 10_000);
    expect(performance.now() - sentAt).toBeGreaterThan(150);
  });
});
