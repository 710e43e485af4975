/** Builds the loader, the panel and the module, and says what they weigh: `node --conditions=source build.ts`. */
import { createHash } from 'node:crypto';
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

const integrityOf = (content: string): string =>
  `sha384-${createHash('sha384').update(content).digest('base64')}`;
/** A name that carries a hash of the content, in letters of one size: never the same for another content. */
const pinned = (name: string, content: string): string =>
  `${name}-${createHash('sha256').update(content).digest('hex').slice(0, 8).toUpperCase()}.js`;

/** The loader under a name of its own for this very content, which takes its second half from such a name, too. */
const writePinned = async (chat: string): Promise<void> => {
  const chatFile = pinned('chat', chat);
  const template = await script('src/loader/pinned.ts', 'iife');
  const loader = template
    .replaceAll('%CHAT_FILE%', chatFile)
    .replaceAll('%CHAT_INTEGRITY%', integrityOf(chat));
  const file = pinned('shopbell', loader);
  await write(chatFile, chat);
  await write(file, loader);
  const integrity = { [file]: integrityOf(loader), [chatFile]: integrityOf(chat) };
  await write('integrity.json', `${JSON.stringify(integrity, null, 2)}\n`);
  console.log(`\nPinned: <script async src="…/widget/${file}" integrity="${integrity[file]}" crossorigin …>`);
};

await rm(`${here}/dist`, { recursive: true, force: true });
const only = process.argv[2];
if (only !== 'panel') {
  await write('shopbell.js', await script('src/loader/main.ts', 'iife'));
  const chat = await script('src/chat/chat.ts', 'es');
  await write('chat.js', chat);
  await write('greeter.js', await script('src/greet/greeter.ts', 'es'));
  await writePinned(chat);
  await write('index.js', await script('src/index.ts', 'es'));
}
if (only !== 'loader') for (const [name, content] of await buildPanel()) await write(name, content);
