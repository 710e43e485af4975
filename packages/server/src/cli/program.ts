import { ShopbellError } from '@shopbell/protocol';
import { Command, CommanderError } from 'commander';
import { version } from '../version.ts';
import { addAgentCommands } from './agents.ts';
import { environmentHelp } from './environment-help.ts';
import { addKeyCommands } from './keys.ts';
import { addServeCommand } from './serve.ts';
import { addShopCommands } from './shops.ts';

const examples = `
Examples:
  shopbell shop add demo --name "Demo shop" --origin https://shop.example.com
  shopbell agent add --name Ada                     prints Ada’s one-time link to the desk
  shopbell key create --name Helper --role bot      prints a key for a program
  shopbell serve --port 8080 --url https://chat.example.com
`;

const createProgram = (): Command => {
  const program = new Command('shopbell')
    .description('Live chat for shops: the relay, and who may use it.')
    .version(version, '--version')
    .helpCommand(false)
    .showHelpAfterError('Try --help.')
    .exitOverride();
  addServeCommand(program);
  addShopCommands(program);
  addAgentCommands(program);
  addKeyCommands(program);
  program.addHelpText(
    'after',
    () =>
      `${examples}\nEnvironment (flags win over it):\n${environmentHelp()}\n\nExit codes: 0 done, 1 refused or failed, 2 wrong usage.`,
  );
  return program;
};

/** Runs one command line. Resolves to the exit code: 0 done, 1 refused or failed, 2 wrong usage. */
export const run = async (commandLine: readonly string[]): Promise<number> => {
  try {
    await createProgram().parseAsync([...commandLine], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof ShopbellError) {
      process.stderr.write(`shopbell: ${error.message}\n`);
      return error.code === 'bad_request' ? 2 : 1;
    }
    process.stderr.write(
      `shopbell: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return 1;
  }
};
