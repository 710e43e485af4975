import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { spawnRelay, temporaryFolder } from '@shopbell-test/kit';
import { expect, test } from 'vitest';

/** A module that alters the server’s source as it is loaded: the pragma says something else, or is gone. */
const alteration = (folder: string, replacement: string): string => {
  const file = join(folder, 'alter.mjs');
  writeFileSync(
    file,
    `import { registerHooks } from 'node:module';
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.includes('/packages/server/src/store/')) return loaded;
    const source = String(loaded.source);
    const altered = source.replaceAll(/PRAGMA synchronous\\s*=\\s*\\w+;?/gi, ${JSON.stringify(replacement)});
    if (altered !== source) console.error('altered the pragma');
    return { ...loaded, source: altered };
  },
});
`,
  );
  return pathToFileURL(file).href;
};

test.each([
  ['weakened to NORMAL', 'PRAGMA synchronous=NORMAL;'],
  ['switched off', 'PRAGMA synchronous=OFF;'],
  ['taken out', ''],
])('R1: a relay whose durability pragma is %s does not start, and says why', async (_, replacement) => {
  using folder = temporaryFolder();
  const starting = spawnRelay({ nodeArgs: ['--import', alteration(folder.path, replacement)] });
  const failure = await starting.then(
    async (relay) => {
      await relay[Symbol.asyncDispose]();
      return 'it started';
    },
    (error: Error) => error.message,
  );
  expect(failure).toContain('altered the pragma');
  expect(failure).toMatch(/durab|synchronous/i);
});
