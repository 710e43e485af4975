import type { SQLInputValue } from 'node:sqlite';
import type { Connection } from './connection.ts';

/** What one statement inserts at most: to run one costs about as much again as the row. */
const rowsAtOnce = 8;

/** A table’s name with the columns that are given; `orElse`: what is done where a row cannot be. */
type Into = { table: string; columns: readonly string[]; orElse?: string };

/** Makes what inserts rows, a few in a statement. Gives how many were inserted. */
export const createInsertRows = (connection: Connection, { table, columns, orElse = '' }: Into) => {
  const row = `(${columns.map(() => '?').join(', ')})`;
  const statement = (rows: number) =>
    connection.prepare(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${Array.from({ length: rows }, () => row).join(', ')} ${orElse}`,
    );
  const [one, several] = [statement(1), statement(rowsAtOnce)];
  const width = columns.length;

  /** `values`: those of one row after the other. */
  return (values: readonly SQLInputValue[]): number => {
    let inserted = 0;
    let at = 0;
    for (; at + rowsAtOnce * width <= values.length; at += rowsAtOnce * width)
      inserted += Number(several.run(...values.slice(at, at + rowsAtOnce * width)).changes);
    for (; at < values.length; at += width)
      inserted += Number(one.run(...values.slice(at, at + width)).changes);
    return inserted;
  };
};
