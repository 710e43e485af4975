import { builds, build, isStale } from './builds.ts';
import { keepRunning, type Child, type Program } from './child.ts';
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

/** Whom the demo tells what it does. */
export type Teller = {
  /** Does a piece of work and says so, with the time it took. */
  step: <T>(what: string, work: () => Promise<T>) => Promise<T>;
  say: (sentence: string) => void;
};

/** The running demo. */
export type Demo = {
  addresses: Addresses;
  deskLink: string;
  /** The processes as they are now, by what they run. */
  pids: () => Record<string, number | undefined>;
  stop: () => Promise<void>;
};

const start = (program: Program, { say }: Teller): Child => {
  const name = program.name.replace(/^./, (first) => first.toUpperCase());
  return keepRunning(program, {
    line: (line) => say(`${program.name}: ${line}`),
    ended: (how, againInMs) => say(`${name} ended (${how}). It starts again in ${againInMs / 1_000} s.`),
    back: () => say(`${name} is back.`),
  });
};

const buildWhatIsStale = async (
  { mayBuild, childEnvironment }: DemoSettings,
  { step }: Teller,
): Promise<void> => {
  if (!mayBuild) return;
  for (const each of builds) {
    if (await isStale(each)) await step(`Building ${each.name}`, () => build(each, childEnvironment));
  }
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
    const child = start(program, teller);
    children.set(program.name, child);
    await child.ready;
  };
  await checkPorts(settings.port);
  await buildWhatIsStale(settings, teller);
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
