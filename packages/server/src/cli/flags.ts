import type { Command } from 'commander';

/** Flags of every command that works on the database. */
export const withData = (command: Command): Command =>
  command.option('--data <folder>', 'the folder of the database').option('--json', 'one line of JSON');

/** The same for what belongs to one shop. */
export const withPlace = (command: Command): Command =>
  withData(command.option('--shop <id>', 'the shop; may be left out where there is one'));

/** Collects an option that may be given several times. */
export const gather = (value: string, before: string[]): string[] => [...before, value];
