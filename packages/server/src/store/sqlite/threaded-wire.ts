import { fromWireError, refuse, ShopbellError, toWireError, type WireError } from '@shopbell/protocol';

/**
 * A call of a store across threads, and what came of it. Values are cloned: no functions, no classes in them. Several cross
 * in one message, either way.
 */
export type Call = { id: number; method: string; args: readonly unknown[] };
export type Reply =
  | { id: number; ok: true; value: unknown }
  | { id: number; ok: false; refusal: WireError }
  | { id: number; ok: false; fault: Error };

/** The file, and how much memory in MB its thread may take before it is ended; as much as there is by default. */
export type ThreadOptions = { file: string; maxHeapMb?: number };

/** The store is open, and these are its methods: what the thread says first, as the reply to a call nobody made. */
export const opening = 0;

/** The call that stores a batch: it goes at once, and what was asked with it does not wait for its disk. */
export const writing = 'write';

/** A failure as it crosses. */
export const failureOf = (id: number, error: unknown): Reply => {
  if (error instanceof ShopbellError) return { id, ok: false, refusal: toWireError(error) };
  return { id, ok: false, fault: error instanceof Error ? error : new Error(String(error)) };
};

/** The failure as it is thrown on this side. */
export const errorOf = (reply: Exclude<Reply, { ok: true }>): Error =>
  'refusal' in reply ? fromWireError(reply.refusal) : reply.fault;

/** What callers hear while the thread is gone. */
export const threadLost = (cause: unknown): Error => {
  const refusal = refuse(
    'unavailable',
    'The relay’s storage stopped and is being opened again. Try again in a moment.',
  );
  refusal.cause = cause;
  return refusal;
};
