import type { ErrorDetails, ShopbellError } from '@shopbell/protocol';
import { fromWireError, toWireError } from '@shopbell/protocol/errors';
import type { Pending } from './pending.ts';

type WireError = { code: string; message: string; details?: ErrorDetails };

/** What waits as plain JSON: to be kept, or told to another tab. Errors are as on the wire. */
export type KeptPending = Omit<Pending, 'error' | 'delayed'> & {
  error?: WireError | null;
  delayed?: { error: WireError; retryAt: number; since?: number };
};

/** Makes plain JSON of it. */
export const toKept = ({ nonce, command, input, queuedAt, error, delayed }: Pending): KeptPending => ({
  nonce,
  command,
  input,
  queuedAt,
  error: error && toWireError(error),
  ...(delayed ? { delayed: { ...delayed, error: toWireError(delayed.error) } } : {}),
});

const isKept = (value: unknown): value is KeptPending => {
  const { nonce, command, input } = (value ?? {}) as Partial<KeptPending>;
  return (
    typeof nonce === 'string' && typeof command === 'string' && typeof input === 'object' && input !== null
  );
};

const errorOf = (wire: Partial<WireError> | null | undefined): ShopbellError | null =>
  wire?.code ? fromWireError({ message: '', ...wire, code: wire.code }) : null;

/** Reads what was kept; what is not an item (another version, a broken store) is left out. */
export const fromKept = (kept: unknown): Pending[] =>
  (Array.isArray(kept) ? kept : []).filter(isKept).map(({ nonce, command, input, queuedAt, ...how }) => {
    const pending: Pending = { nonce, command, input, queuedAt, error: errorOf(how.error) };
    const error = errorOf(how.delayed?.error);
    return how.delayed && error ? { ...pending, delayed: { ...how.delayed, error } } : pending;
  });
