import type { AnyEntry } from '@shopbell/protocol';
import { times } from '@shopbell/protocol/limits';
import { createBackoff, jitter } from './backoff.ts';
import type { Connection, ConnectionOptions, Side } from './connection.ts';
import { createDialer } from './dial.ts';
import { createFeeds, type Feeds } from './feeds.ts';
import { createLife, type Life } from './life.ts';
import { createListeners, type Listeners } from './listeners.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import type { Sharing } from './sharing.ts';
import { disconnected, type CallOptions } from './transport.ts';

/** Times and chance, in one place; tests take shorter ones. */
export type Tuning = {
  baseMs: number;
  capMs: number;
  stableMs: number;
  upgradeAfterMs: number;
  callTimeoutMs: number;
  now: () => number;
  random: () => number;
};

const tuned: Tuning = {
  baseMs: 400,
  capMs: 5_000,
  stableMs: 10_000,
  upgradeAfterMs: 30_000,
  callTimeoutMs: times.callTimeoutMs,
  now: Date.now,
  random: Math.random,
};

type Call = (command: string, input: unknown, how?: Partial<CallOptions>) => Promise<unknown>;
type Parts = {
  life: Life;
  outbox: Outbox;
  feeds: Feeds;
  listeners: Listeners;
  call: Call;
  now: () => number;
  sharing: Sharing | undefined;
};

/** The connection as its user sees it. */
const facade = ({ life, outbox, feeds, listeners, call, now, sharing }: Parts) => {
  const close = async (): Promise<void> => {
    life.dispatch({ name: 'close' });
    outbox.close();
    feeds.close();
    sharing?.close();
  };
  return {
    get state() {
      return life.state;
    },
    get pending() {
      return outbox.pending;
    },
    start: () => life.dispatch({ name: 'start' }),
    call,
    post(command: string, input: Record<string, unknown> & { nonce: string }) {
      sharing?.check();
      return outbox.post({ nonce: input.nonce, command, input, queuedAt: now(), error: null });
    },
    retry: outbox.retry,
    drop: outbox.drop,
    follow: feeds.follow,
    on: listeners.on,
    wake() {
      sharing?.check();
      life.wake();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
};

/** Makes a connection; nothing happens before `start()`. */
export const createConnection = <S extends Side>(
  options: ConnectionOptions<S>,
  tuning: Partial<Tuning> = {},
): Connection<S> => {
  const set = { ...tuned, ...tuning };
  const { transports = ['websocket', 'http'], sharing } = options;
  const listeners = createListeners();
  const delay = (attempts: number): number => jitter(attempts, set);
  const call: Call = (command, input, how) =>
    life.link?.call(command, input, { timeoutMs: set.callTimeoutMs, ...how }) ??
    Promise.reject(disconnected());
  const live = () => life.link?.transport ?? null;

  const { upgradeAfterMs } = set;
  const dialer = createDialer({ target: options, transports, upgradeAfterMs });
  const life = createLife({
    dialer: sharing?.dialer(dialer) ?? dialer,
    backoff: createBackoff(set),
    open: options.open,
    callTimeoutMs: set.callTimeoutMs,
    now: set.now,
    emit(name, payload) {
      if (name === 'entry:appended') feeds.take(payload as AnyEntry);
      if (name === 'conversation:erased') feeds.erased(payload as Parameters<Feeds['erased']>[0]);
      listeners.emit(name, payload);
    },
    resume(link) {
      link.follow(feeds.places);
      feeds.resume();
      outbox.pump();
    },
  });
  const changed = (): void => life.link?.follow(feeds.places);
  const feeds = createFeeds({ call, live, emit: listeners.emit, delay, changed });
  const outbox = createOutbox({
    call,
    isLive: () => live() !== null,
    changed: (pending) => listeners.emit('outbox:changed', pending),
    stored: (pending, data) => listeners.emit('outbox:stored', { pending, data }),
    leads: () => sharing?.leads() ?? true,
    tell: (news) => sharing?.tell(news),
    delay,
    now: set.now,
    storage: options.storage,
  });

  sharing?.join({ outbox: outbox.shared, wake: life.wake });

  // Inside, commands are plain names: their types are checked where they are called and where they are answered.
  return facade({ life, outbox, feeds, listeners, call, now: set.now, sharing }) as unknown as Connection<S>;
};
