import {
  agent,
  freshNonce,
  sendFile,
  shopper,
  startRelay,
  upload,
  type ShopperPeer,
} from '@shopbell-test/kit';
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { png, type HostileFile } from './file-makers.ts';
import { hostileFiles } from './hostile-files.ts';

/*
 * Files somebody means harm with, over the real relay. Whatever they are: refused with a reason, or given out so that no browser
 * runs, loads or frames them. And the relay answers everybody else meanwhile.
 */

let relay: Awaited<ReturnType<typeof startRelay>>;
let sender: ShopperPeer;
beforeAll(async () => {
  relay = await startRelay();
  sender = await shopper(relay);
  await sender.say('Hello');
});
afterAll(async () => {
  sender.close();
  await relay[Symbol.asyncDispose]();
});

const all = hostileFiles();

/** Sends it in a message and reads it as whoever gets it would. */
const read = async (id: string, version: 'url' | 'thumbnail'): Promise<Response> => {
  const link = await sender.call('file:link', { file: id });
  return fetch(`${relay.url}${String(link[version])}`);
};

type Kept = Extract<HostileFile['fate'], { kept: string }>;
type Refused = Extract<HostileFile['fate'], { refused: string }>;
type Fated<F> = [string, Omit<HostileFile, 'fate'> & { fate: F }];
const refused = all.flatMap(({ fate, ...file }): Fated<Refused>[] =>
  'refused' in fate ? [[file.what, { ...file, fate }]] : [],
);
const kept = all.flatMap(({ fate, ...file }): Fated<Kept>[] =>
  'kept' in fate ? [[file.what, { ...file, fate }]] : [],
);
const sendTo = ({ name, bytes }: Pick<HostileFile, 'name' | 'bytes'>) =>
  upload(relay, { secret: sender.token, bytes: Uint8Array.from(bytes), name });

test('there are at least forty of them, of every kind', () => {
  expect(all.length).toBeGreaterThanOrEqual(40);
});

test.each(refused)(
  'R49 %s is refused, with a reason',
  async (_, file) => {
    const reply = await sendTo(file);
    if (reply.ok) throw new Error(`it was kept: ${JSON.stringify(reply.data)}`);
    expect(reply.error.details?.reason ?? reply.error.code).toBe(file.fate.refused);
    expect([413, 415]).toContain(reply.status);
  },
  60_000,
);

test.each(kept)(
  'R49 %s does no harm to whoever opens it',
  async (_, file) => {
    const { bytes, fate, canary } = file;
    const isPicture = fate.kept === 'picture';
    const reply = await sendTo(file);
    if (!reply.ok) throw new Error(`it was refused: ${JSON.stringify(reply.error)}`);
    const { id, name, type } = reply.data['file'] as { id: string; name: string; type: string };
    expect(name).toMatch(fate.name);
    expect(name.length).toBeLessThanOrEqual(120);
    expect(type).toBe(fate.type);
    await sender.call('message:send', { nonce: freshNonce(), parts: [{ kind: 'file', file: { id } }] });
    const versions = isPicture ? (['url', 'thumbnail'] as const) : (['url'] as const);
    const [whole, ...small] = await Promise.all(versions.map((version) => read(id, version)));
    const types = [whole, ...small].map((response) => response?.headers.get('content-type'));
    expect(types).toEqual(isPicture ? [fate.type, 'image/webp'] : ['application/octet-stream']);
    for (const { headers } of [...(whole ? [whole] : []), ...small]) {
      expect(headers.get('content-disposition')).toMatch(
        isPicture ? /^inline; [ -~]+$/ : /^attachment; [ -~]+$/,
      );
      expect(headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('set-cookie')).toBeNull();
    }
    const given = Buffer.from((await whole?.arrayBuffer()) ?? new ArrayBuffer());
    // A picture is another one byte for byte; what is only kept is what was sent.
    expect(given.equals(bytes)).toBe(!isPicture);
    expect(given.includes(canary ?? 'what stands nowhere')).toBe(false);
  },
  60_000,
);

test('R14 while the largest pictures come, the relay goes on answering everybody else', async () => {
  const colleague = await agent(relay);
  const { conversation } = await sender.say('Are you there?');
  const large = Uint8Array.from(png(7_000, 7_000));
  const memory = process.memoryUsage.rss();
  const coming = Promise.all(
    [1, 2, 3].map((each) => upload(relay, { secret: sender.token, bytes: large, name: `${each}.png` })),
  );
  const done = new AbortController();
  void coming.finally(() => done.abort());
  let answered = 0;
  while (!done.signal.aborted) {
    await colleague.reply(conversation, `Answer ${answered}`);
    answered += 1;
  }
  expect((await coming).map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(answered).toBeGreaterThan(3);
  // Decoded, each has 49 million pixels: they were never in this process.
  expect(process.memoryUsage.rss() - memory).toBeLessThan(150 * 1_048_576);
  colleague.close();
}, 120_000);

test('R48 sent without saying how much is coming, it is measured as it comes, and cut off', async () => {
  const status = await new Promise<number>((resolve, reject) => {
    const sending = request(
      `${relay.url}/v1/uploads?nonce=${freshNonce()}`,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${sender.token}`,
          'shopbell-shop': relay.shop,
          'transfer-encoding': 'chunked',
        },
      },
      (response) => {
        resolve(response.statusCode ?? 0);
        sending.destroy();
      },
    );
    sending.on('error', reject);
    const piece = Buffer.alloc(262_144, 0x61);
    const more = (): void => {
      if (!sending.destroyed) sending.write(piece, () => setImmediate(more));
    };
    more();
  });
  expect(status).toBe(413);
});

test('R48 nothing is left of what was refused, neither here nor where files come in', async () => {
  const folder = join(new URL(relay.database).pathname, '..', 'files');
  const incoming = readdirSync(join(folder, 'incoming'), { recursive: true, encoding: 'utf8' });
  expect(incoming.filter((name) => /upload-/.test(name))).toEqual([]);
  expect(readdirSync(tmpdir()).filter((name) => /shopbell-incoming/.test(name))).toEqual([]);
});

test('R50 an address says who reads, and nobody can make one: other keys, other files, other versions', async () => {
  const file = await sendFile(relay, { secret: sender.token });
  const other = await sendFile(relay, { secret: sender.token, bytes: 'another' });
  const { url } = (await sender.call('file:link', { file })) as { url: string };
  expect(url).not.toContain(sender.token);
  const [, , id = '', sealed = ''] = url.split('/');
  const statusOf = async (path: string): Promise<number> => (await fetch(`${relay.url}${path}`)).status;
  expect(await statusOf(url)).toBe(200);
  for (const forged of [
    `/files/${other}/${sealed}`,
    `/files/${id}/${sealed.slice(0, -4)}AAAA`,
    `/files/${id}/${'A'.repeat(sealed.length)}`,
    `/files/${id}`,
    `/files/${id}/${sealed}/`,
    `/files/%2e%2e/${id}/${sealed}`,
    `/files/${id}%00/${sealed}`,
  ])
    expect([forged, await statusOf(forged)]).toEqual([forged, 404]);
});
