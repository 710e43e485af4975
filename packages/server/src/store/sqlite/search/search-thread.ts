import { parentPort, workerData } from 'node:worker_threads';
import type { SearchQuery } from '../../search/search.ts';
import { answerCalls } from '../thread-answers.ts';
import { opening, type Reply, type ThreadOptions } from '../threaded-wire.ts';
import { openIndexBeside, type IndexBeside } from './beside.ts';
import { forgetIndex, isDamaged } from './index-file.ts';
import { createPace } from '../../search/pace.ts';

// The thread that has the index: it follows what the writer has committed, and looks for what is asked.
const port = parentPort;
if (port === null) throw new Error('this module runs as a worker thread');

const { file } = workerData as ThreadOptions;
/** A full disk, a lock: as long as it lasts. */
const troubleMs = 2_000;

let index: IndexBeside = openIndexBeside(file);
const remade = (error: unknown): boolean => {
  // The engine’s own words are beneath those for callers.
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!isDamaged(cause)) return false;
  index.close();
  forgetIndex(file);
  index = openIndexBeside(file);
  return true;
};
const withIndex = <T>(work: (index: IndexBeside) => T): T => {
  try {
    return work(index);
  } catch (error) {
    if (!remade(error)) throw error;
    return work(index);
  }
};

// A twentieth of one core where the relay is busy, else half of it.
const pace = createPace({ idleMs: 250, busy: 19, free: 1 });
const follow = (): void => {
  let waitMs = troubleMs;
  try {
    const startedAt = performance.now();
    const isDone = withIndex(({ step }) => step());
    const now = performance.now();
    waitMs = pace({ isDone, tookMs: now - startedAt, latest: index.latest(), now });
  } catch {
    // It is tried again; whoever searches meanwhile is told.
  }
  setTimeout(follow, waitMs);
};

const methods: Readonly<Record<string, (...args: never[]) => unknown>> = {
  search: (shop: string, query: SearchQuery) => withIndex(({ find }) => find(shop, query)),
  searchable: () => withIndex(({ catchUp }) => catchUp()),
  close: () => index.close(),
};
answerCalls(port, { carryOut: ({ method, args }) => methods[method]?.(...(args as never[])) });
port.postMessage([{ id: opening, ok: true, value: Object.keys(methods) }] satisfies Reply[]);
follow();
