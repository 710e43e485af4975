import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import type { Examination } from './examination.ts';
import { createExaminer, type ExaminerOptions } from './examiner.ts';

const folder = mkdtempSync(join(tmpdir(), 'shopbell-examiner-'));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;
const job = (bytes: Buffer | string): Examination => {
  count += 1;
  const own = join(folder, String(count));
  mkdirSync(own);
  writeFileSync(join(own, 'sent'), bytes);
  const [path, whole, small] = [join(own, 'sent'), join(own, 'whole'), join(own, 'small')];
  return { path, types: ['image/png', 'image/jpeg', 'text/plain'], whole, small };
};
const open = (options: Partial<ExaminerOptions> = {}) => {
  const examiner = createExaminer({ folder, ...options });
  return { ...examiner, [Symbol.asyncDispose]: examiner.close };
};
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#8a5a00' } });

test('R49 a picture is made anew: turned as it was taken, without its places, in two sizes', async () => {
  await using examiner = open();
  const taken = await picture(900, 600)
    .withExif({ IFD0: { Copyright: 'CANARY' }, IFD3: { GPSLatitudeRef: 'N' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  expect(taken.includes('CANARY')).toBe(true);
  const asked = job(taken);
  expect(await examiner.examine(asked)).toEqual({
    ok: true,
    found: { type: 'image/jpeg', picture: { type: 'image/jpeg', width: 600, height: 900 } },
  });
  const [whole, small] = [await sharp(asked.whole).metadata(), await sharp(asked.small).metadata()];
  expect(whole).toMatchObject({ format: 'jpeg', width: 600, height: 900 });
  expect(whole.exif).toBeUndefined();
  expect(small).toMatchObject({ format: 'webp', width: 320, height: 480 });
  expect((await sharp(asked.whole).toBuffer()).includes('CANARY')).toBe(false);
});

test('R49 what is larger than its bound is kept smaller, what is small stays as it is', async () => {
  await using examiner = open();
  const examined = await Promise.all([
    examiner.examine(job(await picture(6_000, 30).png().toBuffer())),
    examiner.examine(job(await picture(40, 30).png().toBuffer())),
  ]);
  expect(examined).toEqual([
    { ok: true, found: { type: 'image/png', picture: { type: 'image/png', width: 4_096, height: 20 } } },
    { ok: true, found: { type: 'image/png', picture: { type: 'image/png', width: 40, height: 30 } } },
  ]);
});

test('one that takes too long is given up, its process ended, and the next one goes on in another', async () => {
  await using examiner = open({ timeoutMs: 1 });
  const slow = await examiner.examine(job(await picture(3_000, 3_000).png().toBuffer()));
  expect(slow).toEqual({ ok: false, rejected: 'unreadable' });
  await using patient = open();
  expect(await patient.examine(job('words'))).toEqual({ ok: true, found: { type: 'text/plain' } });
});

test('more than may wait are told to come again', async () => {
  await using examiner = open({ waitingMax: 2 });
  const jobs = Array.from({ length: 4 }, () => examiner.examine(job('words')));
  const settled = await Promise.allSettled(jobs);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected']);
  expect(settled[2]).toMatchObject({ reason: { code: 'unavailable', details: { retryAfterMs: 5_000 } } });
});

test('a closed one takes nothing more', async () => {
  const examiner = open();
  await examiner.close();
  await expect(examiner.examine(job('words'))).rejects.toMatchObject({ code: 'unavailable' });
});
