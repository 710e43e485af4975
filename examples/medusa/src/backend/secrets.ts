import { randomBytes } from 'node:crypto';
import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const word = z.string().min(16);
const Secrets = z.object({
  databasePassword: word,
  jwtSecret: word,
  cookieSecret: word,
  admin: z.object({ email: z.string(), password: word }),
  /** By which the shop’s page vouches for its customers. */
  signIn: word,
  /** Medusa’s secret key for the back office; there once the shop is filled. */
  apiKey: z.string().optional(),
});
/** What this installation keeps to itself; made by chance at the first start, in no source. */
export type Secrets = z.infer<typeof Secrets>;

// In hex: what began with “-” would be read as a flag by the command that takes it.
const fresh = (): string => randomBytes(32).toString('hex');
const fileIn = (folder: string): string => join(folder, 'medusa-secrets.json');

/** The secrets of a data folder, made if there are none. */
export const loadSecrets = async (folder: string): Promise<Secrets> => {
  const text = await readFile(fileIn(folder), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text !== null) return Secrets.parse(JSON.parse(text));
  return {
    databasePassword: fresh(),
    jwtSecret: fresh(),
    cookieSecret: fresh(),
    admin: { email: 'admin@shop.example', password: fresh() },
    signIn: fresh(),
  };
};

/** Keeps the secrets, readable by their owner alone; the file is whole at any moment. */
export const saveSecrets = async (folder: string, secrets: Secrets): Promise<void> => {
  const draft = `${fileIn(folder)}.new`;
  await writeFile(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, fileIn(folder));
};
