import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { newId } from '../store/ids.ts';
import { bytesName } from './files.ts';
import { openFolderFiles } from './folder-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'shopbell-files-'));
afterAll(() => rmSync(folder, { recursive: true }));
const source = (content: string): string => {
  const path = join(folder, 'source');
  writeFileSync(path, content);
  return path;
};
const namesOf = async (files: ReturnType<typeof openFolderFiles>): Promise<string[]> => {
  const names: string[] = [];
  for await (const { name } of files.list()) names.push(name);
  return names.toSorted();
};

test('bytes are kept under their name, read, listed, and gone when they are removed, once or twice', async () => {
  const files = openFolderFiles(join(folder, 'one'));
  const id = newId('fil');
  expect(await namesOf(files)).toEqual([]);
  await files.put(bytesName(id), source('whole'));
  await files.put(bytesName(id, 'small'), source('small'));
  const read = await files.read(bytesName(id));
  expect(read?.bytes).toBe(5);
  expect(read && (await text(read.stream))).toBe('whole');
  expect(await namesOf(files)).toEqual([id, `${id}.small`].toSorted());
  for (const _ of [1, 2]) await files.remove(bytesName(id));
  expect(await files.read(bytesName(id))).toBeNull();
  expect(await namesOf(files)).toEqual([`${id}.small`]);
  expect(await files.hasRoom()).toBe(true);
});

test('no name leads out of the folder', async () => {
  const files = openFolderFiles(join(folder, 'two'));
  for (const name of ['../../x', 'fil_../../../../etc/passwd', '/etc/passwd', 'fil_abc\u0000defgh', ''])
    await expect(files.read(name)).rejects.toThrow('no name');
});

test('a folder that is not there has not been emptied: removing rejects', async () => {
  const files = openFolderFiles(join(folder, 'not-mounted'));
  await expect(files.remove(newId('fil'))).rejects.toThrow('ENOENT');
});

test('what broke off while it was copied is listed under its name, and removed with it', async () => {
  const id = newId('fil');
  const shard = join(folder, 'three', id.slice(4, 6));
  mkdirSync(shard, { recursive: true });
  writeFileSync(join(shard, `${id}.part`), 'half');
  const files = openFolderFiles(join(folder, 'three'));
  expect(await namesOf(files)).toEqual([id]);
  await files.remove(id);
  expect(existsSync(shard) && readdirSync(shard)).toEqual([]);
});
