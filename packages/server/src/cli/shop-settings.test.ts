import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCommandLine } from '../../test/command-line.ts';

const folderOf = async (files: Record<string, string>) => {
  const folder = await mkdtemp(join(tmpdir(), 'shopbell-service-'));
  await mkdir(join(folder, 'de'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
};

test('settings are shown, set from a file, and refused with the field that is wrong', async () => {
  await using line = await openCommandLine();
  await using files = await folderOf({
    'good.json': '{"rating":{"scale":5},"hours":{"timeZone":"Europe/Berlin","week":[[],[],[],[],[],[],[]]}}',
    'bad.json': '{"rating":{"scale":7}}',
    'broken.json': '{',
  });
  await line.run('shop', 'add', 'demo');
  const set = (file: string) => line.run('shop', 'settings', 'demo', '--from', join(files.folder, file));
  expect(await set('good.json')).toMatchObject({
    code: 0,
    out: 'The settings of “demo” are saved (version 1).\n',
  });
  const { out } = await line.run('shop', 'settings', 'demo', '--json');
  expect(JSON.parse(out)).toMatchObject({ version: 1, settings: { rating: { scale: 5 } } });
  expect(await set('bad.json')).toMatchObject({
    code: 2,
    err: expect.stringContaining('rating.scale') as string,
  });
  expect(await set('broken.json')).toMatchObject({ code: 2 });
  expect((await line.run('shop', 'settings', 'nowhere')).err).toContain('no shop “nowhere”');
});

test('articles come from Markdown and HTML files, in the language of their name or folder', async () => {
  await using line = await openCommandLine();
  await using files = await folderOf({
    'Returns & refunds.md': '# How to *return*\n\nWithin **30** days.',
    'delivery.fr.md': 'Bientôt.',
    'de/returns-refunds.html': '<html><body><h1>Rückgabe</h1><p>Bald.</p></body></html>',
    'notes.txt': 'no article',
  });
  await line.run('shop', 'add', 'demo');
  const imported = await line.run('article', 'import', files.folder, '--json');
  expect(JSON.parse(imported.out)).toEqual({
    articles: [
      { id: 'returns-refunds', language: 'en', title: 'How to return' },
      { id: 'returns-refunds', language: 'de', title: 'Rückgabe' },
      { id: 'delivery', language: 'fr', title: 'delivery' },
    ],
  });
  expect((await line.run('article', 'list')).out).toContain('Rückgabe');
  expect(await line.run('article', 'remove', 'delivery')).toMatchObject({ code: 0 });
  const { articles } = JSON.parse((await line.run('article', 'list', '--json')).out) as {
    articles: object[];
  };
  expect(articles).toHaveLength(2);
});
