import { buildWhatIsStale } from './builds.ts';
import { startTold, type Child, type Program } from './child.ts';
import type { DemoSettings } from './config.ts';
import { checkPorts } from './ports.ts';
import {
  addressesOf,
  databaseUrlOf,
  officeProgram,
  relayProgram,
  shopProgram,
  type Addresses,
} from './programs.ts';
import { loadSecrets, saveSecrets, type Secrets } from './secrets.ts';
import { setUp } from './set-up.ts';
import type { Teller } from './teller.ts';

/** The running demo. */
export type Demo = {
  addresses: Addresses;
  deskLink: string;
  /** The processes as they are now, by what they run. */
  pids: () => Record<string, number | undefined>;
  stop: () => Promise<void>;
};

const prepare = async (settings: DemoSettings): Promise<{ secrets: Secrets; code: string }> => {
  const { port, dataFolder } = settings;
  const secrets = await loadSecrets(dataFolder);
  const origins = [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
  const { office, code } = await setUp({ databaseUrl: databaseUrlOf(settings), origins, secrets });
  const complete = { ...secrets, office };
  await saveSecrets(dataFolder, complete);
  return { secrets: complete, code };
};

const stopAll = async (children: readonly Child[]): Promise<void> => {
  await Promise.all(children.map((child) => child.stop()));
};

/** Starts the relay, the shop and its back office; what was started is stopped again when one of them does not start. */
export const startDemo = async (settings: DemoSettings, teller: Teller): Promise<Demo> => {
  const { step } = teller;
  const addresses = addressesOf(settings);
  const children = new Map<string, Child>();
  const run = async (program: Program): Promise<void> => {
    const child = startTold(program, teller);
    children.set(program.name, child);
    await child.ready;
  };
  await checkPorts(settings.port);
  if (settings.mayBuild) await buildWhatIsStale(settings.childEnvironment, teller);
  const { secrets, code } = await step('Setting up the shop and its team', () => prepare(settings));
  try {
    await step('Starting the relay', () => run(relayProgram(settings)));
    await step('Opening the shop', () => run(shopProgram(settings, secrets)));
    await step('Opening its back office', () => run(officeProgram(settings, secrets)));
  } catch (error) {
    await stopAll([...children.values()]);
    throw error;
  }
  return {
    addresses,
    deskLink: `${addresses.desk}#code=${code}`,
    pids: () => Object.fromEntries([...children].map(([name, { pid }]) => [name, pid])),
    stop: () => stopAll([...children.values()]),
  };
};
