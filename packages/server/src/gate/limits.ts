import {
  connections as defaultConnections,
  rates as defaultRates,
  refuse,
  type Rate,
  type RateName,
} from '@shopbell/protocol';
import { hash } from 'node:crypto';
import { createListeners, type Listeners } from '../delivery/listeners.ts';

/** What a relay’s operator may set otherwise. */
export type LimitOverrides = {
  rates?: Partial<Record<RateName, Rate>>;
  connections?: Partial<Record<keyof typeof defaultConnections, number>>;
};

/** Tokens taken from a bucket that counts on all relays. `key`: a digest of whose it is. */
export type Taken = { name: string; key: string; tokens: number };

/** Token buckets and seats. Refusals are `rate_limited` with `retryAfterMs`. */
export interface Limits {
  /** Takes a token or throws. */
  take(name: RateName, key: string): void;
  /** The rate of a bucket, for those that are counted elsewhere. */
  rate(name: RateName): Rate;
  /** Throws when there is none, takes none. */
  check(name: RateName, key: string): void;
  /** Called for each token taken from a slow bucket, where there are other relays to hear of it. */
  onTaken: Listeners<Taken>['on'];
  /** What was taken at another relay is taken here, too. */
  absorb: (taken: Taken) => void;
  /** Takes a seat until the returned function is called, or throws. */
  seat(kind: keyof typeof defaultConnections, key: string): () => void;
}

type LimitsOptions = {
  /** Monotonic milliseconds. */
  monotonicMs?: () => number;
  overrides?: LimitOverrides | undefined;
  /** How many buckets of one name are remembered at least. */
  remembered?: number;
  /** Other relays count the same slow buckets. */
  isShared?: boolean;
};

/**
 * Remembers at least the `remembered` keys used last and at most twice as many: keys not used while a whole
 * generation of others was are forgotten with it, at no cost per use.
 */
const createGenerations = (remembered: number) => {
  let young = new Map<string, number>();
  let old = new Map<string, number>();
  return {
    get: (key: string): number | undefined => young.get(key) ?? old.get(key),
    set: (key: string, value: number): void => {
      young.set(key, value);
      if (young.size < remembered) return;
      old = young;
      young = new Map();
    },
  };
};

/**
 * A bucket is one number: the time at which it would be full again. A token moves it `perMs` later; it is
 * empty when that would be more than `burst × perMs` ahead of now.
 */
const createBuckets = ({ burst, perMs }: Rate, remembered: number) => {
  const fullAt = createGenerations(remembered);
  const waitMs = (key: string, now: number): number => {
    const at = Math.max(fullAt.get(key) ?? 0, now) + perMs;
    return at - now - burst * perMs;
  };
  return {
    waitMs,
    take: (key: string, now: number): number => {
      const wait = waitMs(key, now);
      if (wait <= 0) fullAt.set(key, Math.max(fullAt.get(key) ?? 0, now) + perMs);
      return wait;
    },
    /** Taken, whether there were tokens or not; at most until it is empty. */
    drain: (key: string, tokens: number, now: number): void => {
      const at = Math.max(fullAt.get(key) ?? 0, now) + tokens * perMs;
      fullAt.set(key, Math.min(at, now + burst * perMs));
    },
  };
};

/**
 * Buckets that fill at most every two seconds count over all relays: an hour’s or a day’s allowance, failed tries. The
 * quicker ones protect a relay, and each counts its own.
 */
const slowMs = 2_000;

/** The refusal where a bucket is empty. */
export const tooOften = (waitMs: number) =>
  refuse('rate_limited', 'That was too often. Wait a moment and try again.', {
    retryAfterMs: Math.ceil(waitMs),
  });
const tooMany = () =>
  refuse('rate_limited', 'Too many connections are open. Close some and try again.', {
    retryAfterMs: 10_000,
  });

/** Seats, so many for each key. */
const createSeats = (most: Record<keyof typeof defaultConnections, number>): Limits['seat'] => {
  const seats = new Map<string, number>();
  return (kind, key) => {
    const name = `${kind} ${key}`;
    const taken = seats.get(name) ?? 0;
    if (taken >= most[kind]) throw tooMany();
    seats.set(name, taken + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      const left = (seats.get(name) ?? 1) - 1;
      if (left === 0) seats.delete(name);
      else seats.set(name, left);
    };
  };
};

/** Makes the buckets and seats of one relay; memory is bounded whatever keys are tried. */
export const createLimits = ({
  monotonicMs = () => performance.now(),
  overrides = {},
  remembered = 20_000,
  isShared = false,
}: LimitsOptions = {}): Limits => {
  const rates: Record<RateName, Rate> = { ...defaultRates, ...overrides.rates };
  const buckets = new Map(
    Object.entries(rates).map(([name, rate]) => [name, createBuckets(rate, remembered)]),
  );
  const epsilonMs = 1e-6;

  const taken = createListeners<Taken>();
  const slow = new Set(Object.entries(rates).flatMap(([name, { perMs }]) => (perMs >= slowMs ? [name] : [])));
  /** Whose it is stays here: other relays are told a digest. */
  const keyOf = (name: RateName, key: string): string =>
    isShared && slow.has(name) ? hash('sha256', key, 'base64url') : key;

  const bucketsOf = (name: RateName) => {
    const found = buckets.get(name);
    if (!found) throw new Error(`no rate is named ${name}`);
    return found;
  };

  return {
    take: (name, key) => {
      const own = keyOf(name, key);
      const waitMs = bucketsOf(name).take(own, monotonicMs());
      if (waitMs > epsilonMs) throw tooOften(waitMs);
      if (own !== key) taken.tell({ name, key: own, tokens: 1 });
    },
    check: (name, key) => {
      const waitMs = bucketsOf(name).waitMs(keyOf(name, key), monotonicMs());
      if (waitMs > epsilonMs) throw tooOften(waitMs);
    },
    rate: (name) => rates[name],
    onTaken: taken.on,
    absorb: ({ name, key, tokens }) => {
      if (slow.has(name)) buckets.get(name)?.drain(key, tokens, monotonicMs());
    },
    seat: createSeats({ ...defaultConnections, ...overrides.connections }),
  };
};
