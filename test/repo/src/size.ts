import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSteps } from './build.ts';
import { runSteps } from './steps.ts';
import { root } from './workspace.ts';

/** One built file: bytes as it lies there and gzipped (level 9), and the most it may have gzipped. */
export type Size = { file: string; bytes: number; gzip: number; max: number | null };

/**
 * Bytes gzipped that may be sent: the loader, and then everything up to the first usable composer, which is what the
 * loader fetches when the shopper comes near and the panel's one document, in the language that weighs most.
 */
const budgets = [
  { name: 'loader', files: ['shopbell.js'], max: 2_048 },
  { name: 'until the composer', files: ['chat.js', 'panel.html'], max: 32_768 },
] as const;

const weigh = (file: string, content: Buffer): Size => ({
  file,
  bytes: content.length,
  gzip: gzipSync(content, { level: 9 }).length,
  max: null,
});

/** The panel as a relay sends it: with one language's words in it, the one that weighs most. */
const filledPanel = (folder: string, names: readonly string[]): Size => {
  const bare = readFileSync(join(folder, 'panel.html'));
  const filled = names
    .filter((name) => /^words\/[a-z]+\.json$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('"', '&quot;'))
    .map((words) => bare.toString().replace('%SHOPBELL_CONFIG%', () => words));
  const sizes = [bare, ...filled].map((content) => weigh('panel.html', Buffer.from(content)));
  return sizes.reduce((most, size) => (size.gzip > most.gzip ? size : most));
};

const sizeOf = (folder: string, file: string, names: readonly string[]): Size =>
  file === 'panel.html' ? filledPanel(folder, names) : weigh(file, readFileSync(join(folder, file)));

/** Measures a built widget's folder: each file, then each budget. What is missing counts as too big, for nothing is proven of it. */
export const measure = (folder: string): Size[] => {
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  const shipped = names.filter((name) => ['.js', '.css', '.html'].includes(extname(name))).toSorted();
  const sizes = shipped.map((file) => sizeOf(folder, file, names));
  const totals = budgets.map(({ name, files, max }): Size => {
    const parts = files.map((file) => sizes.find((size) => size.file === file));
    const sum = (of: 'bytes' | 'gzip') => parts.reduce((total, part) => total + (part?.[of] ?? Infinity), 0);
    return { file: name, bytes: sum('bytes'), gzip: sum('gzip'), max };
  });
  return [...sizes, ...totals];
};

/** The sizes over their budget. */
export const tooBig = (sizes: readonly Size[]): Size[] =>
  sizes.filter(({ gzip, max }) => max !== null && gzip > max);

const line = ({ file, bytes, gzip, max }: Size): string =>
  Number.isFinite(gzip)
    ? `${file.padEnd(24)} ${String(bytes).padStart(8)} bytes ${String(gzip).padStart(7)} gzip${max === null ? '' : ` of ${max}`}`
    : `${file.padEnd(24)} is missing: build the widget with \`pnpm build\``;

if (import.meta.main) {
  const rebuild = !process.argv.includes('--as-built');
  const failed = rebuild ? await runSteps(buildSteps(['protocol', 'client', 'look', 'widget'])) : [];
  const sizes = measure(join(root, 'packages/widget/dist'));
  console.log(sizes.map(line).join('\n'));
  const over = tooBig(sizes);
  for (const { file } of over) console.log(`✗ ${file} is over its budget`);
  process.exitCode = failed.length + over.length === 0 ? 0 : 1;
}
