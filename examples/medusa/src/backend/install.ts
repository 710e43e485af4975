import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the Medusa application, a workspace of its own. */
export const backendFolder = fileURLToPath(new URL('../../backend/', import.meta.url));

const lockfile = join(backendFolder, 'pnpm-lock.yaml');
const installed = join(backendFolder, 'node_modules/.modules.yaml');

/** Whether Medusa is there, as the lockfile has it. */
export const isInstalled = (): boolean =>
  existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockfile).mtimeMs;

/** A connection that has died says nothing either. */
const silentMaxMs = 180_000;

/** Installs Medusa, some 600 MB; what pnpm says goes to `hear`. Throws with its last words when it fails or falls silent. */
export const install = async (
  environment: NodeJS.ProcessEnv,
  hear: (line: string) => void,
): Promise<void> => {
  const command = 'npx -y pnpm@12 install --frozen-lockfile --reporter=append-only';
  const env = { ...environment, CI: '1' };
  // A group of its own, so that all of it can be ended.
  const child = spawn(command, {
    cwd: backendFolder,
    shell: true,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
  };
  process.once('exit', end);
  const silence = setTimeout(end, silentMaxMs);
  let said = '';
  const listen = (chunk: Buffer): void => {
    silence.refresh();
    const text = chunk.toString();
    said = `${said}${text}`.slice(-4_000);
    for (const line of text.split('\n').filter((each) => each.startsWith('Progress:'))) hear(line);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject).once('close', resolve);
  const code = await promise;
  clearTimeout(silence);
  process.off('exit', end);
  if (code !== 0) throw new Error(`Installing Medusa failed.\n${said.trim() || 'It said nothing at all.'}`);
};
