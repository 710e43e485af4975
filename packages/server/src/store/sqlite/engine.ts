import { refuse, ShopbellError } from '@shopbell/protocol';

/** SQLite’s primary result codes that say something of the machine, not of the query. */
const outages = new Map([
  [5, 'busy'],
  [6, 'locked'],
  [7, 'out of memory'],
  [8, 'read-only'],
  [10, 'failing to read or write'],
  [11, 'damaged'],
  [13, 'full'],
  [14, 'not to be opened'],
  [15, 'locked'],
  [26, 'not a database'],
]);

const codesOf = (error: unknown): { code: unknown; errcode: unknown } =>
  typeof error === 'object' && error !== null
    ? { code: Reflect.get(error, 'code'), errcode: Reflect.get(error, 'errcode') }
    : { code: undefined, errcode: undefined };

/** In a word, how the engine fails; `null` when the error is not the engine’s (a bug, a constraint). */
export const outageOf = (error: unknown): string | null => {
  const { code, errcode } = codesOf(error);
  // node:sqlite’s word for a database that has been closed.
  if (code === 'ERR_INVALID_STATE') return 'closed';
  return typeof errcode === 'number' ? (outages.get(errcode & 0xff) ?? null) : null;
};

/** An engine’s failure as `unavailable`, which callers try again; anything else as it is. */
export const asUnavailable = (error: unknown): unknown => {
  if (error instanceof ShopbellError) return error;
  const outage = outageOf(error);
  if (outage === null) return error;
  const refusal = refuse('unavailable', `The relay’s storage is ${outage}. Try again in a moment.`);
  refusal.cause = error;
  return refusal;
};

/** Runs a call of the engine; its failures leave as `unavailable`. */
export const attempt = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw asUnavailable(error);
  }
};

/** {@link attempt} as a promise: a failure rejects, it is never thrown at the caller. */
// oxlint-disable-next-line typescript/require-await -- the engine answers at once, the interface does not ask it to
export const attemptAsync = async <T>(work: () => T): Promise<T> => attempt(work);
