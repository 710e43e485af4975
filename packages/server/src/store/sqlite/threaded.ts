import { Worker } from 'node:worker_threads';
import type { Store } from '../store.ts';
import { errorOf, opening, threadLost, type Call, type Reply, type ThreadOptions } from './threaded-wire.ts';

type Waiting = { resolve: (value: unknown) => void; reject: (error: Error) => void };
type Thread = {
  /** What its store can be asked. */
  methods: readonly (keyof Store)[];
  call: (method: keyof Store, args: readonly unknown[]) => Promise<unknown>;
  end: () => Promise<void>;
};

const isSource = import.meta.url.endsWith('.ts');
const threadUrl = new URL(`./writer-thread${isSource ? '.ts' : '.js'}`, import.meta.url);

// The thread loads modules as the process does. Not every flag of a process may be given to a thread: only these are.
const loading = /^(--import|--require|--conditions|--no-warnings|-r|-C)(=|$)/;
const given = process.execArgv.filter(
  (flag, index, flags) =>
    loading.test(flag) || /^(--import|--require|--conditions|-r|-C)$/.test(flags[index - 1] ?? ''),
);
// Run from its sources, it finds the packages beside it as this module did.
const execArgv = isSource ? [...given, '--conditions=source', '--no-warnings'] : given;

/** Starts the thread; resolves when its store is open, rejects with why it is not. */
const startThread = (options: ThreadOptions, onLost: () => void): Promise<Thread> => {
  const { maxHeapMb, ...workerData } = options;
  const resourceLimits = maxHeapMb === undefined ? {} : { maxOldGenerationSizeMb: maxHeapMb };
  const worker = new Worker(threadUrl, { workerData, resourceLimits, execArgv });
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
    (methods) => ({ ...thread, methods: methods as Thread['methods'] }),
    async (error: unknown) => {
      await thread.end();
      throw error;
    },
  );
};

/**
 * A store in one SQLite file, in a thread of its own: a slow disk holds up what waits for it, never the event loop.
 * Refuses as `openSqliteStore` does. A thread that dies takes what it had not committed with it (`unavailable`); the next call
 * opens the store again.
 */
export const openThreadedStore = async (options: ThreadOptions): Promise<Store> => {
  let isClosed = false;
  let thread: Promise<Thread> | null = null;
  const open = (): Promise<Thread> => {
    const opened = startThread(options, () => {
      if (thread === opened) thread = null;
    });
    thread = opened;
    opened.catch(() => {
      if (thread === opened) thread = null;
    });
    return opened;
  };
  const call = async (method: keyof Store, args: readonly unknown[]): Promise<unknown> => {
    if (isClosed) throw threadLost('closed');
    return (await (thread ?? open())).call(method, args);
  };
  const close = async (): Promise<void> => {
    if (isClosed) return;
    const last = await thread?.catch(() => null);
    isClosed = true;
    await last?.call('close', []);
    await last?.end();
  };

  const { methods } = await open();
  const calls = methods.map((method) => [method, (...args: readonly unknown[]) => call(method, args)]);
  return { ...(Object.fromEntries(calls) as Store), close };
};
