import type { Compilable, Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** The rows a query gave, those of a `RETURNING` among them. */
export type Rows = readonly Record<string, unknown>[];
type Query = Compilable<Record<string, unknown>>;
/** A query of several, or how it follows from what those before it gave; `null`: it is left out. */
export type Step = Query | ((before: readonly Rows[]) => Query | null);

/**
 * Runs the queries that both engines share; each rejects with `unavailable` where the engine is out. They are built by
 * Kysely and stay within what SQLite and PostgreSQL understand alike.
 */
export interface Runner {
  /** Builds queries; runs none. */
  readonly build: Kysely<Tables>;
  all: <T>(query: Compilable<T>) => Promise<T[]>;
  first: <T>(query: Compilable<T>) => Promise<T | null>;
  /** How many rows it changed. */
  run: (query: Compilable) => Promise<number>;
  /** All of them in one transaction, or none; the rows of each. Nothing else comes between them. */
  together: (steps: readonly Step[]) => Promise<Rows[]>;
}
