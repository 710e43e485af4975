import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { Rolldown } from 'vite';
import { bundleParts } from './build-way.ts';

/**
 * The panel: one document with everything a first message needs, its late parts as files of their own, and the words.
 *
 *   panel.html                       style and script inline; the relay fills in the configuration and one language
 *   late/<part>-<hash>.js            imports what it shares with the panel from the document, not from a file
 *   words/<language>.json            the panel’s words, for the relay
 *   words/<part>-<language>-<version>.json   any part’s words, for a browser that needs them later
 */
type Files = Map<string, string>;

const here = import.meta.dirname;
/** Where the document keeps what late parts import; it is the only script there. */
const shared = 'globalThis.shopbell';

const exported = /export\{([^{}]*)\};?\s*$/;
const panelImport = (name: string) =>
  new RegExp(`import(?:\\{([^{}]*)\\}from)?["']\\./${name.replaceAll('.', '\\.')}["'];?`, 'g');
/** `a as b, c` with the names the other way round for an object: `b:a,c`. */
const asObject = (names: string, turn: boolean): string =>
  names
    .split(',')
    .map((each) => each.trim().split(/\s+as\s+/))
    .map(([from = '', to = from]) => (turn ? `${to}:${from}` : `${from}:${to}`))
    .join(',');

const isPanel = (chunk: Rolldown.OutputChunk): boolean => chunk.name === 'panel';

/** The panel’s script keeps its exports in the document; its late parts are where the relay serves them. */
const panelScript = ({ code, fileName }: Rolldown.OutputChunk): string => {
  if (!exported.test(code))
    throw new Error(`${fileName} exports nothing: its late parts could not share anything.`);
  return code
    .trim()
    .replace(exported, (_, names: string) => `${shared}={${asObject(names, true)}};`)
    .replaceAll(/import\((["'`])\.\//g, 'import($1/widget/late/');
};

const lateScript = ({ code }: Rolldown.OutputChunk, panel: Rolldown.OutputChunk): string =>
  code
    .trim()
    .replaceAll(panelImport(panel.fileName), (_, names?: string) =>
      names === undefined ? '' : `const{${asObject(names, false)}}=${shared};`,
    );

const escaped = (script: string): string =>
  script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');

const panelDocument = async (script: string, css: string): Promise<string> => {
  const shell = await readFile(`${here}/src/panel/panel.html`, 'utf8');
  return shell
    .replaceAll(/^\s+/gm, '')
    .replace(/<style>.*?<\/style>/s, () => `<style>${css}</style>`)
    .replace(
      /<script type="module">.*?<\/script>/s,
      () => `<script type="module">${escaped(script)}</script>`,
    );
};

type Words = { part: string; language: string; json: string };

const readWords = async (): Promise<Words[]> => {
  const folders = [`${here}/src/words`, `${here}/../look/src/words`];
  const files = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(folder, { recursive: true })).map((name) => ({ folder, name })),
    ),
  );
  const tables = files.flat().filter(({ name }) => name.endsWith('.json'));
  return Promise.all(
    tables.map(async ({ folder, name }) => {
      const [part = '', language = ''] = name.replace(/\.json$/, '').split('/');
      return {
        part,
        language,
        json: JSON.stringify(JSON.parse(await readFile(`${folder}/${name}`, 'utf8'))),
      };
    }),
  );
};

/** Words by their names; one version for all, so that the panel needs to know no more than that. */
const wordFiles = async (): Promise<Files> => {
  const all = await readWords();
  const content = all.map(({ part, language, json }) => `${part} ${language} ${json}`).toSorted();
  const version = createHash('sha256').update(content.join()).digest('hex').slice(0, 8).toUpperCase();
  const panel = all.filter(({ part }) => part === 'panel');
  return new Map([
    ...panel.map(({ language, json }): [string, string] => [
      `words/${language}.json`,
      `{"version":"${version}","words":${json}}`,
    ]),
    ...all.map(({ part, language, json }): [string, string] => [
      `words/${part}-${language}-${version}.json`,
      json,
    ]),
  ]);
};

/** Builds the panel’s files, by their path below the folder they are served from. */
export const buildPanel = async (): Promise<Files> => {
  const output = await bundleParts({
    entry: 'src/panel/main.tsx',
    format: 'es',
    output: {
      chunkFileNames: '[name]-[hash].js',
      // Whatever the panel needs at once is one part; late parts hold only what is theirs.
      codeSplitting: { groups: [{ name: 'panel', tags: ['$initial'] }] },
    },
  });
  const chunks = output.filter((part) => part.type === 'chunk');
  const panel = chunks.find(isPanel);
  if (!panel) throw new Error('The build made no panel.');
  const css = output.filter((part) => part.type === 'asset' && part.fileName.endsWith('.css'));
  const style = css.map((part) => (part.type === 'asset' ? String(part.source).trim() : '')).join('');
  const late = chunks.filter((chunk) => !isPanel(chunk) && !chunk.isEntry);
  return new Map([
    ['panel.html', await panelDocument(panelScript(panel), style)],
    ...late.map((chunk): [string, string] => [`late/${chunk.fileName}`, lateScript(chunk, panel)]),
    ...(await wordFiles()),
  ]);
};
