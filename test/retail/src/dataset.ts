import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '../../../../shared/data/tau2-retail');

/** Where the benchmark's files lie: beside the repository, never in it. */
export const files = { tasks: join(folder, 'tasks.json'), database: join(folder, 'db.json') } as const;

/** Whether they are there. Where they are not, tests say what they skip. */
export const isThere = Object.values(files).every((file) => existsSync(file));
