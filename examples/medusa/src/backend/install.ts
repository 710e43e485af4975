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

/** Installs Medusa, some 600 MB; what pnpm says goes to `hear`. Throws with its last words when it fails. */
export const install = async (
  environment: Record<string, string>,
  hear: (line: string) => void,
): Promise<void> => {
  const command = 'npx -y pnpm@12 install --frozen-lockfile --reporter=append-only';
  const child = spawn(command, { cwd: backendFolder, shell: true, env: { ...environment, CI: '1' } });
  let said = '';
  const listen = (chunk: Buffer): void => {
    const text = chunk.toString();
    said = `${said}${text}`.slice(-4_000);
    for (const line of text.split('\n').filter((each) => each.startsWith('Progress:'))) hear(line);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject).once('close', resolve);
  const code = await promise;
  if (code !== 0) throw new Error(`Installing Medusa failed.\n${said.trim()}`);
};
