import { refuse } from '@shopbell/protocol';
import type { Search } from '../../search/search.ts';
import { moduleBeside } from '../../../own-module.ts';
import { startThread, type Thread } from '../thread.ts';

const threadUrl = moduleBeside(import.meta.url, './search-thread');
/** A relay that has just come up has better things to do. */
const startAfterMs = 1_000;
const answerMs = 5_000;
const waitingMost = 32;

const stopped = (): Error =>
  refuse('unavailable', 'Search stopped and is starting again. Try again in a moment.', {
    retryAfterMs: 1_000,
  });
const tooSlow = (): Error =>
  refuse('timeout', 'That search took too long. Look for rarer words, or for fewer.');
const tooMany = (): Error =>
  refuse('unavailable', 'Too many searches are under way. Try again in a moment.', { retryAfterMs: 1_000 });

/** The answer, or the refusal after so long. */
const inTime = async <T>(answer: Promise<T>, onLate: () => void): Promise<T> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    onLate();
    late.reject(tooSlow());
  }, answerMs);
  answer.catch(() => {});
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
};

/** The thread, started a while after the relay, or when it is first asked; again after it was lost. */
const createLine = (file: string) => {
  let isClosed = false;
  let thread: Promise<Thread> | null = null;

  const forget = (lost: Promise<Thread> | null): void => {
    if (thread !== lost) return;
    thread = null;
    plan();
  };
  const start = (): Promise<Thread> => {
    if (thread) return thread;
    const started = startThread({ url: threadUrl, workerData: { file } }, () => forget(started));
    thread = started;
    started.catch(() => forget(started));
    return started;
  };
  function plan(): void {
    setTimeout(() => {
      if (!isClosed) start().catch(() => {});
    }, startAfterMs).unref();
  }
  plan();

  return {
    call: async (method: string, args: readonly unknown[]): Promise<unknown> => {
      if (isClosed) throw stopped();
      return (await start()).call(method, args);
    },
    /** Ends the thread that is there; another follows. */
    giveUp: (): void => {
      const slow = thread;
      forget(slow);
      slow?.then(({ end }) => end()).catch(() => {});
    },
    close: async (): Promise<void> => {
      isClosed = true;
      const last = await thread?.catch(() => null);
      await last?.call('close', []).catch(() => {});
      await last?.end();
    },
  };
};

/**
 * Search in a thread of its own beside the writer’s: neither indexing nor looking ever holds up a commit or the event
 * loop. A search that takes too long is given up with its thread; the next one starts it again.
 */
export const createSearcher = (file: string): Search & { close: () => Promise<void> } => {
  const { call, giveUp, close } = createLine(file);
  let waiting = 0;
  return {
    search: async (shop, query) => {
      if (waiting >= waitingMost) throw tooMany();
      waiting += 1;
      try {
        return await inTime(call('search', [shop, query]) as ReturnType<Search['search']>, giveUp);
      } finally {
        waiting -= 1;
      }
    },
    searchable: async () => void (await call('searchable', [])),
    close,
  };
};
