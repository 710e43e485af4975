import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

/** A digest of every row of every table of a relay’s database, read from beside it. The same rows, the same digest. */
export const digestOf = (databaseUrl: string): string => {
  const database = new DatabaseSync(databaseUrl.replace(/^file:/, ''), { readOnly: true });
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
  const hash = createHash('sha256');
  for (const { name } of tables) {
    const rows = database.prepare(`SELECT * FROM "${String(name)}"`).all();
    hash.update(`${String(name)} ${rows.length}\n`);
    for (const row of rows.map((each) => JSON.stringify(each)).toSorted()) hash.update(row);
  }
  database.close();
  return hash.digest('hex');
};
