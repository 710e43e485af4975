import { Worker } from 'node:worker_threads';
import { loadingFlags as execArgv } from '../../own-module.ts';
import { errorOf, opening, threadLost, writing, type Call, type Reply } from './threaded-wire.ts';

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

/** Who waits for which answer. */
const createWaiting = (worker: Worker) => {
  const waiting = new Map<number, Waiting>();
  const settle = (reply: Reply): void => {
    const caller = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.ok) caller?.resolve(reply.value);
    else caller?.reject(errorOf(reply));
    if (waiting.size === 0) worker.unref();
  };
  return {
    settle,
    wait: (id: number): Promise<unknown> => {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      waiting.set(id, { resolve, reject });
      // A process with nothing else to do stays for what is under way, and for nothing more.
      worker.ref();
      return promise;
    },
    lose: (cause: unknown): void => {
      for (const { reject } of waiting.values()) reject(threadLost(cause));
      waiting.clear();
    },
  };
};

/** Gathers what is asked in one turn of the event loop: it crosses together. A batch to be written goes at once. */
const createPost = (worker: Worker, settle: (reply: Reply) => void): ((call: Call) => void) => {
  let gathered: Call[] = [];
  const post = (calls: readonly Call[]): void => {
    try {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      if (calls.length > 0) worker.postMessage(calls);
    } catch (fault) {
      // A value among them cannot be cloned, and none has crossed: the others do without it.
      const [{ id } = { id: opening }, ...others] = calls;
      if (others.length === 0) settle({ id, ok: false, fault: fault as Error });
      else for (const call of calls) post([call]);
    }
  };
  const send = (): void => {
    const calls = gathered;
    gathered = [];
    post(calls);
  };
  return (call) => {
    const isFirst = gathered.push(call) === 1;
    if (call.method === writing) send();
    else if (isFirst) setImmediate(send);
  };
};

/** Starts a thread; resolves when it says that it is open, rejects with why it is not. */
export const startThread = ({ url, workerData, maxHeapMb }: Start, onLost: () => void): Promise<Thread> => {
  const resourceLimits = maxHeapMb === undefined ? {} : { maxOldGenerationSizeMb: maxHeapMb };
  // Its module’s name tells whose CPU time it is.
  const name = /[^/.]+(?=\.\w+$)/.exec(url.pathname)?.[0] ?? '';
  const worker = new Worker(url, { name, workerData, resourceLimits, execArgv });
  const { wait, settle, lose } = createWaiting(worker);
  const post = createPost(worker, settle);
  let lastId = opening;
  const lost = (cause: unknown): void => {
    onLost();
    lose(cause);
  };
  worker.on('message', (replies: readonly Reply[]) => {
    for (const reply of replies) settle(reply);
  });
  worker.on('error', lost);
  worker.on('exit', lost);

  const thread: Omit<Thread, 'methods'> = {
    call: (method, args) => {
      lastId += 1;
      const answered = wait(lastId);
      post({ id: lastId, method, args });
      return answered;
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
