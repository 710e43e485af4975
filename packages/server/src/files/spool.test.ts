import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { spool } from './spool.ts';

const folder = mkdtempSync(join(tmpdir(), 'shopbell-spool-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'sent');

test('R48 what comes is written as it comes, and counted and hashed', async () => {
  const bytes = randomBytes(300_000);
  const pieces = Array.from({ length: 30 }, (_, index) =>
    bytes.subarray(index * 10_000, (index + 1) * 10_000),
  );
  const spooled = await spool(Readable.from(pieces, { objectMode: false }), { path, maxBytes: 300_000 });
  expect(spooled).toEqual({ bytes: 300_000, sha256: createHash('sha256').update(bytes).digest('hex') });
  expect(readFileSync(path).equals(bytes)).toBe(true);
});

test('R48 one byte too many is refused when it comes; what is left is not torn off the sender', async () => {
  const source = new PassThrough();
  source.write(Buffer.alloc(1_000));
  const spooled = spool(source, { path, maxBytes: 999 });
  await expect(spooled).rejects.toMatchObject({ code: 'too_large' });
  expect(source.destroyed).toBe(false);
  expect(statSync(path).size).toBe(0);
});

test('R48 a sender who hangs up, stalls or never ends is told that nothing was kept', async () => {
  const hungUp = new PassThrough();
  const broken = spool(hungUp, { path, maxBytes: 99 }).catch((error: unknown) => error);
  hungUp.write('half');
  hungUp.destroy();
  expect(await broken).toMatchObject({ code: 'disconnected' });
  const silent = new PassThrough();
  await expect(spool(silent, { path, maxBytes: 99, stallMs: 20 })).rejects.toMatchObject({
    code: 'disconnected',
  });
  const endless = new Readable({
    read() {
      setTimeout(() => this.push('x'), 5);
    },
  });
  await expect(spool(endless, { path, maxBytes: 1_000_000, maxMs: 60 })).rejects.toMatchObject({
    code: 'disconnected',
  });
});
