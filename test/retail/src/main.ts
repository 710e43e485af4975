import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readDatabase } from './books.ts';
import { openCounter } from './play.ts';
import { isExpected, readTasks } from './tasks.ts';

const usage = 'pnpm retail --tasks FILE --db FILE';

/** Plays each task through a relay, a JSON line each on stdout and the counts on stderr; ends with 1 if one went wrong. */
const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { tasks: { type: 'string' }, db: { type: 'string' } } });
  if (!values.tasks || !values.db) throw new Error(usage);
  const tasks = readTasks(resolve(values.tasks));
  await using counter = await openCounter(readDatabase(resolve(values.db)));
  const startedAt = performance.now();
  const sum = { played: 0, writes: 0, confirmed: 0, refused: 0, judged: 0, right: 0 };
  for (const task of tasks) {
    try {
      const played = await counter.play(task);
      console.log(JSON.stringify(played));
      sum.played += 1;
      for (const name of ['writes', 'confirmed', 'refused'] as const) sum[name] += played[name];
      if (task.changed === undefined) continue;
      sum.judged += 1;
      if (isExpected(task, played.changed)) sum.right += 1;
      else console.error(`Task ${task.id}: the shop does not stand as it should.`);
    } catch (error) {
      console.error(`Task ${task.id}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  console.error(
    `${sum.played} of ${tasks.length} tasks played in ${seconds} s: ${sum.writes} writes, ${sum.confirmed} confirmed, ${sum.refused} refused.`,
  );
  console.error(`${sum.right} of ${sum.judged} tasks left the shop as expected.`);
  if (sum.played < tasks.length || sum.right < sum.judged) process.exitCode = 1;
};

await main();
