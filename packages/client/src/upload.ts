import type { ShopbellError, StoredFile } from '@shopbell/protocol';
import { isRetryable } from '@shopbell/protocol/errors';
import { jitter } from './backoff.ts';
import { sendByXhr, type SendBytes, type Sending } from './send-bytes.ts';

/**
 * How an upload stands.
 *
 *     sending ─→ (all has left) ─→ done
 *        ↑ └→ waiting: no connection, or the relay wants it later; it begins again by itself
 *        └── failed: refused for good, or broken off on its way too often; it begins again only when asked to
 */
export type UploadState =
  | { name: 'sending'; sent: number; bytes: number }
  | { name: 'waiting'; error: ShopbellError; retryAt: number }
  | { name: 'failed'; error: ShopbellError }
  | { name: 'done'; file: StoredFile };

/** One file on its way. It lives as long as the page does: a reload loses it. */
export type Upload = {
  readonly state: UploadState;
  /** Begins a failed one again, or a waiting one now. */
  retry: () => void;
  /** Nothing of it is told any more; what has left is not kept unless the relay has it whole. */
  cancel: () => void;
};

export type UploadOptions = {
  file: Blob;
  /** Asked for at each attempt, so that a renewed token is used. */
  sending: () => Omit<Sending, 'nonce'>;
  nonce: string;
  onChange: (state: UploadState) => void;
  send?: SendBytes<Blob>;
  backoff?: { baseMs: number; capMs: number };
  now?: () => number;
};

/** A page that hears nothing of its bytes for so long begins them again. */
const silenceMs = 60_000;

/** An upload that has begun to leave and breaks off so often in a row would go on using up somebody’s data plan. */
const breaksMost = 8;

/** Sends it once; called off where nothing leaves for long. */
const attemptOnce = async (
  { file, sending, nonce, send = sendByXhr }: UploadOptions,
  attempt: AbortController,
  onSent: (sent: number) => void,
): Promise<StoredFile> => {
  const stop = (): void => attempt.abort();
  let timer = setTimeout(stop, silenceMs);
  const heard = (sent: number): void => {
    clearTimeout(timer);
    timer = setTimeout(stop, silenceMs);
    if (!attempt.signal.aborted) onSent(Math.min(sent, file.size));
  };
  heard(0);
  try {
    const { signal } = attempt;
    return (await send({ ...sending(), nonce }, file, { signal, onSent: heard })).file;
  } finally {
    clearTimeout(timer);
  }
};

/** Counts how often in a row an upload broke off that had begun to leave. */
const createBreaks = () => {
  let count = 0;
  let hasBegun = false;
  return {
    /** Told of 0 at the beginning of each attempt. */
    sent: (bytes: number): void => void (hasBegun = bytes > 0),
    /** Whether that was once too often; from then on it is counted anew. */
    isLast: ({ code }: ShopbellError): boolean => {
      // Where nothing leaves there is no network: that may come back at any time, and trying costs nothing.
      if (hasBegun) count = code === 'disconnected' ? count + 1 : 0;
      if (count < breaksMost) return false;
      count = 0;
      return true;
    },
  };
};

/**
 * Sends a file until the relay has it, from its beginning each time and under one nonce, so that it is there once. What may
 * work later is tried again by itself; what breaks off on its way, eight times in a row.
 */
export const startUpload = (options: UploadOptions): Upload => {
  const { onChange, now = Date.now } = options;
  const bytes = options.file.size;
  const waits = { baseMs: 1_000, capMs: 15_000, random: Math.random, ...options.backoff };
  let state: UploadState = { name: 'sending', sent: 0, bytes };
  let attempt = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempts = 0;
  const breaks = createBreaks();
  let isOver = false;

  const set = (next: UploadState): void => {
    if (isOver) return;
    if (next.name === 'sending') breaks.sent(next.sent);
    state = next;
    onChange(next);
  };
  const fail = (error: ShopbellError): void => {
    if (isOver) return;
    if (breaks.isLast(error) || !isRetryable(error.code)) return set({ name: 'failed', error });
    const waitMs = (error.details.retryAfterMs ?? 0) + jitter(attempts, waits);
    set({ name: 'waiting', error, retryAt: now() + waitMs });
    timer = setTimeout(() => void begin(), waitMs);
  };
  const begin = async (): Promise<void> => {
    attempts += 1;
    attempt = new AbortController();
    try {
      const file = await attemptOnce(options, attempt, (sent) => set({ name: 'sending', sent, bytes }));
      set({ name: 'done', file });
    } catch (error) {
      fail(error as ShopbellError);
    }
  };
  void begin();
  return {
    get state() {
      return state;
    },
    retry: () => {
      if (isOver || (state.name !== 'failed' && state.name !== 'waiting')) return;
      clearTimeout(timer);
      void begin();
    },
    cancel: () => {
      isOver = true;
      clearTimeout(timer);
      attempt.abort();
    },
  };
};
