import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync } from 'oxc-parser';
import { root } from './workspace.ts';

/** One import or re-export; `typeOnly`: nothing of it is left when the program runs. */
export type Import = { specifier: string; typeOnly: boolean };

/** One source file of the repository; `path` and `folder` (its package’s) are relative to the root, with forward slashes. */
export type SourceFile = {
  path: string;
  folder: string;
  isTest: boolean;
  text: string;
  imports: readonly Import[];
};

const importsOf = (path: string, text: string): Import[] => {
  const { module } = parseSync(path, text);
  const imported = module.staticImports.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    typeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
  }));
  const exported = module.staticExports
    .flatMap(({ entries }) => entries)
    .flatMap(({ moduleRequest, isType }) =>
      moduleRequest === null ? [] : [{ specifier: moduleRequest.value, typeOnly: isType }],
    );
  // `import('x')` as a value or as a type: taken as a value, for the text alone does not tell.
  const called = [...text.matchAll(/\bimport\(\s*(['"])([^'"]+)\1/g)].map(([, , specifier = '']) => ({
    specifier,
    typeOnly: false,
  }));
  return [...imported, ...exported, ...called];
};

const read = (path: string): SourceFile => {
  const text = readFileSync(join(root, path), 'utf8');
  return {
    path,
    folder: path.split('/').slice(0, 2).join('/'),
    isTest: /\.test\.tsx?$/.test(path) || /^packages\/[^/]+\/test\//.test(path) || path.startsWith('test/'),
    text,
    imports: importsOf(path, text),
  };
};

/** Every TypeScript file of packages, examples and test; what is built or installed is left out. */
export const sourceFiles = (): SourceFile[] =>
  globSync('{packages,examples,test}/*/**/*.{ts,tsx}', {
    cwd: root,
    exclude: (name) => ['node_modules', 'dist'].includes(posix.basename(name.replaceAll('\\', '/'))),
  })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.endsWith('.d.ts'))
    .toSorted()
    .map(read);

/** The repository path a relative import leads to. */
export const targetOf = (file: SourceFile, specifier: string): string =>
  posix.join(posix.dirname(file.path), specifier);

/** The package a bare specifier names: `@shopbell/protocol/limits` → `@shopbell/protocol`. */
export const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
