/** Builds the page that shows every state of every view: `node --conditions=source test/catalogue/build.ts [file]`. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { build, type Rolldown } from 'vite';

const here = import.meta.dirname;
const file = resolve(process.argv[2] ?? `${here}/../../../../test-results/catalogue.html`);
const result = (await build({
  root: here,
  configFile: false,
  logLevel: 'warn',
  resolve: { conditions: ['source', 'module', 'browser', 'import', 'default'] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    write: false,
    target: 'chrome123',
    lib: { entry: 'catalogue.tsx', formats: ['es'], fileName: 'out', cssFileName: 'out' },
    rolldownOptions: { output: { codeSplitting: false } },
  },
})) as Rolldown.RolldownOutput[];
const parts = result.flatMap(({ output }) => output);
const script = parts.flatMap((part) => (part.type === 'chunk' ? [part.code] : [])).join('\n');
const style = parts.flatMap((part) => (part.type === 'asset' ? [String(part.source)] : [])).join('\n');

/** Every word in every language, by part: the page speaks all of them. */
const readWords = async (): Promise<string> => {
  const folders = [`${here}/../../src/words`, `${here}/../../../look/src/words`];
  const tables = folders.map(async (folder) => {
    const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json'));
    return Promise.all(
      names.map(async (name) => [name, JSON.parse(await readFile(`${folder}/${name}`, 'utf8')) as object]),
    );
  });
  return JSON.stringify((await Promise.all(tables)).flat());
};

await mkdir(dirname(file), { recursive: true });
await writeFile(
  file,
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Catalogue</title><style>${style}</style><body><script type="application/json" id="words">${(await readWords()).replaceAll('<', '\\u003c')}</script><script type="module">${script.replaceAll('</script', '<\\/script')}</script>`,
);
console.log(file);
