import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'vite';
import manifest from './package.json' with { type: 'json' };

const dist = join(import.meta.dirname, 'dist');
const declared = join(dist, 'types/agent/src');
const installed = Object.keys(manifest.dependencies);
const isInstalled = (specifier: string) =>
  installed.some((name) => specifier === name || specifier.startsWith(`${name}/`));

/** The program in one file: the private client is bundled in, what npm installs beside it is not. */
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
      lib: { entry: join(import.meta.dirname, 'src/index.ts'), formats: ['es'], fileName: 'index' },
      rolldownOptions: { external: isInstalled },
    },
  });

/**
 * Copies the declarations that the public ones lead to. One that leads into a package nobody can install would
 * type-check here and nowhere else, so it stops the build.
 */
const publish = (file: string, seen: Set<string>): void => {
  if (seen.has(file)) return;
  seen.add(file);
  const text = readFileSync(join(declared, file), 'utf8').replaceAll(
    /(['"]\.\/[\w-]+)\.ts(['"])/g,
    '$1.js$2',
  );
  for (const [, specifier = ''] of text.matchAll(/(?:from|import\()\s*['"]([^'"]+)['"]/g)) {
    if (specifier.startsWith('./')) publish(specifier.slice(2).replace(/\.js$/, '.d.ts'), seen);
    else if (!isInstalled(specifier))
      throw new Error(`${file} leads into ${specifier}, which is not installed.`);
  }
  const target = join(dist, file);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
};

await bundle();
execFileSync('tsc', ['-p', 'tsconfig.build.json'], { cwd: import.meta.dirname, stdio: 'inherit' });
publish('index.d.ts', new Set());
rmSync(join(dist, 'types'), { recursive: true });
