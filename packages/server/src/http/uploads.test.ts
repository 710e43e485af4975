import { nanoid } from 'nanoid';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, startRelay } from '../../test/relay.ts';
import { withoutLimits } from '../gate/without-limits.ts';

type Made = Awaited<ReturnType<typeof startRelay>>;
type Shopper = Awaited<ReturnType<Made['shopperOf']>>;
let made: Made;
beforeAll(async () => {
  made = await startRelay({ limits: withoutLimits });
});
afterAll(() => made[Symbol.asyncDispose]());

type Sending = {
  bytes: Buffer | string;
  name?: string;
  nonce?: string;
  conversation?: string;
  shop?: string;
};
/** Sends bytes as the holder of a secret. */
const send = (at: Made, secret: string, sending: Sending) => {
  const { bytes, name = 'tin.txt', nonce = nanoid(), conversation, shop = 'one' } = sending;
  const to = conversation === undefined ? '' : `&conversation=${conversation}`;
  return ask(at.url, `/v1/uploads?nonce=${nonce}${to}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${secret}`,
      'shopbell-shop': shop,
      'shopbell-file-name': encodeURIComponent(name),
    },
    body: Buffer.from(bytes),
  });
};
type Sent = { id: string; name: string; type: string; bytes: number; picture?: object };
const sentFile = async (...sending: Parameters<typeof send>): Promise<Sent> => {
  const answered = await send(...sending);
  expect(answered.text).toContain('"ok":true');
  return (answered.json().data as { file: Sent }).file;
};
const showing = (id: string) => [{ kind: 'file', file: { id } }];
const linkOf = async (call: Shopper['call'], file: string) =>
  (await call('file:link', { file })).json() as unknown as {
    ok: boolean;
    data: { url: string; thumbnail?: string };
    error: { code: string };
  };
const bytesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((each) =>
        each.isFile() ? [each.name] : [],
      )
    : [];

test('R48 a shopper’s first word may be a picture: it begins the conversation, and both sides see it as it is', async () => {
  const shopper = await made.shopperOf('one');
  const taken = await sharp({ create: { width: 800, height: 500, channels: 3, background: '#8a5a00' } })
    .jpeg()
    .toBuffer();
  const file = await sentFile(made, shopper.token, { bytes: taken, name: 'C:\\fakepath\\Dose.JPG' });
  expect(file).toEqual({
    id: expect.stringMatching(/^fil_/),
    name: 'Dose.jpg',
    type: 'image/jpeg',
    bytes: expect.any(Number),
    picture: { width: 800, height: 500 },
  });
  const said = await shopper.call('message:send', { nonce: nanoid(), parts: showing(file.id) });
  const { conversation } = said.json().data as { conversation: string };
  const { data } = await linkOf(shopper.call, file.id);
  const [whole, small] = [await made.ask(data.url), await made.ask(data.thumbnail ?? '')];
  expect(whole.headers).toMatchObject({
    'content-type': 'image/jpeg',
    'content-disposition': `inline; filename="Dose.jpg"; filename*=UTF-8''Dose.jpg`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  });
  expect(whole.headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'/);
  expect(Number(whole.headers['content-length'])).toBe(file.bytes);
  expect(small.headers['content-type']).toBe('image/webp');
  const entries = await made.asAgent(made.one.key, 'entries:list', { conversation });
  expect(entries.text).toContain(JSON.stringify({ parts: [{ kind: 'file', file }] }));
  expect((await made.asAgent(made.one.key, 'file:link', { file: file.id })).status).toBe(200);
});

test('R48 the same nonce is the same file, other bytes are refused, and the bytes are kept once', async () => {
  const shopper = await made.shopperOf('one');
  const nonce = nanoid();
  const first = await sentFile(made, shopper.token, { bytes: 'the same', nonce });
  expect(await sentFile(made, shopper.token, { bytes: 'the same', nonce })).toEqual(first);
  const both = await Promise.all(
    [1, 2].map(() => send(made, shopper.token, { bytes: 'at once', nonce: `${nonce}_2` })),
  );
  expect(new Set(both.map(({ text }) => text)).size).toBe(1);
  const other = await send(made, shopper.token, { bytes: 'another', nonce });
  expect([other.status, other.json().error.code]).toEqual([409, 'nonce_reused']);
  const kept = bytesIn(join(made.folder, 'files')).filter((name) => name.startsWith(first.id));
  expect(kept).toEqual([first.id]);
});

test('R48 an upload that breaks off leaves nothing, and is sent again under its nonce', async () => {
  const shopper = await made.shopperOf('one');
  const nonce = nanoid();
  const before = bytesIn(join(made.folder, 'files'));
  await new Promise<void>((resolve) => {
    const sending = request(`${made.url}/v1/uploads?nonce=${nonce}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${shopper.token}`, 'shopbell-shop': 'one', 'content-length': '1000' },
    });
    sending.on('error', () => undefined).on('close', () => resolve());
    sending.write('half of it', () => setTimeout(() => sending.destroy(), 50));
  });
  await expect.poll(() => bytesIn(join(made.folder, 'files')), { timeout: 30_000 }).toEqual(before);
  expect(await sentFile(made, shopper.token, { bytes: 'x'.repeat(1_000), nonce })).toMatchObject({
    bytes: 1_000,
  });
});

