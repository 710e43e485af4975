import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the rivals, a workspace of its own. */
export const rivalsFolder = join(import.meta.dirname, '../../rivals');

/** Installs the rivals where they are not yet as the lockfile has them; 120 MB. */
export const installRivals = (): void => {
  const installed = join(rivalsFolder, 'node_modules/.modules.yaml');
  const lockfile = join(rivalsFolder, 'pnpm-lock.yaml');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockfile).mtimeMs) return;
  console.log('Installing the widgets to compare with …');
  execFileSync('npx', ['-y', 'pnpm@12', 'install', '--frozen-lockfile', '--ignore-scripts'], {
    cwd: rivalsFolder,
    stdio: 'inherit',
  });
};
