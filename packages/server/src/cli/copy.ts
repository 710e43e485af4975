import { refuse } from '@shopbell/protocol';
import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { databaseFile, isPostgres } from '../database.ts';
import { copyStore } from '../store/copy/copy.ts';
import type { CopyEnd, CopyTarget } from '../store/copy/end.ts';
import { openSqliteSource, openSqliteTarget } from '../store/copy/sqlite-end.ts';
import { readPostgresUrl } from '../store/postgres/url.ts';
import { createOutput } from './output.ts';
import { sentenceOf } from './verify.ts';
import type { Surroundings } from './workplace.ts';

type CopyOptions = { from?: string; to: string; json?: boolean };

const progressEveryMs = 2_000;

// The driver is loaded where it is needed.
const openSource = async (url: string): Promise<CopyEnd> => {
  if (!isPostgres(url)) return openSqliteSource(databaseFile(url));
  return (await import('../store/copy/postgres-end.ts')).openPostgresSource(readPostgresUrl(url));
};
const openTarget = async (url: string): Promise<CopyTarget> => {
  if (!isPostgres(url)) return openSqliteTarget(databaseFile(url));
  return (await import('../store/copy/postgres-end.ts')).openPostgresTarget(readPostgresUrl(url));
};

const copy = async (around: Surroundings, { from: given, to: wanted, json }: CopyOptions): Promise<void> => {
  const url = given ?? readConfig({}, around.environment).databaseUrl;
  if (url === wanted) throw refuse('bad_request', '--from and --to name the same database.');
  const from = await openSource(url);
  try {
    const to = await openTarget(wanted);
    let tellAt = performance.now() + progressEveryMs;
    const onPage = ({ table, rows }: { table: string; rows: number }): void => {
      if (performance.now() < tellAt) return;
      tellAt = performance.now() + progressEveryMs;
      around.err(`${table}: ${rows} …\n`);
    };
    try {
      const { rows, verdict } = await copyStore(from, to, { onPage });
      createOutput(json === true, around.out).done(
        `${from.name} is copied to ${to.name}, and both end alike. ${sentenceOf(verdict)}`,
        {
          from: from.name,
          to: to.name,
          rows,
          entries: verdict.entries,
          conversations: verdict.conversations,
        },
      );
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
};

/** `shopbell copy` */
export const addCopyCommand = (program: Command, around: Surroundings): void => {
  program
    .command('copy')
    .description('copy a whole database into another one, of whichever engine; broken off, it goes on')
    .option('--from <url>', 'file:<path> or postgres://…; the database of this relay by default')
    .requiredOption('--to <url>', 'file:<path> or postgres://…, new and empty')
    .option('--json', 'one line of JSON')
    .action((options: CopyOptions) => copy(around, options));
};
