import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type Compilable,
} from 'kysely';
import type { Rows, Runner } from '../runner.ts';
import type { Tables } from '../tables.ts';
import { isLost } from './engine.ts';
import type { Pool } from './pool.ts';
import type { Ask, Query } from './session.ts';

const createBuilder = () =>
  new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });

/** So many texts are prepared; what comes after runs unprepared. */
const preparedMost = 400;

/** Gives each text a name, under which a connection prepares it once. */
const createNames = () => {
  const names = new Map<string, string>();
  return (text: string): { name?: string } => {
    const known = names.get(text);
    if (known !== undefined) return { name: known };
    if (names.size >= preparedMost) return {};
    const name = `shared_${names.size}`;
    names.set(text, name);
    return { name };
  };
};

/** Runs shared queries on a pool’s sessions. */
export const createRunner = (pool: Pool): Runner => {
  const nameOf = createNames();
  const queryOf = (query: Compilable): Query => {
    const { sql: text, parameters: values } = query.compile();
    return { text, values, ...nameOf(text) };
  };
  const all = async <T>(query: Compilable<T>): Promise<T[]> =>
    pool.use(async (ask) => (await ask<Record<string, unknown>>(queryOf(query))).rows as T[]);
  const inTransaction = async <T>(ask: Ask, work: () => Promise<T>): Promise<T> => {
    await ask({ text: 'BEGIN' });
    try {
      const done = await work();
      await ask({ text: 'COMMIT' });
      return done;
    } catch (error) {
      if (!isLost(error)) await ask({ text: 'ROLLBACK' }).catch(() => {});
      throw error;
    }
  };

  return {
    build: createBuilder(),
    all,
    first: async (query) => (await all(query))[0] ?? null,
    run: (query) => pool.use(async (ask) => (await ask(queryOf(query))).count),
    together: (steps) =>
      pool.use((ask) =>
        inTransaction(ask, async () => {
          const done: Rows[] = [];
          for (const step of steps) {
            const query = typeof step === 'function' ? step(done) : step;
            done.push(query === null ? [] : (await ask<Record<string, unknown>>(queryOf(query))).rows);
          }
          return done;
        }),
      ),
  };
};
