/** Builds the loader, the panel and the module, and says what they weigh: `node --conditions=source build.ts`. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { build, type Alias, type Plugin, type Rolldown } from 'vite';

const here = import.meta.dirname;
const conditions = ['source', 'module', 'browser', 'import', 'default'];

type Bundle = { code: string; css: string };
type Way = { format: 'es' | 'iife'; alias?: Alias[]; plugins?: Plugin[] };

const bundle = async (entry: string, { format, alias = [], plugins = [] }: Way): Promise<Bundle> => {
  const result = (await build({
    root: here,
    configFile: false,
    logLevel: 'warn',
    plugins,
    resolve: {
      conditions,
      alias: [{ find: 'socket.io-client', replacement: `${here}/src/socket/socket-io.ts` }, ...alias],
    },
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

/** What the panel imports later works with the panel’s own Preact: two would not share their state. */
const lateWay: Way = {
  format: 'es',
  alias: [
    {
      find: /^preact(\/hooks|\/jsx-runtime)?$/,
      replacement: `${here}/src/late/lent-preact.ts`,
    },
  ],
};

/** Leaves the import of the later part to the browser, at the address the relay serves it under. */
const leaveLate = (code: string): Plugin => {
  const version = createHash('sha256').update(code).digest('hex').slice(0, 8);
  return {
    name: 'leave-late',
    enforce: 'pre',
    resolveId: (source) =>
      source.endsWith('/late/late.tsx')
        ? { id: `/widget/cards.js?v=${version}`, external: 'absolute' }
        : null,
  };
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
  await write('shopbell.js', (await bundle('src/loader/main.ts', { format: 'iife' })).code);
  await write('chat.js', (await bundle('src/chat/chat.ts', { format: 'es' })).code);
  await write('index.js', (await bundle('src/index.ts', { format: 'es' })).code);
}
if (only !== 'loader') {
  const { code } = await bundle('src/late/late.tsx', lateWay);
  await write('cards.js', code);
  const panel = await bundle('src/panel/main.tsx', { format: 'es', plugins: [leaveLate(code)] });
  await write('panel.html', await panelDocument(panel));
}
