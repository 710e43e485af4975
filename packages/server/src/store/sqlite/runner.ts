import type { Compilable } from 'kysely';
import type { Rows, Runner } from '../runner.ts';
import type { Connection } from './connection.ts';
import { attemptAsync } from './engine.ts';

/** Runs shared queries over one connection. */
export const createRunner = (connection: Connection): Runner => ({
  build: connection.build,
  all: (query) => attemptAsync(() => connection.all(query)),
  first: (query) => attemptAsync(() => connection.first(query)),
  run: (query) => attemptAsync(() => connection.run(query)),
  together: (steps) =>
    attemptAsync(() =>
      connection.transaction(() => {
        const done: Rows[] = [];
        for (const step of steps) {
          const query: Compilable<Record<string, unknown>> | null =
            typeof step === 'function' ? step(done) : step;
          done.push(query === null ? [] : connection.all(query));
        }
        return done;
      }),
    ),
});