test('R48 who may not write to a conversation cannot send to it, nor without saying who', async () => {
  const [shopper, stranger] = [await made.shopperOf('one'), await made.shopperOf('one')];
  const { conversation } = await shopper.say('hello');
  const codeOf = async (...sending: Parameters<typeof send>) => {
    const answered = await send(...sending);
    return answered.json().error.code;
  };
  expect(await codeOf(made, stranger.token, { bytes: 'x', conversation })).toBe('not_found');
  expect(await codeOf(made, made.two.key, { bytes: 'x', conversation })).toBe('not_found');
  expect(await codeOf(made, made.one.key, { bytes: 'x' })).toBe('bad_request');
  expect(await codeOf(made, `sbt_${'x'.repeat(43)}`, { bytes: 'x' })).toBe('unauthenticated');
  expect((await ask(made.url, '/v1/uploads?nonce=12345678', { method: 'POST', body: 'x' })).status).toBe(401);
  expect(await codeOf(made, shopper.token, { bytes: 'x', nonce: 'short' })).toBe('bad_request');
  await made.relay.admin.saveShop({
    id: 'one',
    name: 'Shop one',
    origins: ['https://one.example'],
    uploads: { kinds: ['pictures'], maxBytes: 100 },
  });
  expect(await codeOf(made, shopper.token, { bytes: 'x'.repeat(101) })).toBe('too_large');
  await expect
    .poll(() => codeOf(made, shopper.token, { bytes: 'words' }), { timeout: 30_000 })
    .toBe('unsupported_file');
  await made.relay.admin.saveShop({
    id: 'one',
    name: 'Shop one',
    origins: ['https://one.example'],
    uploads: { kinds: [], maxBytes: 100 },
  });
  await expect
    .poll(() => codeOf(made, shopper.token, { bytes: 'words' }), { timeout: 30_000 })
    .toBe('forbidden');
  const opened = await shopper.call('session:open', {});
  expect(opened.json().data).not.toHaveProperty('uploads');
});

