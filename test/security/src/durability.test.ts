import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { shopper, spawnRelay, temporaryFolder } from '@shopbell-test/kit';
import { describe, expect, test } from 'vitest';

/** A module that alters the store’s source as it is loaded: one text for another, and says that it did. */
const alteration = (folder: string, [text, replacement]: readonly [string, string]): string => {
  const file = join(folder, 'alter.mjs');
  writeFileSync(
    file,
    `import { registerHooks } from 'node:module';
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.includes('/packages/server/src/store/sqlite/connection.')) return loaded;
    const altered = String(loaded.source).replace(${JSON.stringify(text)}, ${JSON.stringify(replacement)});
    if (altered !== String(loaded.source)) console.error('altered the pragmas');
    return { ...loaded, source: altered };
  },
});
`,
  );
  return pathToFileURL(file).href;
};

/** A build of SQLite that does not sync unless it is told to: what is set first, the pragmas after it may correct. */
const begin = 'pragmas = [';
const lazyDefault = `${begin} 'synchronous = OFF',`;

const spawnAltered = async (alter: readonly [string, string]) => {
  using folder = temporaryFolder();
  return await spawnRelay({ nodeArgs: ['--import', alteration(folder.path, alter)] });
};

describe('R1: durability does not hang on a default', () => {
  test('a relay on a SQLite that would not sync sets the pragma itself, and stores', async () => {
    await using relay = await spawnAltered([begin, lazyDefault]);
    expect(relay.said()).toContain('altered the pragmas');
    await using peer = await shopper(relay);
    expect(await peer.say('Is it on the disk?')).toMatchObject({ seq: 2 });
  });

  test.each(['NORMAL', 'OFF'])('a relay whose pragma says %s does not start, and says why', async (value) => {
    const failure = await spawnAltered(["'synchronous = FULL'", `'synchronous = ${value}'`]).then(
      async (relay) => {
        await relay[Symbol.asyncDispose]();
        return 'it started';
      },
      (error: Error) => error.message,
    );
    expect(failure).toContain('altered the pragmas');
    expect(failure).toContain('would not be durable');
  });
});
