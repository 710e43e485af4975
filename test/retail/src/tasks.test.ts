import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readDatabase } from './books.ts';
import { files, isThere } from './dataset.ts';
import { isRefusal } from './plan.ts';
import { isRead, look } from './reads.ts';
import { isWrite, openShop, type Shop } from './shop.ts';
import { expected, playable, readTasks, type Call, type Task } from './tasks.ts';

const database = isThere ? readDatabase(files.database) : null;
const tasks = isThere ? playable(readTasks(files.tasks)) : [];

/** Plays one call; says whether the shop refused a write. */
const play = (shop: Shop, { name, arguments: input }: Call, key: string): boolean => {
  if (isWrite(name)) return isRefusal(shop.carryOut(key, { tool: name, input }));
  expect(isRead(name), name).toBe(true);
  if (isRead(name)) look(shop.books, name, input);
  return false;
};

const afterwards = (task: Task) => {
  if (!database) throw new Error('There is no database.');
  const shop = openShop(database);
  const refused = task.actions.filter((call, index) => play(shop, call, `${task.id}-${index}`));
  return { shop, refused };
};

describe.skipIf(!isThere)(
  'the shop, played call by call (needs the benchmark’s files beside the repository)',
  () => {
    test.each(tasks.map((task) => [task.id, task] as const))(
      'stands as it should after task %s',
      (_, task) => {
        expect(afterwards(task).shop.changed()).toEqual(expected(task));
      },
    );

    test('stands as it should after all of them', () => {
      const right = tasks.filter((task) =>
        isDeepStrictEqual(afterwards(task).shop.changed(), expected(task)),
      );
      console.log(`${right.length} of ${tasks.length} tasks left the shop as they should`);
      expect(right).toHaveLength(74);
    });

    test('refuses what the policy forbids and nothing else', () => {
      const refused = tasks.flatMap((task) => afterwards(task).refused.map(({ name }) => [task.id, name]));
      // A gift card of $17 does not cover $21.10.
      expect(refused).toEqual([['105', 'exchange_delivered_order_items']]);
    });

    test('answers every read of the tasks, or says why not', () => {
      const outcomes = tasks.flatMap(({ actions }) =>
        actions.flatMap(({ name, arguments: input }) =>
          isRead(name) && database ? [look(openShop(database).books, name, input)] : [],
        ),
      );
      const sentences = outcomes.flatMap((each) => (isRefusal(each) ? [each.refuse] : []));
      expect(outcomes.length).toBeGreaterThan(200);
      expect(sentences.every((each) => each.endsWith('.'))).toBe(true);
      console.log(`${tasks.length} tasks; ${outcomes.length} reads, ${sentences.length} of them in vain`);
    });
  },
);
