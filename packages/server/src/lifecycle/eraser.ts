import type { Inbox } from '../delivery/inbox.ts';
import type { Signals } from '../delivery/signals.ts';
import type { Log } from '../log/log.ts';
import type { Metrics } from '../metrics.ts';
import type { ErasedStep } from '../store/erasure-store.ts';
import type { Store } from '../store/store.ts';
import { createErasing } from './erase.ts';

/** What a relay erases with, and who is told. */
export type EraserOptions = {
  store: Store;
  log: Pick<Log, 'append'>;
  signals: Signals;
  inbox: Pick<Inbox, 'changed'>;
  metrics: Pick<Metrics, 'entriesErased'>;
  logger: { info: (fields: object, message: string) => void };
  now: () => number;
  onError: (error: unknown) => void;
  /** Conversations closed so long ago are erased; absent: never. */
  retentionMs?: number | undefined;
  /** Removes the bytes of files that are gone. `false`: to be tried again. */
  removeFiles?: (() => Promise<boolean>) | undefined;
  /** How often it looks for what is asked for, and for what has become old. */
  everyMs?: number;
  oldEveryMs?: number;
};

/** Tells those who show a conversation that what they show is erased. */
export const tellErased =
  (signals: Signals) =>
  ({ conversation, seq, publicSeq }: ErasedStep): void => {
    const event = 'conversation:erased';
    signals.send({ conversation, side: 'staff', event, json: JSON.stringify({ conversation, seq }) });
    if (publicSeq === 0) return;
    const json = JSON.stringify({ conversation, seq: publicSeq });
    signals.send({ conversation, side: 'shopper', event, json });
  };

/** Starts to erase, beside everything else the relay does. `close` resolves when the step under way is done. */
export const startEraser = (options: EraserOptions): { close: () => Promise<void> } => {
  const { store, log, signals, inbox, metrics, logger, now, onError } = options;
  const { retentionMs, removeFiles } = options;
  const { everyMs = 1_000, oldEveryMs = 60_000 } = options;
  const tell = tellErased(signals);
  const erasing = createErasing({
    store,
    append: log.append,
    now,
    removeFiles,
    onStep: ({ entries }, ms) => metrics.entriesErased(entries, ms),
    onErased: (step) => {
      tell(step);
      inbox.changed(step.shop, step.conversation);
    },
    onDone: ({ subject, shop }) => logger.info({ subject, shop }, 'erased, as was asked for'),
  });
  let timer: NodeJS.Timeout | undefined;
  let oldAt = performance.now();
  let isClosed = false;

  const eraseOld = async (): Promise<void> => {
    if (retentionMs === undefined || performance.now() < oldAt) return;
    oldAt = performance.now() + oldEveryMs;
    const conversations = await erasing.old(now() - retentionMs);
    if (conversations > 0) logger.info({ conversations }, 'erased what is older than is to be kept');
  };
  const look = async (): Promise<void> => {
    await erasing.wishes();
    await eraseOld();
  };
  let looking = Promise.resolve();
  const plan = (): void => {
    if (isClosed) return;
    timer = setTimeout(() => {
      looking = look().catch(onError).finally(plan);
    }, everyMs).unref();
  };
  plan();
  return {
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      erasing.stop();
      await looking;
    },
  };
};
