import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCommandLine } from '../../test/command-line.ts';
import { loadCodeSender } from './code-sender.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shopbell-sender-'));
});
afterAll(() => rm(folder, { recursive: true }));

const module = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};
const message = {
  shop: 'demo',
  to: 'ada@example.com',
  code: '012345',
  locale: 'en',
  expiresAt: 1,
  subject: 'Your code',
  text: '012345',
  html: '<p>012345</p>',
};

test('what sends codes is the default export of a module', async () => {
  const path = await module(
    'sender.mjs',
    'export const sent = []; export default async (message) => void sent.push(message);',
  );
  const { sendCode, sendMail } = await loadCodeSender(path);
  await sendCode(message);
  expect(sendMail).toBeUndefined();
  const { sent } = (await import(path)) as { sent: object[] };
  expect(sent).toEqual([message]);
});

test('what sends transcripts is `sendMail` beside it', async () => {
  const path = await module(
    'both.mjs',
    'export default async () => {}; export const sendMail = async () => {};',
  );
  expect((await loadCodeSender(path)).sendMail).toBeTypeOf('function');
});

test.each([
  [
    'exports a sendMail',
    'export default () => {}; export const sendMail = 12',
    'sendMail that is no function',
  ],
  ['throws', 'throw new Error("no mail server")', 'cannot be loaded (no mail server)'],
  ['exports something else', 'export default 12', 'no function as its default export'],
])('a relay does not start with a module that %s, and says what is wanted', async (what, text, why) => {
  const path = await module(`${what.replaceAll(' ', '-')}.mjs`, text);
  await using line = await openCommandLine();
  const { code, err } = await line.run('serve', '--code-sender', path);
  expect(code).toBe(2);
  expect(err).toContain(why);
  expect(err).toContain('SHOPBELL_CODE_SENDER');
});

test('a relay does not start with a module that is not there', async () => {
  await using line = await openCommandLine();
  const { code, err } = await line.run('serve', '--code-sender', join(folder, 'nowhere.mjs'));
  expect([code, err]).toEqual([2, expect.stringContaining('cannot be loaded')]);
});
