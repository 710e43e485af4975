import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import { openCommandLine } from '../../test/command-line.ts';
import { addShop, begin } from '../../test/store-contract/ground.ts';
import { openSqliteStore } from '../store/sqlite/open.ts';

vi.setConfig({ testTimeout: 60_000 });

const secret = 'Qm9uZSBkcnkgcmlnaHQgaGVyZSwgMzIgYnl0ZXMh';

test('--help shows examples, the environment and the exit codes', async () => {
  await using line = await openCommandLine();
  const { code, out } = await line.run('--help');
  expect(code).toBe(0);
  for (const text of [
    'shopbell serve',
    'SHOPBELL_DATA',
    'SHOPBELL_SIGN_IN_SECRET',
    'Exit codes',
    'key create',
  ])
    expect(out).toContain(text);
});

test('--version is the package’s', async () => {
  await using line = await openCommandLine();
  expect((await line.process('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('nothing, an unknown command and an unknown flag are wrong usage', async () => {
  await using line = await openCommandLine();
  expect((await line.run()).code).toBe(2);
  expect((await line.run('rings')).code).toBe(2);
  const flag = await line.run('serve', '--prot', '1');
  expect(flag.code).toBe(2);
  expect(flag.err).toContain('--port');
});

test('a shop, an agent with a desk link, and a key are made, listed and revoked', async () => {
  await using line = await openCommandLine();
  const shop = await line.run('shop', 'add', 'demo', '--name', 'Demo', '--origin', 'https://demo.example');
  expect(shop.out).toContain('Shop “Demo” (demo) added');
  expect((await line.run('shop', 'list')).out).toMatch(
    /ID +NAME +ORIGINS[^]*demo +Demo +https:\/\/demo\.example/,
  );

  const added = await line.run('agent', 'add', '--name', 'Ada', '--url', 'https://chat.example', '--json');
  const { agent, link } = JSON.parse(added.out) as { agent: { id: string }; link: string };
  expect(link).toMatch(/^https:\/\/chat\.example\/desk#code=sbc_[\w-]{43}$/);
  const again = await line.run('agent', 'link', agent.id);
  expect(again.out).toMatch(/http:\/\/127\.0\.0\.1:4701\/desk#code=sbc_/);

  const created = await line.run('key', 'create', '--name', 'Helper', '--expires', '90d', '--json');
  const key = JSON.parse(created.out) as { id: string; key: string; scopes: string[] };
  expect(key.key).toMatch(/^sbk_[\w-]{43}$/);
  expect(key.scopes).toEqual(['read', 'reply', 'action:*']);
  expect((await line.run('agent', 'list')).out).toMatch(/Ada +agent[^]*Helper +bot/);

  const revoked = await line.run('key', 'revoke', key.id);
  expect(revoked).toMatchObject({ code: 0 });
  const listed = await line.run('key', 'list', '--json');
  expect(listed.out).not.toContain(key.key);
  const { keys } = JSON.parse(listed.out) as { keys: { id: string; revokedAt: number | null }[] };
  expect(keys.find(({ id }) => id === key.id)!.revokedAt).toBeGreaterThan(0);
  expect((await line.run('key', 'revoke', key.id)).code).toBe(1);
});

test('a key for somebody who is there adds nobody, and a refused one leaves nobody behind', async () => {
  await using line = await openCommandLine();
  await line.run('shop', 'add', 'demo');
  const { agent } = JSON.parse((await line.run('agent', 'add', '--name', 'Ada', '--json')).out) as {
    agent: { id: string };
  };
  await line.run('key', 'create', '--name', 'script', '--agent', agent.id);
  expect((await line.run('key', 'create', '--name', 'x', '--scope', 'admin')).code).toBe(2);
  const { agents } = JSON.parse((await line.run('agent', 'list', '--json')).out) as { agents: object[] };
  expect(agents).toHaveLength(1);
});

test.each([
  [['shop', 'add', 'My Shop'], 'lower-case letters'],
  [['shop', 'add', 'demo', '--origin', 'demo.example'], 'http(s) origins'],
  [['agent', 'add', '--name', 'Ada', '--role', 'boss'], 'must be one of agent, trainee'],
  [['key', 'create', '--name', 'x', '--scope', 'everything'], 'action:<name>'],
  [['key', 'create', '--name', 'x', '--expires', 'soon'], '12h, 90d or 4w'],
  [['serve', '--port', '70000'], 'SHOPBELL_PORT is "70000"'],
  [['serve', '--database', 'mysql://me:hunter2@db/shop'], 'postgres://user:password@host:port/database'],
])('%j is wrong usage, and the message says what is wanted', async (commandLine, wanted) => {
  await using line = await openCommandLine();
  if (!commandLine.includes('My Shop')) await line.run('shop', 'add', 'one');
  const { code, err } = await line.run(...commandLine);
  expect(code).toBe(2);
  expect(err).toContain(wanted);
  expect(err).not.toContain('hunter2');
});

test('what is not there is refused with what to do', async () => {
  await using line = await openCommandLine();
  const none = await line.run('agent', 'add', '--name', 'Ada');
  expect(none).toMatchObject({ code: 1 });
  expect(none.err).toContain('shopbell shop add');
  await line.run('shop', 'add', 'one');
  await line.run('shop', 'add', 'two');
  expect((await line.run('agent', 'add', '--name', 'Ada')).err).toContain('--shop (one, two)');
});

test('a secret in the environment becomes that of the shop that is added, and is in nobody’s way after', async () => {
  await using line = await openCommandLine({ SHOPBELL_SIGN_IN_SECRET: secret });
  expect((await line.run('shop', 'add', 'demo')).code).toBe(0);
  expect((await line.run('shop', 'list')).out).toMatch(/demo.*default/);
  expect((await line.run('agent', 'add', '--name', 'Ada')).code).toBe(0);
});

test('an example secret stops the start', async () => {
  await using line = await openCommandLine({
    SHOPBELL_SHOP: 'demo',
    SHOPBELL_SIGN_IN_SECRET: 'change-me-change-me-change-me-change-me',
  });
  const { code, err } = await line.process('serve', '--port', '0');
  expect(code).toBe(2);
  expect(err).toContain('is an example out of a document');
  expect(err).toContain('openssl rand');
});

test('a folder that cannot be written to stops the start, for root too', async () => {
  await using line = await openCommandLine();
  await writeFile(join(line.folder, 'file'), '');
  for (const data of [join(line.folder, 'file', 'data'), '/proc/shopbell']) {
    const { code, err } = await line.run('serve', '--port', '0', '--data', data);
    expect(code).toBe(1);
    expect(err).toContain(data);
    expect(err).toMatch(/writable/);
  }
});

test('a second relay on the same file is refused, people and keys are not', async () => {
  await using line = await openCommandLine({ SHOPBELL_SHOP: 'demo', SHOPBELL_SIGN_IN_SECRET: secret });
  await line.serve();
  const second = await line.process('serve', '--port', '0');
  expect(second.code).toBe(1);
  expect(second.err).toContain('Another relay is writing');
  expect((await line.run('key', 'create', '--name', 'Helper')).code).toBe(0);
});

test('a taken port is refused with what to do', async () => {
  await using line = await openCommandLine();
  const { url } = await line.serve();
  const second = await line.run('serve', '--port', new URL(url).port, '--data', join(line.folder, 'other'));
  expect(second.code).toBe(1);
  expect(second.err).toContain('SHOPBELL_PORT');
});

test('verify finds nothing in a sound store, names an altered entry, and keeps heads to check against', async () => {
  await using line = await openCommandLine();
  const file = join(line.folder, 'data', 'shopbell.db');
  const store = await openSqliteStore({ file });
  await addShop(store, 'demo');
  const { id } = await begin(store);
  await store.close();
  const heads = join(line.folder, 'heads');
  expect(await line.run('verify', '--heads', heads)).toMatchObject({
    code: 0,
    out: 'All as it was written: 1 entry in 1 conversation.\n',
  });
  expect(await readFile(heads, 'utf8')).toMatch(new RegExp(`^${id} 1 [0-9a-f]{64}\n$`));
  expect(await line.run('verify', '--against', heads, '--json')).toMatchObject({ code: 0 });

  const database = new DatabaseSync(file);
  database.exec("UPDATE entries SET data = replace(data, 'hello', 'hullo')");
  database.close();
  const altered = await line.run('verify');
  expect(altered.code).toBe(1);
  expect(altered.err).toContain(`${id}, entry 1: its content`);
  const json = await line.run('verify', '--json');
  expect(JSON.parse(json.out)).toMatchObject({ entries: 1, findings: [{ conversation: id, seq: 1 }] });

  await writeFile(heads, 'nonsense\n');
  expect(await line.run('verify', '--against', heads)).toMatchObject({ code: 2 });
  expect(await line.run('verify', '--against', join(line.folder, 'none'))).toMatchObject({ code: 2 });
});
