import { refuse } from '@shopbell/protocol';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { loadingFlags, moduleBeside } from '../own-module.ts';
import type { Examination, Examined } from './examination.ts';

/** Looks into files in a process of its own, one at a time. */
export interface Examiner {
  /** Rejects with `unavailable` where too many wait. One that takes too long or ends the process is `unreadable`. */
  examine: (job: Examination) => Promise<Examined>;
  close: () => Promise<void>;
}

export type ExaminerOptions = {
  /** The one folder it may write to. */
  folder: string;
  waitingMax?: number;
  timeoutMs?: number;
  /** The process is ended when nothing has come for so long: its memory is better used otherwise. */
  idleMs?: number;
};

const processUrl = moduleBeside(import.meta.url, './examiner-process');

// Nothing of the environment goes along: the relay’s holds the database’s password.
const start = (folder: string): ChildProcess =>
  fork(processUrl, [], {
    env: {},
    execArgv: [
      ...loadingFlags,
      '--permission',
      '--allow-fs-read=*',
      `--allow-fs-write=${folder}`,
      '--allow-addons',
      '--no-warnings',
      '--max-old-space-size=192',
    ],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });

const unreadable: Examined = { ok: false, rejected: 'unreadable' };

/** One job in a process: its answer, or `unreadable` where the process ends or must be ended. */
const ask = async (child: ChildProcess, job: Examination, timeoutMs: number): Promise<Examined> => {
  const over = new AbortController();
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  const answered = once(child, 'message', { signal: over.signal }).then(([examined]) => examined as Examined);
  const ended = once(child, 'exit', { signal: over.signal }).then(() => unreadable);
  // Whichever loses is called off below.
  for (const each of [answered, ended]) each.catch(() => undefined);
  try {
    child.send(job, () => undefined);
    return await Promise.race([answered, ended]);
  } finally {
    clearTimeout(timer);
    over.abort();
  }
};

/** The process, while there is one: started when it is wanted, ended when nothing has come for a while. */
const createProcess = (folder: string, idleMs: number) => {
  let child: ChildProcess | null = null;
  let idle: NodeJS.Timeout | undefined;
  const end = (): void => {
    clearTimeout(idle);
    child?.kill('SIGKILL');
    child = null;
  };
  return {
    end,
    running: (): ChildProcess => {
      clearTimeout(idle);
      if (child !== null) return child;
      const started = start(folder);
      started.once('exit', () => {
        if (child === started) child = null;
      });
      started.on('error', () => started.kill('SIGKILL'));
      // A relay that has nothing else to do may end.
      started.unref();
      started.channel?.unref();
      child = started;
      return started;
    },
    rest: (): void => {
      idle = setTimeout(end, idleMs).unref();
    },
  };
};

const tooMany = () =>
  refuse('unavailable', 'Too many files are being looked at. Send it again in a moment.', {
    retryAfterMs: 5_000,
  });

/** Makes an examiner; its process is started when the first file comes. */
export const createExaminer = ({
  folder,
  waitingMax = 32,
  timeoutMs = 30_000,
  idleMs = 60_000,
}: ExaminerOptions): Examiner => {
  const { running, rest, end } = createProcess(folder, idleMs);
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  const work = async (job: Examination): Promise<Examined> => {
    if (isClosed) throw refuse('unavailable', 'The relay is going down. Send the file again in a moment.');
    try {
      return await ask(running(), job, timeoutMs);
    } finally {
      rest();
    }
  };
  return {
    examine: async (job) => {
      if (waiting >= waitingMax) throw tooMany();
      waiting += 1;
      const turn = last.then(() => work(job));
      last = turn.catch(() => undefined);
      try {
        return await turn;
      } finally {
        waiting -= 1;
      }
    },
    close: async () => {
      isClosed = true;
      end();
      await last;
      end();
    },
  };
};
