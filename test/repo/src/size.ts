import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSteps } from './build.ts';
import { runSteps } from './steps.ts';
import { root } from './workspace.ts';

/** One built file: bytes as it lies there and gzipped (level 9), and the most it may have gzipped. */
export type Size = { file: string; bytes: number; gzip: number; max: number | null };

/** Bytes gzipped that may be sent: the loader, and everything up to the first usable composer. */
export const budgets = { 'shopbell.js': 2_048, 'panel.html': 32_768 } as const;

/** Measures a built widget's folder. A missing loader or panel counts as too big, for nothing is proven of it. */
export const measure = (folder: string): Size[] => {
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  const shipped = names.filter((name) => ['.js', '.css', '.html'].includes(extname(name)));
  const missing = Object.keys(budgets).filter((name) => !shipped.includes(name));
  const sizes = shipped.toSorted().map((file) => {
    const content = readFileSync(join(folder, file));
    const max = Object.hasOwn(budgets, file) ? budgets[file as keyof typeof budgets] : null;
    return { file, bytes: content.length, gzip: gzipSync(content, { level: 9 }).length, max };
  });
  return [...sizes, ...missing.map((file) => ({ file, bytes: 0, gzip: Infinity, max: 0 }))];
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
