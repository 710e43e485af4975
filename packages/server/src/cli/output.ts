/** Where a command writes, and in which form. */
export type Output = {
  /** One thing done: a sentence for people, or the data as one line of JSON. */
  done(sentence: string, data: object): void;
  /** Rows for people as a table, or as one line of JSON. */
  table(rows: readonly Record<string, string>[], data: object): void;
};

/** Aligns rows under their names. */
export const formatTable = (rows: readonly Record<string, string>[]): string => {
  const names = Object.keys(rows[0] ?? {});
  const lines = [
    names.map((name) => name.toUpperCase()),
    ...rows.map((row) => names.map((name) => row[name] ?? '')),
  ];
  const widths = names.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

/** Output for people, or, with `isJson`, for programs. */
export const createOutput = (isJson: boolean, write: (text: string) => void): Output => ({
  done: (sentence, data) => write(`${isJson ? JSON.stringify(data) : sentence}\n`),
  table(rows, data) {
    if (isJson) write(`${JSON.stringify(data)}\n`);
    else write(`${rows.length === 0 ? 'None yet.' : formatTable(rows)}\n`);
  },
});
