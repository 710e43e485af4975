import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import type { Answer, KeeperOptions, Order } from './orders.ts';

/** A PostgreSQL server of one’s own, to be stopped, killed and frozen. Gone with its disposal or this process. */
export interface OwnPostgres extends AsyncDisposable {
  /** `postgres://postgres@127.0.0.1:<port>/postgres`; the same after a restart. */
  readonly url: string;
  /** The data folder. */
  readonly folder: string;
  /** Runs SQL in its database, beside whoever else is there. */
  query: (sql: string) => Promise<Record<string, unknown>[]>;
  start: () => Promise<void>;
  /** `fast` ends sessions and shuts down; `immediate` as a crash does. Default: `fast`. */
  stop: (how?: 'fast' | 'immediate') => Promise<void>;
  /** The server and all its sessions stand still: connections stay open, nothing is answered. */
  freeze: () => Promise<void>;
  thaw: () => Promise<void>;
}

type Given = Order extends infer O ? (O extends Order ? Omit<O, 'id'> : never) : never;

const keeper = fileURLToPath(new URL('keeper.ts', import.meta.url));

/** Starts the process that keeps a server. */
export const startKeeper = (options: KeeperOptions, isDetached: boolean) =>
  fork(keeper, [JSON.stringify(options)], {
    execArgv: ['--conditions=source'],
    detached: isDetached,
    stdio: ['ignore', 'ignore', isDetached ? 'ignore' : 'inherit', 'ipc'],
  });

const queryAt = async (url: string, sql: string): Promise<Record<string, unknown>[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

/** Starts a server; `settings` as in postgresql.conf. What is committed reaches the disk unless they say otherwise. */
export const startPostgres = async (settings: Record<string, string> = {}): Promise<OwnPostgres> => {
  const child = startKeeper({ settings }, false);
  const waiting = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  const begun = Promise.withResolvers<{ url: string; folder: string }>();
  const gone = () => new Error('the keeper of PostgreSQL is gone');
  child.on('message', (answer: Answer) => {
    if ('url' in answer) return begun.resolve(answer);
    const { resolve, reject } = waiting.get(answer.id) ?? {};
    waiting.delete(answer.id);
    return answer.ok ? resolve?.() : reject?.(new Error(answer.message));
  });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      begun.reject(gone());
      for (const { reject } of waiting.values()) reject(gone());
      resolve();
    });
  });
  let count = 0;
  const order = async (given: Given): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    count += 1;
    waiting.set(count, { resolve, reject });
    child.send({ ...given, id: count });
    await promise;
  };
  const { url, folder } = await begun.promise;
  return {
    url,
    folder,
    query: (sql) => queryAt(url, sql),
    start: () => order({ do: 'start' }),
    stop: (how = 'fast') => order({ do: 'stop', how }),
    freeze: () => order({ do: 'freeze' }),
    thaw: () => order({ do: 'thaw' }),
    [Symbol.asyncDispose]: async () => {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
};
