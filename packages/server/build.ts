import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The relay serves these two: they travel inside its package. */
const builds = [
  {
    from: here('../widget/dist/'),
    to: here('dist/widget/'),
    proofs: ['shopbell.js', 'panel.html'],
    name: '@shopbell/widget',
  },
  { from: here('../desk/dist/'), to: here('dist/desk/'), proofs: ['index.html'], name: '@shopbell/desk' },
];

rmSync(here('dist'), { recursive: true, force: true });
execFileSync('tsc', ['-p', here('tsconfig.build.json')], { stdio: 'inherit' });
chmodSync(here('dist/cli.js'), 0o755);
for (const { from, to, proofs, name } of builds) {
  if (!proofs.every((file) => existsSync(`${from}${file}`)))
    throw new Error(`${name} is not built. Run \`pnpm --filter ${name} build\` first.`);
  cpSync(from, to, { recursive: true, filter: (source) => !/\.(d\.ts|map)$/.test(source) });
}
