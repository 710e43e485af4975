import { createServer } from 'node:http';
import { refuse } from '@shopbell/protocol';
import { expect, onTestFinished, test } from 'vitest';
import { ask, startRelay } from '../test/relay.ts';
import { connect, next } from '../test/sockets.ts';
import { listeningUrl } from './http/own-origins.ts';
import { createHttpServer } from './http/server.ts';
import { createRelay } from './relay.ts';
import { openSqliteStore } from './store/sqlite/open.ts';

const openMemory = () => openSqliteStore({ file: ':memory:' });

test('a relay joins a server that already answers: each keeps what is its own', async () => {
  const server = createServer((_, response) => response.end('the shop'));
  const relay = await createRelay({ store: await openMemory() });
  relay.attach(server);
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  const url = listeningUrl(server) ?? '';
  await relay.admin.saveShop({ id: 'demo', name: 'Demo', origins: [] });
  const bot = await relay.admin.addPerson({ shop: 'demo', kind: 'bot', role: 'bot', name: 'Ada' });
  const { key } = await relay.admin.createKey({ shop: 'demo', person: bot.id, scopes: ['read'], name: 'k' });

  expect((await ask(url, '/')).text).toBe('the shop');
  expect((await ask(url, '/cart?v1=/')).text).toBe('the shop');
  expect((await ask(url, '/healthz')).json().ok).toBe(true);
  const socket = await connect(url, { key });
  const gone = next(socket, 'disconnect');
  await relay.close();
  await gone;
  expect((await ask(url, '/healthz')).text).toBe('the shop');
});

test('a relay has one server', async () => {
  await using relay = await createRelay({ store: await openMemory() });
  relay.attach(createServer());
  expect(() => relay.attach(createServer())).toThrow('already has a server');
});

test('closing tells the sockets when to come back, ends the long polls, and is done at once', async () => {
  const made = await startRelay();
  const shopper = await made.shopperOf('one');
  const { conversation, seq } = await shopper.say('hello');
  const agent = await connect(made.url, { key: made.one.key });
  const panel = await connect(made.url, { shop: 'one', token: shopper.token });
  const told = [next<object>(agent, 'relay:closing'), next<object>(panel, 'relay:closing')];
  const gone = [next(agent, 'disconnect'), next(panel, 'disconnect')];
  const polled = made.ask(`/v1/conversations/${conversation}/entries?after=${seq}&waitMs=20000`, {
    headers: { authorization: `Bearer ${shopper.token}`, 'shopbell-shop': 'one' },
  });
  await made.ask('/healthz');
  const startedAt = performance.now();
  await made.relay.close();
  expect(performance.now() - startedAt).toBeLessThan(4_000);
  for (const event of await Promise.all(told)) expect(event).toHaveProperty('reconnectAfterMs');
  await Promise.all(gone);
  expect([200, 503]).toContain((await polled).status);
  await made[Symbol.asyncDispose]();
});

test('what was acknowledged is there when the next relay opens the file', async () => {
  await using made = await startRelay();
  const shopper = await made.shopperOf('one');
  const { conversation } = await shopper.say('remember me');
  await made.relay.close();
  await using again = await createRelay({ databaseUrl: `file:${made.folder}/shopbell.db` });
  const { url } = await again.listen({ port: 0 });
  const { text } = await ask(url, `/v1/conversations/${conversation}/entries`, {
    headers: { authorization: `Bearer ${made.one.key}` },
  });
  expect(text).toContain('remember me');
});

test('a second relay on the same file is refused while the first runs', async () => {
  await using made = await startRelay();
  await expect(createRelay({ databaseUrl: `file:${made.folder}/shopbell.db` })).rejects.toThrow(
    'Another relay is writing',
  );
});

test('a store that is not durable stops the start and is closed again', async () => {
  const store = await openMemory();
  let isClosed = false;
  const options = {
    store: {
      ...store,
      assertDurable: () => Promise.reject(refuse('unavailable', 'synchronous is off')),
      close: () => {
        isClosed = true;
        return store.close();
      },
    },
  };
  await expect(createRelay(options)).rejects.toThrow('synchronous is off');
  expect(isClosed).toBe(true);
});

test('a shop that was stored with an example secret stops the start', async () => {
  const store = await openMemory();
  const key = Buffer.from('change-me-change-me-change-me-change-me').toString('base64url');
  await store.saveShop({
    id: 'demo',
    name: 'Demo',
    origins: [],
    signInKeys: [{ kid: 'default', algorithm: 'HS256', key }],
    createdAt: 1,
  });
  await expect(createRelay({ store })).rejects.toThrow(
    /“default” of the shop “demo” is an example[^]*openssl rand/,
  );
});

test('a PostgreSQL that is not there is refused with where it was looked for, and without its password', async () => {
  const refused = createRelay({ databaseUrl: 'postgres://me:hunter2@127.0.0.1:1/shop' });
  await expect(refused).rejects.toThrow(/shop at 127\.0\.0\.1:1 cannot be used[^]*DATABASE_URL/);
  await expect(refused).rejects.not.toThrow('hunter2');
});

test('requests are bounded in time and size, answers are not', () => {
  const server = createHttpServer();
  expect(server.headersTimeout).toBe(5_000);
  expect(server.requestTimeout).toBeLessThan(1_000_000);
  expect(server.keepAliveTimeout).toBeGreaterThan(60_000);
  expect(server.timeout).toBe(0);
});

test('this machine’s two names are both the relay’s own origin, a stranger’s is not', async () => {
  await using made = await startRelay();
  const named = made.url.replace('127.0.0.1', 'localhost');
  const open = (origin: string) =>
    made.post('/v1/shopper/session:open', {}, { 'shopbell-shop': 'one', origin });
  expect((await open(made.url)).status).toBe(200);
  expect((await open(named)).status).toBe(200);
  expect((await open('http://127.0.0.1:1')).status).toBe(403);
});
