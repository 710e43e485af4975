import { ShopbellError } from '@shopbell/protocol';
import { Command, CommanderError } from 'commander';
import { version } from '../version.ts';
import { addAgentCommands } from './agents.ts';
import { environmentHelp } from './environment-help.ts';
import { addBackupCommands } from './backup.ts';
import { addCopyCommand } from './copy.ts';
import { addEraseCommand } from './erase.ts';
import { addKeyCommands } from './keys.ts';
import { addMigrateCommand } from './migrate.ts';
import { addServeCommand } from './serve.ts';
import { addServiceCommands } from './shop-settings.ts';
import { addShopCommands } from './shops.ts';
import { addVerifyCommand } from './verify.ts';
import type { Surroundings } from './workplace.ts';

const examples = `
Examples:
  shopbell shop add demo --name "Demo shop" --origin https://shop.example.com
  shopbell agent add --name Ada                     prints Ada’s one-time link to the desk
  shopbell key create --name Helper --role bot      prints a key for a program
  shopbell serve --port 8080 --url https://chat.example.com
  shopbell verify                                   checks that no entry was altered
`;

const createProgram = (around: Surroundings): Command => {
  const program = new Command('shopbell')
    .description('Live chat for shops: the relay, and who may use it.')
    .version(version, '--version')
    .helpCommand(false)
    .showHelpAfterError('Try --help.')
    .configureOutput({ writeOut: around.out, writeErr: around.err })
    .exitOverride();
  addServeCommand(program, around);
  addShopCommands(program, around);
  addServiceCommands(program, around);
  addAgentCommands(program, around);
  addKeyCommands(program, around);
  addEraseCommand(program, around);
  addCopyCommand(program, around);
  addVerifyCommand(program, around);
  addMigrateCommand(program, around);
  addBackupCommands(program, around);
  program.addHelpText(
    'after',
    () =>
      `${examples}\nEnvironment (flags win over it):\n${environmentHelp()}\n\nExit codes: 0 done, 1 refused or failed, 2 wrong usage.`,
  );
  return program;
};

const ofProcess: Surroundings = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};

/** Runs one command line. Resolves to the exit code: 0 done, 1 refused or failed, 2 wrong usage. */
export const run = async (
  commandLine: readonly string[],
  around: Surroundings = ofProcess,
): Promise<number> => {
  try {
    await createProgram(around).parseAsync([...commandLine], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof ShopbellError) {
      around.err(`shopbell: ${error.message}\n`);
      return error.code === 'bad_request' ? 2 : 1;
    }
    around.err(`shopbell: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
};
