import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { endProcess, launch, spawnRelay } from '@shopbell-test/kit';
import { startPostgres } from '@shopbell-test/postgres';
import type { LoadOrder } from './load-process.ts';
import type { Target } from './pairs.ts';

/** Those that are compared. */
export const contestants = ['bare', 'shopbell-sqlite', 'shopbell-postgres'] as const;
export type Contestant = (typeof contestants)[number];

/** A relay of either kind as a process. `stop` lets it end by itself, as a profile needs. */
export type Running = AsyncDisposable & Target & { pid: number; stop(): Promise<unknown> };

const startBare = async (nodeArgs: readonly string[]): Promise<Running> => {
  const program = join(import.meta.dirname, 'bare-relay-process.ts');
  const { child, ready } = await launch<Target>({ program, order: {}, nodeArgs });
  return {
    ...ready,
    pid: child.pid ?? 0,
    stop: () => endProcess(child, 'SIGTERM'),
    [Symbol.asyncDispose]: async () => void (await endProcess(child, 'SIGKILL')),
  };
};

/** A relay on a server of its own, which waits for the disk as anywhere. */
const startOnPostgres = async (nodeArgs: readonly string[]): Promise<Running> => {
  const server = await startPostgres();
  const relay = await spawnRelay({ nodeArgs, databaseUrl: server.url });
  const { url, shop, origin, agent, pid } = relay;
  return {
    url,
    shop,
    origin,
    agent,
    pid,
    stop: () => relay.stop(),
    [Symbol.asyncDispose]: async () => {
      await relay[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
};

const starters: Record<Contestant, (nodeArgs: readonly string[]) => Promise<Running>> = {
  bare: startBare,
  'shopbell-sqlite': (nodeArgs) => spawnRelay({ nodeArgs }),
  'shopbell-postgres': startOnPostgres,
};

/** Starts one of them on a free port; Shopbell with everything on but with no limit on rates, for all load comes from one address. */
export const start = (which: Contestant, nodeArgs: readonly string[] = []): Promise<Running> =>
  starters[which](nodeArgs);

/** The load generator as a process: `ask` for one thing at a time. */
export type Generator = AsyncDisposable & { ask<T>(order: LoadOrder): Promise<T> };

const settled = async (child: ChildProcess): Promise<unknown> => {
  const [message] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the load generator ended with ${code}`))),
  ])) as [{ result: unknown }];
  return message.result;
};

/** Starts a load generator against a relay. */
export const startGenerator = (target: Target): Generator => {
  const { url, shop, origin, agent } = target;
  const order = JSON.stringify({ url, shop, origin, agent: { key: agent.key } });
  const child = fork(join(import.meta.dirname, 'load-process.ts'), [order], {
    execArgv: ['--conditions=source'],
  });
  return {
    ask: async <T>(what: LoadOrder) => {
      child.send(what);
      return (await settled(child)) as T;
    },
    [Symbol.asyncDispose]: async () => void (await endProcess(child, 'SIGKILL')),
  };
};
