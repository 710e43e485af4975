/** Builds the loader, the panel and the module, and says what they weigh: `node --conditions=source build.ts`. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildPanel } from './build-panel.ts';
import { bundleParts } from './build-way.ts';

const here = import.meta.dirname;

const script = async (entry: string, format: 'es' | 'iife'): Promise<string> => {
  const parts = await bundleParts({ entry, format });
  return parts
    .flatMap((part) => (part.type === 'chunk' ? [part.code] : []))
    .join('')
    .trim();
};

const write = async (name: string, content: string): Promise<void> => {
  await mkdir(dirname(`${here}/dist/${name}`), { recursive: true });
  await writeFile(`${here}/dist/${name}`, content);
  const bytes = gzipSync(content, { level: 9 }).length;
  if (!name.endsWith('.json'))
    console.log(`${name.padEnd(26)} ${String(bytes).padStart(6)} bytes gzip, ${content.length} before`);
};

await rm(`${here}/dist`, { recursive: true, force: true });
const only = process.argv[2];
if (only !== 'panel') {
  await write('shopbell.js', await script('src/loader/main.ts', 'iife'));
  await write('chat.js', await script('src/chat/chat.ts', 'es'));
  await write('index.js', await script('src/index.ts', 'es'));
}
if (only !== 'loader') for (const [name, content] of await buildPanel()) await write(name, content);
