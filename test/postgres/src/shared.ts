import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { startKeeper } from './server.ts';

/** A database of one’s own on the run’s server. */
export interface Database extends AsyncDisposable {
  readonly url: string;
  /** Runs SQL in it, beside whoever else is there. */
  query: (sql: string) => Promise<Record<string, unknown>[]>;
}

// Nothing here outlives the run, so nothing need reach the disk; commits are as synchronous as anywhere.
const settings = { fsync: 'off', full_page_writes: 'off', max_connections: '400', shared_buffers: '64MB' };
const waitMs = 60_000;

const announced = (room: string): string | null => {
  try {
    const { url, keeper } = JSON.parse(readFileSync(path.join(room, 'url'), 'utf8')) as {
      url: string;
      keeper: number;
    };
    process.kill(keeper, 0);
    return url;
  } catch {
    return null;
  }
};

const isFirst = (room: string): boolean => {
  try {
    mkdirSync(room);
    return true;
  } catch {
    return false;
  }
};

/** Where the one server of this run of tests is: started by the first who asks, gone when the run is over. */
const runsServer = async (): Promise<string> => {
  const room = path.join(tmpdir(), `shopbell-postgres-run-${process.ppid}`);
  const endsAt = performance.now() + waitMs;
  if (isFirst(room)) {
    const child = startKeeper({ settings, room, pid: process.ppid }, true);
    child.once('exit', () => rmSync(room, { recursive: true, force: true }));
    child.unref();
    child.channel?.unref();
  }
  for (;;) {
    const url = announced(room);
    if (url !== null) return url;
    if (performance.now() > endsAt) throw new Error(`no PostgreSQL came up in ${waitMs} ms; see ${room}`);
    await pause(20);
  }
};

/** Runs SQL in a database, on a connection of its own. */
export const query = async (url: string, sql: string): Promise<Record<string, unknown>[]> => {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows;
  } finally {
    await client.end();
  }
};

let count = 0;

/** Makes an empty database, or a copy of `template` (nobody may be in it). */
export const createDatabase = async (template = 'template0'): Promise<Database> => {
  const server = await runsServer();
  count += 1;
  const name = `test_${process.pid}_${count}`;
  await query(server, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  const url = server.replace(/\/postgres$/, `/${name}`);
  return {
    url,
    query: (sql) => query(url, sql),
    [Symbol.asyncDispose]: async () => {
      await query(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
};
