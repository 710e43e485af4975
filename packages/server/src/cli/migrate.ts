import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { databaseName, migrateDatabase } from '../database.ts';
import { withData } from './flags.ts';
import { createOutput } from './output.ts';
import { flagsOf, type CommonOptions, type Surroundings } from './workplace.ts';

const runMigrate = async (around: Surroundings, options: CommonOptions): Promise<void> => {
  const { databaseUrl } = readConfig(flagsOf(options), around.environment);
  const { from, to } = await migrateDatabase(databaseUrl);
  const database = databaseName(databaseUrl);
  const done = from === to ? `is up to date (schema ${to})` : `was brought from schema ${from} to ${to}`;
  createOutput(options.json === true, around.out).done(`${database} ${done}.`, { database, from, to });
};

/** `shopbell migrate` */
export const addMigrateCommand = (program: Command, around: Surroundings): void => {
  withData(program.command('migrate'))
    .description('bring the database’s schema up to date, as a relay does when it starts')
    .action((options: CommonOptions) => runMigrate(around, options));
};
