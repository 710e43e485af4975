import path from 'node:path';
import { refuse } from '@shopbell/protocol';
import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { databaseFile, isPostgres, openDatabase } from '../database.ts';
import { verifyChains } from '../log/verify.ts';
import { backUp, restore } from '../store/sqlite/backup.ts';
import { withData } from './flags.ts';
import { createOutput } from './output.ts';
import { altered, sentenceOf } from './verify.ts';
import { flagsOf, type CommonOptions, type Surroundings } from './workplace.ts';

const fileOf = (around: Surroundings, options: CommonOptions): string => {
  const { databaseUrl } = readConfig(flagsOf(options), around.environment);
  if (isPostgres(databaseUrl))
    throw refuse(
      'bad_request',
      'This is for a file. Back PostgreSQL up by its own means (pg_dump, or pg_basebackup with its log); with the relays ' +
        'stopped, `shopbell copy --to file:<path>` also makes a whole backup, checked, and `shopbell copy --from` brings it back.',
    );
  return databaseFile(databaseUrl);
};

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

/** A copy nobody has checked is no backup: its chains must lead through it. */
const checked = async (file: string) => {
  const store = await openDatabase(`file:${file}`, 'visitor');
  try {
    const verdict = await verifyChains(store);
    if (verdict.findings.length > 0) throw altered(verdict);
    return verdict;
  } finally {
    await store.close();
  }
};

const runBackup = async (around: Surroundings, to: string, options: CommonOptions): Promise<void> => {
  const file = path.resolve(to);
  const bytes = backUp(fileOf(around, options), file);
  const verdict = await checked(file);
  createOutput(options.json === true, around.out).done(
    `${file}: ${mebibytes(bytes)}. ${sentenceOf(verdict)}`,
    { file, bytes, entries: verdict.entries, conversations: verdict.conversations },
  );
};

const runRestore = async (around: Surroundings, from: string, options: CommonOptions): Promise<void> => {
  const file = fileOf(around, options);
  const kept = restore(path.resolve(from), file);
  const verdict = await checked(file);
  const before = kept === null ? '' : ` What was there before is kept at ${kept}.`;
  createOutput(options.json === true, around.out).done(
    `${file} is as it was when the backup was taken. ${sentenceOf(verdict)}${before}`,
    { file, kept, entries: verdict.entries, conversations: verdict.conversations },
  );
};

/** `shopbell backup`, `shopbell restore` */
export const addBackupCommands = (program: Command, around: Surroundings): void => {
  withData(program.command('backup <file>'))
    .description('copy the database into a new file and check the copy; may run beside the relay')
    .action((file: string, options: CommonOptions) => runBackup(around, file, options));
  withData(program.command('restore <file>'))
    .description('put a backup in the place of the database; the relay must be stopped')
    .action((file: string, options: CommonOptions) => runRestore(around, file, options));
};
