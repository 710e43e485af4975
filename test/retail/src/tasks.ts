import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Changed } from './books.ts';
import { convertMoney } from './money.ts';

/** One call of a tool, as a representative made it. */
export const Call = z.looseObject({
  name: z.string(),
  arguments: z
    .record(z.string(), z.json())
    .nullish()
    .transform((given) => given ?? {}),
});
export type Call = z.infer<typeof Call>;

/**
 * One customer's call at the shop: what a perfect representative does, and, where it is known, what then differs.
 * `changed` is only compared with, never read: whatever its records look like, the task can be played.
 */
export const Task = z.looseObject({
  id: z.union([z.string(), z.number()]),
  actions: z.array(Call),
  changed: z.looseObject({ orders: z.unknown(), users: z.unknown() }).partial().nullish(),
});
export type Task = z.infer<typeof Task>;

/** A task as its file has it: to be played, or why it cannot be. */
export type Listed = { task: Task } | { id: unknown; fault: string };

const listed = (written: unknown): Listed => {
  const { success, data, error } = Task.safeParse(written);
  if (success) return { task: data };
  const { id } = Object(written) as { id?: unknown };
  return { id, fault: z.prettifyError(error) };
};

/** Reads a file of tasks, each for itself: one that cannot be read keeps no other from being played. Throws when it is no list. */
export const readTasks = (file: string): Listed[] =>
  z
    .array(z.unknown())
    .parse(JSON.parse(readFileSync(file, 'utf8')))
    .map(listed);

const rounded = (dollars: number): number => Math.round(dollars * 100);

/** What must differ after a task, in cents: amounts are compared to the cent. */
export const expected = ({ changed }: Task): Changed =>
  convertMoney({ orders: changed?.orders ?? {}, users: changed?.users ?? {} } as Changed, rounded);

/** Whether what differs (in decimal dollars) is, to the cent, what must. */
export const isExpected = (task: Task, changed: Changed): boolean =>
  isDeepStrictEqual(convertMoney(changed, rounded), expected(task));

/** The tasks that can be played. */
export const playable = (all: readonly Listed[]): Task[] =>
  all.flatMap((each) => ('task' in each ? [each.task] : []));
