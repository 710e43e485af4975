import { join } from 'node:path';
import { endProcess, launch, type Launch } from './launch.ts';
import type { Premises } from './premises.ts';
import type { RelayOrder } from './relay-process.ts';
import { temporaryFolder, type RunningRelay } from './relay.ts';

/** A relay in its own process. The same data and the same port over every kill and restart. */
export type SpawnedRelay = AsyncDisposable &
  RunningRelay & {
    readonly pid: number;
    readonly database: string;
    /** What it said on its standard output and error, all starts together. */
    readonly said: () => string;
    /** Ends it at once, as a crash would (SIGKILL). */
    kill(): Promise<void>;
    /** Asks it to end (SIGTERM). Resolves to its exit code. */
    stop(): Promise<number | null>;
    /** Starts it again. Resolves when it listens. */
    restart(): Promise<void>;
  };

/** What a spawned relay may be given: the relay’s own options as far as JSON carries them, and Node’s arguments. */
export type SpawnOptions = Pick<Launch, 'nodeArgs' | 'through' | 'env'> & {
  options?: RelayOrder['options'];
  /** Who works there, where the database has been opened by another relay; a shop is opened by default. */
  premises?: Premises;
  /** A database of one’s own, kept afterwards. */
  databaseUrl?: string;
};

const program = join(import.meta.dirname, 'relay-process.ts');

/** Starts a relay as a process of its own on a free port, with limits off unless given. */
export const spawnRelay = async (given: SpawnOptions = {}): Promise<SpawnedRelay> => {
  const { options, databaseUrl: own, premises = null, ...how } = given;
  const folder = temporaryFolder();
  const databaseUrl = own ?? folder.database;
  const texts: string[] = [];
  const start = (more: Pick<RelayOrder, 'port' | 'premises'>) => {
    const order: RelayOrder = { databaseUrl, ...more, ...(options ? { options } : {}) };
    return launch<RunningRelay>({ program, order, ...how, hear: (text) => void texts.push(text) });
  };
  let { child, ready } = await start({ port: 0, premises });
  return {
    ...ready,
    get pid() {
      return child.pid ?? 0;
    },
    database: databaseUrl,
    said: () => texts.join(''),
    kill: async () => void (await endProcess(child, 'SIGKILL')),
    stop: () => endProcess(child, 'SIGTERM'),
    restart: async () => {
      ({ child } = await start({ port: ready.port, premises: ready }));
    },
    [Symbol.asyncDispose]: async () => {
      await endProcess(child, 'SIGKILL');
      folder[Symbol.dispose]();
    },
  };
};
