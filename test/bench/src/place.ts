import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@shopbell-test/postgres';

export type Engine = 'sqlite' | 'postgres';
/** Where a database is, until it is disposed of. */
export type Place = AsyncDisposable & {
  url: string;
  /** What it takes on the disk; to be asked when the store is closed. */
  bytes: () => Promise<{ log: number; search: number }>;
};

const inFile = (): Place => {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-history-'));
  const sizeOf = (belongs: (name: string) => boolean): number =>
    readdirSync(folder)
      .filter(belongs)
      .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  return {
    url: `file:${join(folder, 'shopbell.db')}`,
    bytes: async () => ({
      log: sizeOf((name) => !name.includes('-search')),
      search: sizeOf((name) => name.includes('-search')),
    }),
    [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true, force: true }),
  };
};

const inPostgres = async (): Promise<Place> => {
  const server = await startPostgres();
  const sizeSql = `SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint AS bytes FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname`;
  const size = async (condition: string): Promise<number> => {
    const [row] = await server.query(`${sizeSql} ${condition}`);
    return Number(row?.['bytes'] ?? 0);
  };
  return {
    url: server.url,
    bytes: async () => ({ log: await size(`NOT LIKE 'search%'`), search: await size(`LIKE 'search%'`) }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
};

/** An empty database of each engine that waits for the disk. */
export const places: Record<Engine, () => Promise<Place>> = {
  sqlite: async () => inFile(),
  postgres: inPostgres,
};
