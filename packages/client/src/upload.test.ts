import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { expect, test, vi } from 'vitest';
import { sendByFetch } from './send-by-fetch.ts';
import { startUpload, type UploadOptions, type UploadState } from './upload.ts';

const stored = { id: 'fil_12345678', name: 'tin.txt', type: 'text/plain', bytes: 5 } as const;
type Turn = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

const answer =
  (status: number, reply: object): Turn =>
  async (request, response) => {
    await buffer(request);
    response.writeHead(status).end(JSON.stringify(reply));
  };
const refusing = (code: string, details: object = {}): Turn =>
  answer(400, { ok: false, error: { code, message: 'No.', details } });
const taking = answer(200, { ok: true, data: { file: stored } });
const cuttingOff: Turn = (request) => void request.socket.destroy();

/** A relay that treats one attempt after the other as it is told, and writes down what each was. */
const startRelay = async (turns: Turn[]) => {
  const asked: { url: string | undefined; headers: IncomingMessage['headers'] }[] = [];
  const server = createServer((request, response) => {
    asked.push({ url: request.url, headers: request.headers });
    void (turns.shift() ?? taking)(request, response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
};

const start = (url: string, more: Partial<UploadOptions> = {}) => {
  const states: UploadState[] = [];
  const upload = startUpload({
    file: new Blob(['bytes']),
    nonce: 'nonce_000001',
    sending: () => ({
      url,
      shop: 'demo',
      secret: 'sbt_x',
      name: 'Dose “1”.txt',
      conversation: 'cnv_12345678',
    }),
    onChange: (state) => states.push(state),
    send: sendByFetch,
    backoff: { baseMs: 1, capMs: 2 },
    ...more,
  });
  return { upload, states, names: () => states.map(({ name }) => name) };
};
const until = (condition: () => unknown) =>
  vi.waitFor(() => expect(condition()).toBeTruthy(), { timeout: 30_000, interval: 5 });

test('R48 what breaks off, and what the relay wants later, begins again by itself under its nonce', async () => {
  await using relay = await startRelay([
    cuttingOff,
    refusing('unavailable'),
    refusing('rate_limited', { retryAfterMs: 1 }),
  ]);
  const { upload, names } = start(relay.url);
  await until(() => upload.state.name === 'done');
  expect(upload.state).toEqual({ name: 'done', file: stored });
  expect(names().filter((name) => name !== 'sending')).toEqual(['waiting', 'waiting', 'waiting', 'done']);
  expect(new Set(relay.asked.map(({ url }) => url))).toEqual(
    new Set(['/v1/uploads?nonce=nonce_000001&conversation=cnv_12345678']),
  );
  expect(relay.asked[0]?.headers).toMatchObject({
    authorization: 'Bearer sbt_x',
    'shopbell-shop': 'demo',
    'shopbell-file-name': encodeURIComponent('Dose “1”.txt'),
  });
});

/** As a browser’s own sending tells it: some has left before the line dies. */
const sendsSome: UploadOptions['send'] = (sending, bytes, watch) => {
  watch.onSent?.(2);
  return sendByFetch(sending, bytes, watch);
};

test('R48 one that dies on its way is sent again whole, from its beginning as it is told', async () => {
  await using relay = await startRelay([cuttingOff, cuttingOff]);
  const { upload, states } = start(relay.url, { send: sendsSome });
  await until(() => upload.state.name === 'done');
  const told = states.map((state) => (state.name === 'sending' ? state.sent : state.name));
  expect(told).toEqual([0, 2, 'waiting', 0, 2, 'waiting', 0, 2, 'done']);
});

test('R48 one that dies on its way again and again waits to be asked for; without any network it goes on trying', async () => {
  await using relay = await startRelay(Array.from({ length: 20 }, () => cuttingOff));
  const dying = start(relay.url, { send: sendsSome });
  await until(() => dying.upload.state.name === 'failed');
  expect(relay.asked).toHaveLength(8);
  dying.upload.retry();
  await until(() => relay.asked.length === 16 && dying.upload.state.name === 'failed');
  const offline = start(relay.url);
  await until(() => offline.upload.state.name === 'done');
  expect(relay.asked).toHaveLength(21);
});

test('what is refused for good stays so until it is asked for again', async () => {
  await using relay = await startRelay([refusing('unsupported_file', { reason: 'unwanted' })]);
  const { upload } = start(relay.url);
  await until(() => upload.state.name === 'failed');
  expect(upload.state).toMatchObject({
    error: { code: 'unsupported_file', details: { reason: 'unwanted' } },
  });
  expect(relay.asked).toHaveLength(1);
  upload.retry();
  await until(() => upload.state.name === 'done');
});

test('a token renewed in between is used by the next attempt', async () => {
  await using relay = await startRelay([cuttingOff]);
  let secret = 'sbt_old';
  const sending = () => ({ url: relay.url, secret, name: 'a' });
  const { upload } = start(relay.url, { sending });
  secret = 'sbt_new';
  await until(() => upload.state.name === 'done');
  expect(relay.asked.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer sbt_old',
    'Bearer sbt_new',
  ]);
});

test('one that is cancelled hangs up, tells nothing more and does not come again', async () => {
  const { promise: hungUp, resolve } = Promise.withResolvers<void>();
  await using relay = await startRelay([(request) => void request.once('close', resolve)]);
  const { upload, states } = start(relay.url);
  await until(() => relay.asked.length === 1);
  const before = states.length;
  upload.cancel();
  await hungUp;
  upload.retry();
  expect(states).toHaveLength(before);
  expect(relay.asked).toHaveLength(1);
});

test('an answer that is none of the relay’s counts as a connection that broke', async () => {
  await using relay = await startRelay([
    async (request, response) => {
      await buffer(request);
      response.writeHead(502).end('<h1>Bad gateway</h1>');
    },
  ]);
  const { upload, states } = start(relay.url);
  await until(() => upload.state.name === 'done');
  expect(states.find(({ name }) => name === 'waiting')).toMatchObject({ error: { code: 'disconnected' } });
});
