import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { endProcess, launch, type Launch, type Launched } from '@shopbell-test/kit';
import { hitIn, type Hit } from './hits.ts';

/** A program that is started again whenever it ends. */
export type Lives<T> = AsyncDisposable & {
  /** What the first life said when it was ready. */
  readonly ready: T;
  /** Those it took along, death by death. */
  readonly hits: readonly Hit[];
  /** How often it ended. */
  readonly deaths: () => number;
  /** Calls back when the next life is ready. */
  onReborn(listener: () => void): void;
  /** Sends the present life a signal, once it is ready. */
  signal(name: NodeJS.Signals): void;
  /** Ends the present life, as a crash would; another follows. */
  kill(): Promise<void>;
};

/** Of whom a life is the next: what the first one said, and the process it has to wait for (`null`: none). */
export type Before<T> = { ready: T; pid: number | null };

/** How the lives are made. `order` is asked for at each birth; the first has nobody before it. */
export type LivesOptions<T> = Pick<Launch, 'nodeArgs' | 'env'> & {
  program: string;
  order: (before: Before<T> | null) => unknown;
  /** The next one is started while this one still lives, so that it has loaded everything when its turn comes. */
  standby: boolean;
};

const isDead = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

/** Starts programs, and ends what is left of them. */
const createNursery = <T>({ program, order, nodeArgs = [], env = {} }: LivesOptions<T>) => {
  const hits: Hit[] = [];
  const children = new Set<ChildProcess>();
  const hear = (text: string): void => {
    const hit = hitIn(text);
    if (hit) hits.push(hit);
  };
  const born = (child: ChildProcess): void => void children.add(child);
  return {
    hits,
    bear: (before: Before<T> | null): Promise<Launched<T>> =>
      launch<T>({ program, order: order(before), nodeArgs, env, hear, born }),
    endAll: () => Promise.all([...children].map((child) => endProcess(child, 'SIGKILL'))),
  };
};

/** Starts the first life; resolves when it is ready. */
export const startLives = async <T>(options: LivesOptions<T>): Promise<Lives<T>> => {
  const { hits, bear, endAll } = createNursery(options);
  const listeners: (() => void)[] = [];
  const over = new AbortController();
  let deaths = 0;
  let present = await bear(null);
  const { ready } = present;

  const live = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const next = options.standby ? bear({ ready, pid: present.child.pid ?? null }) : null;
      // It is only waited for further down: until then nobody minds if it ends with the rest.
      next?.catch(() => {});
      if (!isDead(present.child)) await once(present.child, 'exit');
      if (over.signal.aborted) return;
      deaths += 1;
      present = await (next ?? bear({ ready, pid: null }));
      for (const listener of listeners) listener();
    }
  };
  const living = live().catch((error: unknown) => {
    if (!over.signal.aborted) throw error;
  });
  return {
    ready,
    hits,
    deaths: () => deaths,
    onReborn: (listener) => void listeners.push(listener),
    signal: (name) => void present.child.kill(name),
    kill: async () => void (await endProcess(present.child, 'SIGKILL')),
    [Symbol.asyncDispose]: async () => {
      over.abort();
      await endAll();
      await living;
    },
  };
};
