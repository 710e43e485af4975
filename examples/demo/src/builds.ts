import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Teller } from './teller.ts';

/** Something that browsers load and that is built from sources. */
export type Build = {
  name: string;
  /** Its folder below `packages/`. */
  folder: string;
  /** What makes the files that browsers load; declarations for npm are left to the package’s own build. */
  command: string;
  /** The file that is there once it is built. */
  product: string;
  /** Whose sources go into it. */
  from: readonly string[];
};

/** What the relay serves. */
export const builds: readonly Build[] = [
  {
    name: 'the widget',
    folder: 'widget',
    command: 'node --conditions=source build.ts',
    product: 'panel.html',
    from: ['widget', 'client', 'look', 'protocol'],
  },
  {
    name: 'the desk',
    folder: 'desk',
    command: 'vite build',
    product: 'index.html',
    from: ['desk', 'agent', 'client', 'look', 'protocol'],
  },
];

const root = fileURLToPath(new URL('../../../', import.meta.url));
const packages = join(root, 'packages');

const newestIn = async (folder: string): Promise<number> => {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const times = files
    .filter((file) => file.isFile() && !/\.test\.tsx?$/.test(file.name))
    .map((file) => statSync(join(file.parentPath, file.name)).mtimeMs);
  return Math.max(0, ...times);
};

/** Whether a build is missing, or older than what it is made from. */
export const isStale = async ({ folder, product, from }: Build): Promise<boolean> => {
  const built = join(packages, folder, 'dist', product);
  if (!existsSync(built)) return true;
  const sources = await Promise.all(from.map((each) => newestIn(join(packages, each, 'src'))));
  return Math.max(...sources) > statSync(built).mtimeMs;
};

/** Builds in the package’s folder; throws with the last words when it fails. */
export const build = async (
  { name, folder, command }: Build,
  environment: Record<string, string>,
): Promise<void> => {
  const cwd = join(packages, folder);
  const bin = [join(cwd, 'node_modules/.bin'), join(root, 'node_modules/.bin'), environment['PATH'] ?? ''];
  const child = spawn(command, { cwd, shell: true, env: { ...environment, PATH: bin.join(delimiter) } });
  let said = '';
  const hear = (chunk: Buffer): void => {
    said = `${said}${chunk.toString()}`.slice(-4_000);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject).once('close', resolve);
  const code = await promise;
  if (code !== 0) throw new Error(`Building ${name} failed.\n${said.trim()}`);
};

/** Builds whatever of it is missing or older than its sources. */
export const buildWhatIsStale = async (
  environment: Record<string, string>,
  { step }: Teller,
): Promise<void> => {
  for (const each of builds)
    if (await isStale(each)) await step(`Building ${each.name}`, () => build(each, environment));
};
