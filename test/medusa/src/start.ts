import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePair } from '@shopbell-example/demo/run-demo';

/** Where everything is, as the command says in JSON. */
export type Started = {
  page: string;
  relay: string;
  desk: string;
  deskLink: string;
  agentKey: string;
  medusa: { url: string; login: { email: string; password: string } };
  pids: Record<string, number>;
};

/** The command, running. */
export type Command = AsyncDisposable & {
  started: Promise<Started>;
  /** Asks it to stop, as Ctrl-C does; resolves to its exit code. */
  stop: () => Promise<number | null>;
};

const main = fileURLToPath(import.meta.resolve('@shopbell-example/medusa/main'));

/** `pnpm medusa` as a newcomer starts it: a process of its own, on free ports, in a folder that is gone afterwards. */
export const startCommand = async (hear: (line: string) => void): Promise<Command> => {
  const port = await freePair();
  const child = spawn(process.execPath, ['--conditions=source', main], {
    env: {
      // All of it: installing may need a proxy or a registry of one’s own.
      ...process.env,
      SHOPBELL_DATA: '',
      PORT: String(port),
      SHOPBELL_DEMO_JSON: '1',
      SHOPBELL_DEMO_BUILD: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { promise: said, resolve } = Promise.withResolvers<Started>();
  const { promise: ended, resolve: end } = Promise.withResolvers<number | null>();
  const lines: string[] = [];
  const listen = (line: string): void => {
    if (line.startsWith('{')) return resolve(JSON.parse(line) as Started);
    lines.push(line);
    hear(line);
  };
  createInterface(child.stdout).on('line', listen);
  createInterface(child.stderr).on('line', listen);
  child.once('close', (code) => end(code));
  const stop = (): Promise<number | null> => {
    child.kill('SIGINT');
    return ended;
  };
  return {
    started: Promise.race([
      said,
      ended.then((code): never => {
        throw new Error(`The command ended (${code}).\n${lines.join('\n')}`);
      }),
    ]),
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop();
    },
  };
};
