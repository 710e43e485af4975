import { refuse, ShopbellError } from '@shopbell/protocol';

const codeOf = (error: unknown): string => {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : '';
};
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '');

/** What the driver says without a code. */
const lostWords =
  /connection (terminated|ended|error)|client (was closed|has encountered)|not queryable|read timeout|timeout expired/i;
const lostCodes =
  /^(08...|57P0.|25006|E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|NOTFOUND|HOSTUNREACH|NETUNREACH)|EAI_AGAIN)$/;

/** PostgreSQL’s codes that say something of the machine or the moment, not of the query. */
const outages: readonly [RegExp, string][] = [
  [/^53100$/, 'full'],
  [/^53...$/, 'out of room for more connections or memory'],
  [/^57014$/, 'too slow to answer'],
  [/^55P03$/, 'busy'],
  [/^40...$/, 'busy'],
  [/^58...$/, 'failing to read or write'],
];

/** Whether the connection is gone, or must be taken to be: what was under way may or may not have been done. */
export const isLost = (error: unknown): boolean =>
  lostCodes.test(codeOf(error)) || lostWords.test(messageOf(error));

/** In a word, how the engine fails; `null` when the error is not the engine’s (a bug, a constraint). */
export const outageOf = (error: unknown): string | null => {
  if (isLost(error)) return 'not to be reached';
  const code = codeOf(error);
  return outages.find(([pattern]) => pattern.test(code))?.[1] ?? null;
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

/** The batch did not find things as it had thought: nothing was written. */
const staleCode = 'SB001';
/** Whether the append found another state than it had reckoned with; nothing was written. */
export const isStale = (error: unknown): boolean => codeOf(error) === staleCode || codeOf(error) === '40P01';

/** Whether a prepared statement no longer fits the tables. */
export const isOutdated = (error: unknown): boolean => codeOf(error) === '0A000';
