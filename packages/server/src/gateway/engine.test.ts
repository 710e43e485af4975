import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { until } from '../../test/edge-kit.ts';
import { createSockets, forgetHandshake, upgradeBy } from './engine.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

test('a connection keeps nothing of its request, and its end is noticed all the same', async () => {
  const http = createServer();
  const { engine, sockets } = createSockets();
  let request: WeakRef<object> | null = null;
  const seen = { auth: '', origin: '', ended: '' };
  http.on('upgrade', (upgrade, socket, head) => {
    request = new WeakRef(upgrade);
    upgradeBy(engine, { request: upgrade, socket, head });
  });
  sockets.of('/shopper').on('connection', (socket) => {
    seen.auth = JSON.stringify(socket.handshake.auth);
    forgetHandshake(socket);
    seen.origin = String(socket.request.headers.origin);
    socket.on('disconnect', (reason) => void (seen.ended = reason));
  });
  await once(http.listen(0, '127.0.0.1'), 'listening');
  const { port } = http.address() as AddressInfo;
  const client = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, {
    origin: 'https://shop.test',
  });
  client.on('message', (data) => {
    if ((data as Buffer).toString().startsWith('0')) client.send('40/shopper,{"token":"one"}');
  });
  await until(() => seen.auth !== '');
  expect(seen).toEqual({ auth: '{"token":"one"}', origin: 'https://shop.test', ended: '' });
  await until(() => {
    collectGarbage();
    return request?.deref() === undefined;
  });
  client.terminate();
  await until(() => seen.ended !== '');
  expect(seen.ended).toBe('transport close');
  await sockets.close();
  engine.close();
  http.close();
});
