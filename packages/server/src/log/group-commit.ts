import { refuse, ShopbellError } from '@shopbell/protocol';
import type { Metrics } from '../metrics.ts';
import type { Append, AppendResult, ConversationStore } from '../store/store.ts';
import { createListeners } from './listeners.ts';
import type { Appended, Log } from './log.ts';
import { createMemory } from './memory.ts';
import { createPace } from './pace.ts';

/** What the log stands on. `onError` hears of failures the caller only sees as `unavailable`. */
export type LogOptions = {
  store: Pick<ConversationStore, 'append' | 'state'>;
  metrics?: Pick<Metrics, 'batchCommitted'> | undefined;
  onError?: ((error: unknown) => void) | undefined;
};

type Waiting = { append: Append; resolve: (appended: Appended) => void; reject: (error: Error) => void };

// Bounds how long one transaction holds the event loop (about 10 ms), whatever has piled up.
const batchMax = 1_000;

// Bounds what is kept for an engine that hangs; who comes then is told at once.
const waitingMax = 20_000;
const fullError = () =>
  refuse('unavailable', 'Too much waits to be stored. Try again in a moment.', { retryAfterMs: 1_000 });

const isOutage = (error: unknown): boolean => error instanceof ShopbellError && error.code === 'unavailable';
const unavailable = (cause: unknown): ShopbellError => {
  const refusal = refuse('unavailable', 'This could not be stored just now. Try again in a moment.');
  refusal.cause = cause;
  return refusal;
};
const closedError = () => refuse('unavailable', 'The relay is going down. Try again in a moment.');

const isFresh = (result: AppendResult): result is Appended => result.ok && !result.repeated;

/** Settles each caller with what became of its append. */
const settle = (batch: readonly Waiting[], results: readonly AppendResult[]): void => {
  for (const [index, { resolve, reject }] of batch.entries()) {
    const result = results[index];
    if (result === undefined) reject(unavailable('the store left out a result'));
    else if (!result.ok) reject(refuse(result.code, result.message));
    else resolve(result);
  }
};

type Commit = (batch: readonly Waiting[]) => Promise<Appended[]>;

type CommitOptions = {
  store: LogOptions['store'];
  onError: (error: unknown) => void;
  /** Hears what is new before its callers do, who may go on from it at once. */
  learn: (fresh: readonly Appended[]) => void;
  /** Takes what has come meanwhile, when the engine is out: it would wait for the same. */
  rest: () => readonly Waiting[];
};

/** Commits a batch and settles its callers; resolves to what is new, and never rejects. */
const createCommit = ({ store, onError, learn, rest }: CommitOptions): Commit => {
  const commitWhole: Commit = async (batch) => {
    const results = await store.append(batch.map(({ append }) => append));
    const fresh = results.filter(isFresh);
    learn(fresh);
    settle(batch, results);
    return fresh;
  };
  const refuseAll = (batch: readonly Waiting[], error: unknown): Appended[] => {
    onError(error);
    const all = isOutage(error) ? [...batch, ...rest()] : batch;
    for (const { reject } of all) reject(unavailable(error));
    return [];
  };
  const oneByOne: Commit = async (batch) => {
    const fresh: Appended[] = [];
    for (const each of batch) {
      fresh.push(...(await commitWhole([each]).catch((error: unknown) => refuseAll([each], error))));
    }
    return fresh;
  };

  return async (batch) => {
    try {
      return await commitWhole(batch);
    } catch (error) {
      // An engine that is out would fail each of them again; anything else is one append’s doing.
      return batch.length > 1 && !isOutage(error) ? oneByOne(batch) : refuseAll(batch, error);
    }
  };
};

/**
 * Group commit. What is read from the sockets in one turn of the event loop is one transaction; while an asynchronous
 * store is at it, what arrives is the next. The first append of a turn asks for the commit, so an idle relay waits
 * for nothing; one that is asked for hundreds a second lets a few gather.
 */
export const createLog = ({ store, metrics, onError = () => {} }: LogOptions): Log => {
  const memory = createMemory(store);
  const listeners = createListeners(onError);
  const waiting: Waiting[] = [];
  const rest = (): Waiting[] => waiting.splice(0);
  const commit = createCommit({ store, onError, learn: memory.learn, rest });
  const pace = createPace();
  let isBusy = false;
  let isClosed = false;
  let whenIdle: (() => void) | null = null;

  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, batchMax);
      const startedAt = performance.now();
      pace.begun(startedAt);
      const fresh = await commit(batch);
      const entries = fresh.reduce((count, appended) => count + appended.entries.length, 0);
      metrics?.batchCommitted({ appends: batch.length, entries, ms: performance.now() - startedAt });
      // Ticks run when the promises just resolved have been followed to their end: the replies are out.
      if (fresh.length > 0) process.nextTick(listeners.tell, fresh);
      if (waiting.length > 0) await pace.turn(() => waiting.length);
    }
    isBusy = false;
    whenIdle?.();
  };

  const plan = (): void => {
    if (isBusy) return;
    isBusy = true;
    void pace.turn(() => waiting.length).then(work);
  };

  return {
    append: (append) => {
      if (isClosed) return Promise.reject(closedError());
      if (waiting.length >= waitingMax) return Promise.reject(fullError());
      return new Promise((resolve, reject) => {
        waiting.push({ append, resolve, reject });
        pace.arrived(performance.now(), waiting.length);
        plan();
      });
    },
    state: memory.state,
    peek: memory.peek,
    learn: memory.note,
    onCommitted: listeners.add,
    forget: memory.forget,
    close: async () => {
      isClosed = true;
      if (isBusy) await new Promise<void>((resolve) => void (whenIdle = resolve));
    },
  };
};
