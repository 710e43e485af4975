import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Where a started cluster is, as it says in JSON. */
export type Said = {
  page: string;
  shop: string;
  /** The proxy. */
  relay: string;
  desk: string;
  deskLink: string;
  data: string;
  databaseUrl: string;
};

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** The cluster as a newcomer starts it: a process of its own. It needs `port` and the two after it. */
export const runCluster = ({ port }: { port: number }) => {
  const child = spawn(process.execPath, ['--conditions=source', main], {
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      SHOPBELL_DEMO_JSON: '1',
      SHOPBELL_DEMO_BUILD: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const { promise: said, resolve } = Promise.withResolvers<Said>();
  const { promise: ended, resolve: end } = Promise.withResolvers<number | null>();
  const hear = (line: string): void => {
    lines.push(line);
    if (line.startsWith('{"page"')) resolve(JSON.parse(line));
  };
  createInterface(child.stdout).on('line', hear);
  createInterface(child.stderr).on('line', hear);
  child.once('close', (code) => end(code));
  const stop = (): Promise<number | null> => {
    child.kill('SIGTERM');
    return ended;
  };
  return {
    lines,
    stop,
    /** Where everything is; rejects with all that was said when it ends before. */
    started: Promise.race([
      said,
      ended.then((code): never => {
        throw new Error(`The cluster ended (${code}).\n${lines.join('\n')}`);
      }),
    ]),
    [Symbol.asyncDispose]: async () => {
      await stop();
    },
  };
};
