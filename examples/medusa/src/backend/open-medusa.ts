import { chmod, mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startTold, type Child } from '@shopbell-example/demo/child';
import type { Teller } from '@shopbell-example/demo/teller';
import type { Medusa } from '../api/client.ts';
import type { Settings } from '../config.ts';
import { asAdmin, makeApiKey, seed } from '../seed/seed.ts';
import { install, isInstalled } from './install.ts';
import { databaseProgram, freePort, medusaProgram, medusaUrl, runMedusa, type Place } from './programs.ts';
import { loadSecrets, saveSecrets, type Secrets } from './secrets.ts';

/** A running Medusa with a shop in it. */
export type OpenMedusa = AsyncDisposable & {
  url: string;
  secrets: Secrets & { apiKey: string };
  /** The admin’s own way in. */
  admin: Medusa;
  pids: () => Record<string, number | undefined>;
};

/** What is needed to open one: a folder to keep it in. */
export type OpenOptions = {
  dataFolder: string;
  settings: Pick<Settings, 'childEnvironment' | 'installEnvironment'>;
  teller: Teller;
};

const prepareFolder = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // PostgreSQL refuses to run as root; the user it then runs as has to get through, not to look around.
  if (process.getuid?.() === 0) await chmod(folder, 0o711);
};

const fill = async (place: Place, url: string): Promise<Secrets & { apiKey: string }> => {
  const { secrets, dataFolder } = place;
  const admin = await asAdmin(url, secrets.admin);
  await seed(url, admin);
  const complete = { ...secrets, apiKey: await makeApiKey(admin) };
  await saveSecrets(dataFolder, complete);
  return complete;
};

/** Starts the database and Medusa, installed and filled if they are not; stops what was started when one fails. */
export const openMedusa = async ({ dataFolder, settings, teller }: OpenOptions): Promise<OpenMedusa> => {
  const { step, say } = teller;
  if (!isInstalled()) {
    say('Medusa is installed first, into examples/medusa/backend: some 600 MB, once.');
    await step('Installing Medusa', () => install(settings.installEnvironment, say));
  }
  await prepareFolder(dataFolder);
  const secrets = await loadSecrets(dataFolder);
  const isNew = !existsSync(join(dataFolder, 'postgres', 'PG_VERSION'));
  await saveSecrets(dataFolder, secrets);
  const [databasePort, medusaPort] = [await freePort(), await freePort()];
  const environment = settings.childEnvironment;
  const place: Place = { dataFolder, databasePort, medusaPort, secrets, environment };
  const url = medusaUrl(place);
  const children = new Map<string, Child>();
  const start = async (program: ReturnType<typeof medusaProgram>): Promise<void> => {
    const child = startTold(program, teller);
    children.set(program.name, child);
    await child.ready;
  };
  const stop = async (): Promise<void> => {
    // The database last: Medusa writes to it until it is gone.
    for (const child of [...children.values()].toReversed()) await child.stop();
  };
  try {
    await step('Starting the database', () => start(databaseProgram(place)));
    if (isNew) {
      await step('Making Medusa’s tables', () => runMedusa(place, ['db:migrate']));
      const { email, password } = secrets.admin;
      await step('Making its admin', () => runMedusa(place, ['user', '-e', email, '-p', password]));
    }
    await step('Starting Medusa', () => start(medusaProgram(place)));
    const { apiKey } = secrets;
    const opened =
      apiKey === undefined ? await step('Filling the shop', () => fill(place, url)) : { ...secrets, apiKey };
    return {
      url,
      secrets: opened,
      admin: await asAdmin(url, opened.admin),
      pids: () => Object.fromEntries([...children].map(([name, { pid }]) => [name, pid])),
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
