import {
  connections as defaultConnections,
  rates as defaultRates,
  refuse,
  type Rate,
  type RateName,
} from '@shopbell/protocol';

/** What a relay’s operator may set otherwise. */
export type LimitOverrides = {
  rates?: Partial<Record<RateName, Rate>>;
  connections?: Partial<Record<keyof typeof defaultConnections, number>>;
};

/** Token buckets and seats. Refusals are `rate_limited` with `retryAfterMs`. */
export interface Limits {
  /** Takes a token or throws. */
  take(name: RateName, key: string): void;
  /** Throws when there is none, takes none. */
  check(name: RateName, key: string): void;
  /** Takes a seat until the returned function is called, or throws. */
  seat(kind: keyof typeof defaultConnections, key: string): () => void;
}

type LimitsOptions = {
  /** Monotonic milliseconds. */
  monotonicMs?: () => number;
  overrides?: LimitOverrides | undefined;
  /** How many buckets of one name are remembered at least. */
  remembered?: number;
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
  };
};

const tooOften = (waitMs: number) =>
  refuse('rate_limited', 'That was too often. Wait a moment and try again.', {
    retryAfterMs: Math.ceil(waitMs),
  });
const tooMany = () =>
  refuse('rate_limited', 'Too many connections are open. Close some and try again.', {
    retryAfterMs: 10_000,
  });

/** Makes the buckets and seats of one relay; memory is bounded whatever keys are tried. */
export const createLimits = ({
  monotonicMs = () => performance.now(),
  overrides = {},
  remembered = 20_000,
}: LimitsOptions = {}): Limits => {
  const rates: Record<RateName, Rate> = { ...defaultRates, ...overrides.rates };
  const most = { ...defaultConnections, ...overrides.connections };
  const buckets = new Map(
    Object.entries(rates).map(([name, rate]) => [name, createBuckets(rate, remembered)]),
  );
  const seats = new Map<string, number>();
  const epsilonMs = 1e-6;

  const bucketsOf = (name: RateName) => {
    const found = buckets.get(name);
    if (!found) throw new Error(`no rate is named ${name}`);
    return found;
  };

  return {
    take: (name, key) => {
      const waitMs = bucketsOf(name).take(key, monotonicMs());
      if (waitMs > epsilonMs) throw tooOften(waitMs);
    },
    check: (name, key) => {
      const waitMs = bucketsOf(name).waitMs(key, monotonicMs());
      if (waitMs > epsilonMs) throw tooOften(waitMs);
    },
    seat: (kind, key) => {
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
    },
  };
};
