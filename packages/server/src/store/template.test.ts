import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { expect, test } from 'vitest';
import type { Tables } from './tables.ts';
import { createTemplate } from './template.ts';

const build = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

const query = (id: string, shop: string, limit: number) =>
  build
    .selectFrom('people')
    .selectAll()
    .where('role', '=', 'agent')
    .where('shop', '=', shop)
    .where((where) => where.or([where('id', '=', id), where('name', '=', id)]))
    .limit(limit);

test('a template says what the query built anew says, whatever its values', () => {
  let built = 0;
  const template = createTemplate((id: string, shop: string, limit: number) => {
    built += 1;
    return query(id, shop, limit);
  });
  const fillings: [string, string, number][] = [
    ['agt_1', 'demo', 3],
    ['demo', 'agt_1', 50],
    ['agent', 'agent', 0],
  ];
  for (const values of fillings) {
    const { sql, parameters } = template(...values).compile();
    const anew = query(...values).compile();
    expect({ sql, parameters }).toEqual({ sql: anew.sql, parameters: anew.parameters });
  }
  expect(built).toBe(1);
});

test('one filling of a template leaves the other as it was', () => {
  const template = createTemplate(query);
  const first = template('one', 'demo', 1);
  template('two', 'other', 2);
  expect(first.compile().parameters).toEqual(['agent', 'demo', 'one', 'one', 1]);
});
