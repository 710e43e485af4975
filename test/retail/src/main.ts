import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readDatabase } from './books.ts';
import { openCounter, type Counter, type Play } from './play.ts';
import { isExpected, readTasks, type Listed } from './tasks.ts';

const usage = 'Usage: pnpm retail --tasks FILE --db FILE';

/** What the command is asked to play; `null` when that is not what its arguments say. */
const asked = (): { tasks: Listed[]; database: ReturnType<typeof readDatabase> } | null => {
  const options = { tasks: { type: 'string' }, db: { type: 'string' } } as const;
  try {
    const { values } = parseArgs({ options });
    if (!values.tasks || !values.db) throw new Error('Two files are needed.');
    return { tasks: readTasks(resolve(values.tasks)), database: readDatabase(resolve(values.db)) };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return null;
  }
};

/** A task that cannot be played has changed nothing: there is a line for each. */
const unplayed = (id: unknown, fault: string): Play => {
  const changed = { orders: {}, users: {} };
  return {
    played: { id: id as string, changed, writes: 0, confirmed: 0, refused: 0 },
    faults: [`it was not played: ${fault}`],
  };
};

const playOne = (counter: Counter, listed: Listed): Promise<Play> | Play => {
  if ('fault' in listed) return unplayed(listed.id, listed.fault);
  const { task } = listed;
  return counter
    .play(task)
    .catch((error: unknown) => unplayed(task.id, error instanceof Error ? error.message : String(error)));
};

const sum = { writes: 0, confirmed: 0, refused: 0, clean: 0, judged: 0, right: 0 };

/** Prints a task's line, and beside it what went wrong; adds it to the counts. */
const tell = (listed: Listed, { played, faults }: Play): void => {
  console.log(JSON.stringify(played));
  for (const name of ['writes', 'confirmed', 'refused'] as const) sum[name] += played[name];
  for (const fault of faults) console.error(`Task ${played.id}: ${fault}`);
  if (faults.length === 0) sum.clean += 1;
  if ('fault' in listed || listed.task.changed === undefined || listed.task.changed === null) return;
  sum.judged += 1;
  if (isExpected(listed.task, played.changed)) sum.right += 1;
  else console.error(`Task ${played.id}: the shop does not stand as it should.`);
};

/**
 * Plays each task through a relay: a JSON line each on stdout, and nothing else there; faults and counts on stderr. Ends
 * with 1 if a task could not be played, had a fault, or left the shop otherwise than it says, with 2 if it could not begin.
 */
const main = async (): Promise<void> => {
  const begun = asked();
  if (!begun) return void (process.exitCode = 2);
  const { tasks, database } = begun;
  await using counter = await openCounter(database);
  const startedAt = performance.now();
  for (const listed of tasks) tell(listed, await playOne(counter, listed));
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  console.error(
    `${sum.clean} of ${tasks.length} tasks played in ${seconds} s: ${sum.writes} writes, ${sum.confirmed} confirmed, ${sum.refused} refused.`,
  );
  console.error(`${sum.right} of ${sum.judged} tasks left the shop as expected.`);
  if (sum.clean < tasks.length || sum.right < sum.judged) process.exitCode = 1;
};

await main();
