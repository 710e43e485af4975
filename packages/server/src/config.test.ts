import { ShopbellError } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const good = 'Qm9uZSBkcnkgcmlnaHQgaGVyZSwgMzIgYnl0ZXMh';

test('nothing set is a relay on this machine with its data in .shopbell', () => {
  expect(readConfig({}, {})).toEqual({
    port: 4701,
    host: '127.0.0.1',
    databaseUrl: 'file:.shopbell/shopbell.db',
    files: '.shopbell/files',
    trustedProxies: [],
    logLevel: 'info',
    unknown: [],
  });
});

test('flags win over the environment, SHOPBELL_PORT over PORT', () => {
  expect(readConfig({}, { PORT: '80' }).port).toBe(80);
  expect(readConfig({}, { PORT: '80', SHOPBELL_PORT: '81' }).port).toBe(81);
  expect(readConfig({ SHOPBELL_PORT: '82' }, { PORT: '80', SHOPBELL_PORT: '81' }).port).toBe(82);
});

test('a shop is read with its origins and secret', () => {
  const { shop } = readConfig(
    {},
    {
      SHOPBELL_SHOP: 'demo',
      SHOPBELL_ORIGINS: 'http://localhost:4700, https://shop.example.com',
      SHOPBELL_SIGN_IN_SECRET: good,
    },
  );
  expect(shop).toEqual({
    id: 'demo',
    name: 'demo',
    origins: ['http://localhost:4700', 'https://shop.example.com'],
    signInSecret: good,
  });
});

test.each([
  ['SHOPBELL_PORT', '65536', 'a number from 0 to 65535'],
  ['SHOPBELL_PORT', 'http', 'a number from 0 to 65535'],
  ['SHOPBELL_HOST', 'a b', 'an address or a host name'],
  ['SHOPBELL_URL', 'https://chat.example.com/path', 'without a path'],
  ['SHOPBELL_URL', 'javascript:alert(1)', 'http(s) origin'],
  ['SHOPBELL_SHOP', 'My Shop', 'lower-case letters'],
  ['LOG_LEVEL', 'loud', 'one of silent, fatal'],
  ['SHOPBELL_TRUSTED_PROXIES', '10.0.0.0/33', 'addresses or ranges'],
])('a wrong %s of %j is named with what is wanted', (name, value, wanted) => {
  const read = () => readConfig({}, { [name]: value });
  expect(read).toThrow(ShopbellError);
  expect(read).toThrow(name);
  expect(read).toThrow(JSON.stringify(value));
  expect(read).toThrow(wanted);
});

test('every wrong value is named at once', () => {
  expect(() => readConfig({}, { SHOPBELL_PORT: 'x', LOG_LEVEL: 'y' })).toThrow(
    /SHOPBELL_PORT[\s\S]*LOG_LEVEL/,
  );
});

test('a database of another kind is refused with what is wanted, without repeating its password', () => {
  const read = () => readConfig({}, { DATABASE_URL: 'mysql://me:hunter2@db/shop' });
  expect(read).toThrow('file:<path> or postgres://');
  expect(read).not.toThrow('hunter2');
  const url = 'postgres://me:hunter2@db/shop';
  expect(readConfig({}, { DATABASE_URL: url }).databaseUrl).toBe(url);
});

test.each([
  'tiny1',
  'change-me-change-me-change-me-change-me',
  'a'.repeat(40),
  'your-secret-here-0123456789-abcdefgh',
])('the secret %j is refused and not repeated', (secret) => {
  const read = () => readConfig({}, { SHOPBELL_SHOP: 'demo', SHOPBELL_SIGN_IN_SECRET: secret });
  expect(read).toThrow('openssl rand');
  expect(read).not.toThrow(secret);
});

test('settings of a shop without the shop are refused', () => {
  expect(() => readConfig({}, { SHOPBELL_ORIGINS: 'https://shop.example.com' })).toThrow(
    'SHOPBELL_SHOP is missing',
  );
});

test('misspelt variables are told', () => {
  expect(readConfig({}, { SHOPBELL_ORIGIN: 'x', HOME: '/root' }).unknown).toEqual(['SHOPBELL_ORIGIN']);
});

test('what sends codes is a file, and how long a proof counts is read in minutes', () => {
  expect(
    readConfig({}, { SHOPBELL_CODE_SENDER: '/srv/sender.ts', SHOPBELL_PROOF_MINUTES: '5' }),
  ).toMatchObject({ codeSender: '/srv/sender.ts', identityFreshMs: 300_000 });
  expect(readConfig({}, { SHOPBELL_CODE_SENDER: 'sender.ts' }).codeSender).toBe(`${process.cwd()}/sender.ts`);
  for (const wrong of ['0', '1441', 'soon'])
    expect(() => readConfig({}, { SHOPBELL_PROOF_MINUTES: wrong })).toThrow(/1 to 1440/);
});
