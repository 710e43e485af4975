import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFolder } from './folder.ts';

const temporary = async () => {
  const root = await mkdtemp(join(tmpdir(), 'shopbell-folder-'));
  await mkdir(join(root, 'build', 'assets'), { recursive: true });
  await writeFile(join(root, 'secret.txt'), 'secret');
  await writeFile(join(root, 'build', 'index.html'), '<p>hello</p>');
  await writeFile(join(root, 'build', 'assets', 'index-B1c2D3e4.js'), 'x'.repeat(2_000));
  return {
    build: join(root, 'build'),
    root,
    [Symbol.asyncDispose]: () => rm(root, { recursive: true }),
  };
};

test('files are found by their path, with type, ETag and compressed forms', async () => {
  await using at = await temporary();
  const folder = openFolder(at.build);
  const script = await folder.file('assets/index-B1c2D3e4.js');
  expect(script).toMatchObject({ type: 'text/javascript; charset=utf-8', immutable: true });
  expect(script!.gzip!.byteLength).toBeLessThan(200);
  expect(script!.brotli!.byteLength).toBeLessThan(200);
  expect(await folder.file('index.html')).toMatchObject({
    type: 'text/html; charset=utf-8',
    immutable: false,
  });
});

test('who asks while the folder is still being read gets what is there', async () => {
  await using at = await temporary();
  const folder = openFolder(at.build);
  const files = await Promise.all([folder.file('index.html'), folder.file('assets/index-B1c2D3e4.js')]);
  expect(files).not.toContain(null);
});

test.each([
  '../secret.txt',
  'assets/../../secret.txt',
  '/etc/passwd',
  '%2e%2e/secret.txt',
  '..\\secret.txt',
  'index.html\0.txt',
  '',
  'assets',
  'constructor',
])('no path leads outside: %j', async (path) => {
  await using at = await temporary();
  expect(await openFolder(at.build).file(path)).toBeNull();
});

test('links in the folder are not followed', async () => {
  await using at = await temporary();
  await symlink(join(at.root, 'secret.txt'), join(at.build, 'linked.txt'));
  await symlink(at.root, join(at.build, 'up'));
  const folder = openFolder(at.build);
  expect(await folder.file('linked.txt')).toBeNull();
  expect(await folder.file('up/secret.txt')).toBeNull();
});

test('a file that was built anew is served anew', async () => {
  await using at = await temporary();
  const folder = openFolder(at.build);
  const before = await folder.file('index.html');
  await writeFile(join(at.build, 'index.html'), '<p>hello again</p>');
  const after = await folder.file('index.html');
  expect(after!.body.toString()).toBe('<p>hello again</p>');
  expect(after!.etag).not.toBe(before!.etag);
});

test('a folder that is not there has no files, and throws nothing', async () => {
  expect(await openFolder('/nowhere/at/all').file('index.html')).toBeNull();
});

test('a name that merely looks long is not taken for a hash', async () => {
  await using at = await temporary();
  await writeFile(join(at.build, 'shopbell-launcher.js'), '1');
  expect((await openFolder(at.build).file('shopbell-launcher.js'))!.immutable).toBe(false);
});

test('several files asked for at once are all found, though nobody has looked there yet', async () => {
  await using at = await temporary();
  const folder = openFolder(at.build);
  const found = await Promise.all([
    folder.file('assets/index-B1c2D3e4.js'),
    folder.file('index.html'),
    folder.file('nowhere.css'),
  ]);
  expect(found.map((file) => file !== null)).toEqual([true, true, false]);
});
