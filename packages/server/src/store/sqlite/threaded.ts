import { encodeAppend } from '../place-entries.ts';
import type { Store } from '../store.ts';
import { answersTo } from './answers.ts';
import { flattenBatch, unflattenWritten, type Returned } from './crossing.ts';
import { createSearcher } from './search/searcher.ts';
import { moduleBeside } from '../../own-module.ts';
import { startThread, type Thread } from './thread.ts';
import { threadLost, writing, type ThreadOptions } from './threaded-wire.ts';

const threadUrl = moduleBeside(import.meta.url, './writer-thread');

/**
 * A store in one SQLite file, in a thread of its own: a slow disk holds up what waits for it, never the event loop.
 * Refuses as `openSqliteStore` does. A thread that dies takes what it had not committed with it (`unavailable`); the next call
 * opens the store again.
 */
export const openThreadedStore = async (options: ThreadOptions): Promise<Store> => {
  let isClosed = false;
  let thread: Promise<Thread> | null = null;
  const open = (): Promise<Thread> => {
    const { maxHeapMb, ...workerData } = options;
    const opened = startThread({ url: threadUrl, workerData, maxHeapMb }, () => {
      if (thread === opened) thread = null;
    });
    thread = opened;
    opened.catch(() => {
      if (thread === opened) thread = null;
    });
    return opened;
  };
  const call = async (method: string, args: readonly unknown[]): Promise<unknown> => {
    if (isClosed) throw threadLost('closed');
    return (await (thread ?? open())).call(method, args);
  };
  // Both ways the batch is encoded here, where its answers are needed: the thread says only where it was put.
  const append: Store['append'] = async (batch) => {
    const encoded = batch.map(encodeAppend);
    const returned = await call(writing, [flattenBatch(encoded)]);
    return answersTo(encoded, unflattenWritten(returned as Returned));
  };
  const close = async (): Promise<void> => {
    if (isClosed) return;
    await closeSearcher();
    const last = await thread?.catch(() => null);
    isClosed = true;
    await last?.call('close', []);
    await last?.end();
  };

  const { methods } = await open();
  const { close: closeSearcher, ...search } = createSearcher(options.file);
  const calls = methods.map((method) => [method, (...args: readonly unknown[]) => call(method, args)]);
  const store = Object.fromEntries(calls) as Store;
  // What is erased is gone from the index, too, before it is said to be.
  const settleErasure = async (): Promise<boolean> => {
    const isSettled = await store.settleErasure();
    if (isSettled) await search.searchable();
    return isSettled;
  };
  return { ...store, ...search, append, settleErasure, close };
};
