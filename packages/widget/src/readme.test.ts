import { expect, test } from 'vitest';
import { readReadme, withTables } from '../test/readme.ts';

test('the README’s tables are as the types are', async () => {
  const readme = await readReadme();
  expect(readme, 'run `node --conditions=source packages/widget/test/readme.ts`').toBe(
    await withTables(readme),
  );
});

test('every option, method and event stands in a table, and says what it is', async () => {
  const rows = (await readReadme()).match(/^\| .*\|$/gm) ?? [];
  for (const name of ['`shop`', '`excludePaths`', '`open(): void`', '`track(', '`unread`'])
    expect(
      rows.filter((row) => row.includes(name)),
      name,
    ).not.toEqual([]);
  const told = rows.filter((row) => row.startsWith('| `') || row.startsWith('|  |'));
  expect(told.filter((row) => !/[.] \|/.test(row))).toEqual([]);
});
