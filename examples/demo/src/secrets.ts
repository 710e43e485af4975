import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What this installation keeps to itself. Made by chance at the first start; in no source. */
export type Secrets = {
  /** Signs the shop’s cookies. */
  cookie: string;
  /** Opens the shop’s API to its back office. */
  api: string;
  /** By which the shop vouches for its customers. */
  signIn: string;
  /** The back office’s key to the relay, once there is one. */
  office: { id: string; key: string } | null;
};

const fileIn = (folder: string): string => join(folder, 'demo-secrets.json');
const fresh = (): string => randomBytes(32).toString('base64url');

const isSecrets = (value: unknown): value is Secrets =>
  typeof value === 'object' &&
  value !== null &&
  ['cookie', 'api', 'signIn'].every((name) => typeof Reflect.get(value, name) === 'string') &&
  'office' in value;

/** The secrets of a data folder, made if there are none. The folder is for its owner alone. */
export const loadSecrets = async (folder: string): Promise<Secrets> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const text = await readFile(fileIn(folder), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return { cookie: fresh(), api: fresh(), signIn: fresh(), office: null };
  const kept: unknown = JSON.parse(text);
  if (!isSecrets(kept))
    throw new Error(`${fileIn(folder)} is not what the demo wrote. Move it away and start again.`);
  return kept;
};

/** Keeps the secrets, readable by their owner alone; the file is whole at any moment. */
export const saveSecrets = async (folder: string, secrets: Secrets): Promise<void> => {
  const draft = `${fileIn(folder)}.new`;
  await writeFile(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, fileIn(folder));
};
