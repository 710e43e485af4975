import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { build } from 'vite';
import manifest from './package.json' with { type: 'json' };

const dist = join(import.meta.dirname, 'dist');
const declared = join(dist, 'types/agent/src');
const installed = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
const entries = ['index', 'testing'];
const isThere = (specifier: string) =>
  isBuiltin(specifier) || installed.some((name) => specifier === name || specifier.startsWith(`${name}/`));

/** A file for each entry and one for what they share: the private client is bundled in, what npm installs beside it is not. */
const bundle = () =>
  build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'warn',
    resolve: { conditions: ['source', 'module', 'import', 'default'] },
    build: {
      emptyOutDir: true,
      outDir: dist,
      target: 'es2023',
      minify: false,
      lib: { entry: entries.map((name) => join(import.meta.dirname, `src/${name}.ts`)), formats: ['es'] },
      rolldownOptions: { external: isThere, output: { chunkFileNames: 'shared-[name].js' } },
    },
  });

const published = new Set<string>();

/**
 * Copies the declarations that the public ones lead to. One that leads into a package nobody can install would
 * type-check here and nowhere else, so it stops the build.
 */
const publish = (file: string): void => {
  if (published.has(file)) return;
  published.add(file);
  const text = readFileSync(join(declared, file), 'utf8').replaceAll(
    /(['"]\.{1,2}\/[\w/-]+)\.ts(['"])/g,
    '$1.js$2',
  );
  for (const [, specifier = ''] of text.matchAll(/(?:from|import\()\s*['"]([^'"]+)['"]/g)) {
    if (specifier.startsWith('.'))
      publish(posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.d.ts'));
    else if (!isThere(specifier)) throw new Error(`${file} leads into ${specifier}, which is not installed.`);
  }
  const target = join(dist, file);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
};

await bundle();
execFileSync('tsc', ['-p', 'tsconfig.build.json'], { cwd: import.meta.dirname, stdio: 'inherit' });
for (const name of entries) publish(`${name}.d.ts`);
rmSync(join(dist, 'types'), { recursive: true });