test('R50 a file is for whom its entry is: what is in a note is never the shopper’s', async () => {
  await using at = await startRelay({ limits: withoutLimits });
  const shopper = await at.shopperOf('one');
  const other = await at.shopperOf('one');
  const { conversation } = await shopper.say('hello');
  const agent = (command: string, input: unknown) => at.asAgent(at.one.key, command, input);
  const file = await sentFile(at, at.one.key, { bytes: 'CANARY of the staff', conversation });
  expect((await linkOf(shopper.call, file.id)).error.code).toBe('not_found');
  const note = await agent('note:add', { conversation, nonce: nanoid(), text: 'Look.', files: [file.id] });
  expect(note.status).toBe(200);
  expect((await linkOf(shopper.call, file.id)).error.code).toBe('not_found');
  const own = await at.ask(`/v1/conversations/${conversation}/entries?after=0`, {
    headers: { authorization: `Bearer ${shopper.token}`, 'shopbell-shop': 'one' },
  });
  expect(own.text).not.toContain(file.id);
  // It is in one entry, and in no other.
  const again = await agent('message:send', { conversation, nonce: nanoid(), parts: showing(file.id) });
  expect(again.json().error.code).toBe('not_found');
  const shown = await sentFile(at, at.one.key, { bytes: 'for both', conversation });
  await agent('message:send', { conversation, nonce: nanoid(), parts: showing(shown.id) });
  expect((await linkOf(other.call, shown.id)).error.code).toBe('not_found');
  const { data } = await linkOf(shopper.call, shown.id);
  const read = await at.ask(data.url);
  expect(read.text).toBe('for both');
  expect(read.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="tin.txt"; filename*=UTF-8''tin.txt`,
  });
});

test('R50 an address is void as soon as the token or the key of who asked for it is', async () => {
  await using at = await startRelay({ limits: withoutLimits });
  const shopper = await at.shopperOf('one');
  const file = await sentFile(at, shopper.token, { bytes: 'mine' });
  await shopper.call('message:send', { nonce: nanoid(), parts: showing(file.id) });
  const mine = (await linkOf(shopper.call, file.id)).data.url;
  const theirs = (await at.asAgent(at.one.key, 'file:link', { file: file.id })).json().data as {
    url: string;
  };
  expect([(await at.ask(mine)).status, (await at.ask(theirs.url)).status]).toEqual([200, 200]);
  expect((await at.ask(mine.slice(0, -2))).status).toBe(404);
  await at.relay.admin.revokeKey(at.one.keyId);
  expect([(await at.ask(mine)).status, (await at.ask(theirs.url)).status]).toEqual([200, 404]);
  await shopper.call('session:close', {});
  expect((await at.ask(mine)).status).toBe(404);
});

test('R51 an erasure is done when the bytes are gone, and no address leads to them from its first step on', async () => {
  await using at = await startRelay({ limits: withoutLimits });
  const shopper = await at.shopperOf('one');
  const canary = `CANARY ${nanoid()}`;
  const file = await sentFile(at, shopper.token, { bytes: canary, name: 'secret.txt' });
  const sent = await shopper.call('message:send', { nonce: nanoid(), parts: showing(file.id) });
  const { conversation } = sent.json().data as { conversation: string };
  const { url } = (await linkOf(shopper.call, file.id)).data;
  const chief = await at.relay.admin.addPerson({ shop: 'one', kind: 'agent', role: 'admin', name: 'Ida' });
  const scopes = ['read', 'admin'] as const;
  const { key } = await at.relay.admin.createKey({ shop: 'one', person: chief.id, scopes, name: 'erase' });
  const folder = join(at.folder, 'files');
  expect(bytesIn(folder)).toContain(file.id);
  const erased = async () =>
    (await at.asAgent(key, 'conversation:erase', { conversation })).json().data as {
      erasure: { doneAt: number | null };
    };
  await expect.poll(async () => (await erased()).erasure.doneAt, { timeout: 30_000 }).not.toBeNull();
  expect(bytesIn(folder)).toEqual([]);
  expect((await at.ask(url)).status).toBe(404);
  const digest = createHash('sha256').update(canary).digest('hex');
  for (const name of ['shopbell.db', 'shopbell.db-wal']) {
    const database = existsSync(join(at.folder, name)) ? readFileSync(join(at.folder, name), 'latin1') : '';
    for (const trace of ['secret.txt', digest]) expect(database).not.toContain(trace);
  }
});

test('R21 five files in ten minutes, whoever sends them; one that broke off is sent again for nothing', async () => {
  await using at = await startRelay();
  const shopper = await at.shopperOf('one');
  const nonce = nanoid();
  const statuses: number[] = [];
  for (let index = 0; index < 7; index += 1)
    statuses.push(
      (await send(at, shopper.token, { bytes: `file ${index}`, ...(index < 2 ? { nonce } : {}) })).status,
    );
  expect(statuses).toEqual([200, 409, 200, 200, 200, 200, 429]);
  const refused = await send(at, shopper.token, { bytes: 'one more' });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(60);
});
