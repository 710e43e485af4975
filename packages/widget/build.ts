/** Builds the loader, the panel and the module, and says what they weigh: `node --conditions=source build.ts`. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';

const here = import.meta.dirname;
const conditions = ['source', 'module', 'browser', 'import', 'default'];

type Bundle = { code: string; css: string };

const bundle = async (entry: string, format: 'es' | 'iife'): Promise<Bundle> => {
  const result = (await build({
    root: here,
    configFile: false,
    logLevel: 'warn',
    resolve: { conditions, alias: { 'socket.io-client': `${here}/src/socket/socket-io.ts` } },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: ['chrome123', 'firefox128', 'safari17.5'],
      cssTarget: ['chrome123', 'firefox128', 'safari17.5'],
      minify: true,
      lib: { entry, formats: [format], name: 'shopbell', fileName: 'out', cssFileName: 'out' },
      // Library builds keep white space otherwise: this one ships as it is.
      rolldownOptions: { output: { minify: true, comments: false } },
    },
  })) as Rolldown.RolldownOutput[];
  const output = result.flatMap((each) => each.output);
  const text = (part: (typeof output)[number]): string =>
    part.type === 'chunk' ? part.code : String(part.source);
  const of = (end: string): string =>
    output
      .filter((part) => part.fileName.endsWith(end))
      .map(text)
      .join('');
  return { code: of('js').trim(), css: of('.css').trim() };
};

/** One document, everything inline: one request, and a policy that names the two blocks by their hashes. */
const panelDocument = async ({ code, css }: Bundle): Promise<string> => {
  const shell = await readFile(`${here}/src/panel/panel.html`, 'utf8');
  const script = code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  return shell
    .replace(/<style>.*?<\/style>/s, () => `<style>${css}</style>`)
    .replace(/<script type="module">.*?<\/script>/s, () => `<script type="module">${script}</script>`);
};

const write = async (name: string, content: string): Promise<void> => {
  await writeFile(`${here}/dist/${name}`, content);
  const bytes = gzipSync(content, { level: 9 }).length;
  console.log(`${name.padEnd(14)} ${String(bytes).padStart(6)} bytes gzip, ${content.length} before`);
};

await rm(`${here}/dist`, { recursive: true, force: true });
await mkdir(`${here}/dist`, { recursive: true });
const only = process.argv[2];
if (only !== 'panel') {
  await write('shopbell.js', (await bundle('src/loader/main.ts', 'iife')).code);
  await write('chat.js', (await bundle('src/chat/chat.ts', 'es')).code);
  await write('index.js', (await bundle('src/index.ts', 'es')).code);
}
if (only !== 'loader')
  await write('panel.html', await panelDocument(await bundle('src/panel/main.tsx', 'es')));
