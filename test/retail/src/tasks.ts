import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Changed } from './books.ts';
import { convertMoney, toCents } from './money.ts';
import { Customer, Order } from './records.ts';

/** One call of a tool, as a representative made it. */
export const Call = z.looseObject({ name: z.string(), arguments: z.record(z.string(), z.json()) });
export type Call = z.infer<typeof Call>;

/** One customer's call at the shop: what a perfect representative does, and, where it is known, what then differs. */
export const Task = z.looseObject({
  id: z.coerce.string(),
  actions: z.array(Call),
  changed: z
    .looseObject({
      orders: z.record(z.string(), Order).default({}),
      users: z.record(z.string(), Customer).default({}),
    })
    .optional(),
});
export type Task = z.infer<typeof Task>;

/** Reads a file of tasks. Throws when it has another shape. */
export const readTasks = (file: string): Task[] =>
  z.array(Task).parse(JSON.parse(readFileSync(file, 'utf8')));

/** What must differ after a task, in cents: amounts are compared to the cent. */
export const expected = ({ changed }: Task): Changed => {
  const { orders, users } = convertMoney(changed ?? { orders: {}, users: {} }, toCents);
  return { orders, users };
};

/** Whether what differs (in decimal dollars) is, to the cent, what must. */
export const isExpected = (task: Task, changed: Changed): boolean =>
  isDeepStrictEqual(convertMoney(changed, toCents), expected(task));
