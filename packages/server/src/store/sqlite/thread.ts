import { Worker } from 'node:worker_threads';
import { errorOf, opening, threadLost, type Call, type Reply } from './threaded-wire.ts';

type Waiting = { resolve: (value: unknown) => void; reject: (error: Error) => void };

/** A thread that answers calls, one after the other. */
export type Thread = {
  /** What it can be asked. */
  methods: readonly string[];
  call: (method: string, args: readonly unknown[]) => Promise<unknown>;
  end: () => Promise<void>;
};

/** Its module, what it is given, and how much memory in MB it may take before it is ended. */
type Start = { url: URL; workerData: unknown; maxHeapMb?: number | undefined };

const isSource = import.meta.url.endsWith('.ts');

/** The module of a thread beside this one, as it is run: its source or what was built of it. */
export const threadFile = (from: string, name: string): URL =>
  new URL(`${name}${isSource ? '.ts' : '.js'}`, from);

// The thread loads modules as the process does. Not every flag of a process may be given to a thread: only these are.
const loading = /^(--import|--require|--conditions|--no-warnings|--cpu-prof|--cpu-prof-dir|-r|-C)(=|$)/;
const given = process.execArgv.filter(
  (flag, index, flags) =>
    loading.test(flag) || /^(--import|--require|--conditions|-r|-C)$/.test(flags[index - 1] ?? ''),
);
// Run from its sources, it finds the packages beside it as this module did.
const execArgv = isSource ? [...given, '--conditions=source', '--no-warnings'] : given;

/** Starts a thread; resolves when it says that it is open, rejects with why it is not. */
export const startThread = ({ url, workerData, maxHeapMb }: Start, onLost: () => void): Promise<Thread> => {
  const resourceLimits = maxHeapMb === undefined ? {} : { maxOldGenerationSizeMb: maxHeapMb };
  const worker = new Worker(url, { workerData, resourceLimits, execArgv });
  const waiting = new Map<number, Waiting>();
  let lastId = opening;

  const wait = (id: number): Promise<unknown> => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    waiting.set(id, { resolve, reject });
    // A process with nothing else to do stays for what is under way, and for nothing more.
    worker.ref();
    return promise;
  };
  const lose = (cause: unknown): void => {
    onLost();
    for (const { reject } of waiting.values()) reject(threadLost(cause));
    waiting.clear();
  };
  worker.on('message', (reply: Reply) => {
    const caller = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (waiting.size === 0) worker.unref();
    if (reply.ok) caller?.resolve(reply.value);
    else caller?.reject(errorOf(reply));
  });
  worker.on('error', lose);
  worker.on('exit', lose);

  const thread: Omit<Thread, 'methods'> = {
    call: (method, args) => {
      lastId += 1;
      const call: Call = { id: lastId, method, args };
      // Throws at once where a value cannot be cloned; then nobody waits.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage(call);
      return wait(lastId);
    },
    end: async () => {
      await worker.terminate();
    },
  };
  return wait(opening).then(
    (methods) => ({ ...thread, methods: methods as readonly string[] }),
    async (error: unknown) => {
      await thread.end();
      throw error;
    },
  );
};
