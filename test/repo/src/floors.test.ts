import { readFileSync, realpathSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { root } from './workspace.ts';

/** Below these, published holes are open. A path leads from a package of ours through its dependencies. */
const floors: [path: string[], floor: string][] = [
  [['packages/server', 'socket.io'], '4.8.4'],
  [['packages/server', 'socket.io', 'engine.io'], '6.6.12'],
  [['packages/server', 'socket.io', 'engine.io', 'ws'], '8.21.1'],
  [['packages/server', 'socket.io', 'socket.io-parser'], '4.2.7'],
  [['packages/server', 'ws'], '8.21.1'],
  [['packages/client', 'socket.io-client'], '4.8.4'],
  [['packages/client', 'socket.io-client', 'socket.io-parser'], '4.2.7'],
  [['packages/client', 'socket.io-client', 'engine.io-client', 'ws'], '8.21.1'],
  [['packages/widget', 'preact'], '10.28.2'],
  [['packages/desk', 'preact'], '10.28.2'],
];

const installed = ([folder = '', ...names]: readonly string[]): string => {
  let manifest: string | undefined = join(root, folder, 'package.json');
  for (const name of names) {
    manifest = findPackageJSON(name, pathToFileURL(realpathSync(manifest ?? '')));
  }
  return (JSON.parse(readFileSync(manifest ?? '', 'utf8')) as { version: string }).version;
};

const isAtLeast = (version: string, floor: string): boolean =>
  version.localeCompare(floor, 'en', { numeric: true }) >= 0;

test.each(floors)('%s is at least %s', (path, floor) => {
  const version = installed(path);
  expect(isAtLeast(version, floor), `installed: ${version}`).toBe(true);
});

test('SQLite is at least 3.51.3', () => {
  expect(isAtLeast(process.versions['sqlite'] ?? '0', '3.51.3')).toBe(true);
});

test('a version below the floor is seen', () => {
  expect(isAtLeast('8.9.1', '8.21.1')).toBe(false);
  expect(isAtLeast('8.21.1', '8.21.1')).toBe(true);
});
