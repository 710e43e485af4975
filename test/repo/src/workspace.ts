import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The repository's root, absolute. */
export const root = resolve(import.meta.dirname, '../../..');

/** What this repository reads of a package.json. */
export type Manifest = {
  name: string;
  version: string;
  private?: boolean;
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
};

/** One workspace package; `folder` is relative to the root: `packages/widget`. */
export type Room = { folder: string; manifest: Manifest };

const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;

/** Every package of the workspace, in the order packages, examples, test. */
export const rooms = (): Room[] =>
  ['packages', 'examples', 'test'].flatMap((area) =>
    readdirSync(join(root, area))
      .map((name) => `${area}/${name}`)
      .filter((folder) => existsSync(join(root, folder, 'package.json')))
      .map((folder) => ({ folder, manifest: readManifest(folder) })),
  );
