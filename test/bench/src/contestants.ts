import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess, launch, spawnRelay } from '@shopbell-test/kit';
import { startPostgres } from '@shopbell-test/postgres';
import type { LoadOrder } from './load-process.ts';
import type { Target } from './pairs.ts';

/** Those that are compared. */
export const contestants = ['bare', 'shopbell-sqlite', 'shopbell-postgres'] as const;
export type Contestant = (typeof contestants)[number];

/** A relay of either kind as a process; `keeps`: it stores. `stop` lets it end by itself, as a profile needs. */
export type Running = AsyncDisposable &
  Target & {
    pid: number;
    keeps: boolean;
    /** The database’s first process, where that is one beside the relay. */
    databasePid?: number;
    stop(): Promise<unknown>;
    /** Ends it as a crash would. */
    kill(): Promise<unknown>;
    /** Starts it again where it was, with what it kept. */
    restart(): Promise<void>;
  };

const startBare = async (nodeArgs: readonly string[]): Promise<Running> => {
  const program = join(import.meta.dirname, 'bare-relay-process.ts');
  let { child, ready } = await launch<Target>({ program, order: { port: 0 }, nodeArgs });
  const port = Number(new URL(ready.url).port);
  return {
    ...ready,
    get pid() {
      return child.pid ?? 0;
    },
    keeps: false,
    stop: () => endProcess(child, 'SIGTERM'),
    kill: () => endProcess(child, 'SIGKILL'),
    restart: async () => {
      ({ child } = await launch<Target>({ program, order: { port }, nodeArgs }));
    },
    [Symbol.asyncDispose]: async () => void (await endProcess(child, 'SIGKILL')),
  };
};

const startOnFile = async (nodeArgs: readonly string[]): Promise<Running> =>
  Object.assign(await spawnRelay({ nodeArgs }), { keeps: true });

/** A relay on a server of its own, which waits for the disk as anywhere. */
const startOnPostgres = async (nodeArgs: readonly string[]): Promise<Running> => {
  const server = await startPostgres();
  const relay = await spawnRelay({ nodeArgs, databaseUrl: server.url });
  const leave = relay[Symbol.asyncDispose];
  return Object.assign(relay, {
    keeps: true,
    databasePid: Number(readFileSync(join(server.folder, 'postmaster.pid'), 'utf8').split('\n', 1)[0]),
    [Symbol.asyncDispose]: async () => {
      await leave();
      await server[Symbol.asyncDispose]();
    },
  });
};

const starters: Record<Contestant, (nodeArgs: readonly string[]) => Promise<Running>> = {
  bare: startBare,
  'shopbell-sqlite': startOnFile,
  'shopbell-postgres': startOnPostgres,
};

/** Starts one of them on a free port; Shopbell with everything on but with no limit on rates, for all load comes from one address. */
export const start = (which: Contestant, nodeArgs: readonly string[] = []): Promise<Running> =>
  starters[which](nodeArgs);

/** A process with clients: `ask` for one thing at a time. */
export type Clients<O> = AsyncDisposable & { ask<T>(order: O): Promise<T> };
/** The load generator as a process. */
export type Generator = Clients<LoadOrder>;

const settled = async (child: ChildProcess): Promise<unknown> => {
  const settling = new AbortController();
  const { signal } = settling;
  try {
    const [message] = (await Promise.race([
      once(child, 'message', { signal }),
      once(child, 'exit', { signal }).then(([code]) =>
        Promise.reject(new Error(`the clients’ process ended with ${code}`)),
      ),
    ])) as [{ result: unknown }];
    return message.result;
  } finally {
    settling.abort();
  }
};

/** Starts a process with clients of a relay. */
export const startClients = <O extends object>(program: string, target: Target): Clients<O> => {
  const { url, shop, origin, agent, agentUrl = url } = target;
  const order = JSON.stringify({ url, shop, origin, agentUrl, agent: { key: agent.key } });
  const child = fork(join(import.meta.dirname, program), [order], { execArgv: ['--conditions=source'] });
  return {
    ask: async <T>(what: O) => {
      child.send(what);
      return (await settled(child)) as T;
    },
    [Symbol.asyncDispose]: async () => void (await endProcess(child, 'SIGKILL')),
  };
};

/** Starts a load generator against a relay. */
export const startGenerator = (target: Target): Generator => startClients('load-process.ts', target);
