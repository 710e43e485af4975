import type { ShopbellError } from '@shopbell/protocol';
import { isRetryable } from '@shopbell/protocol/errors';
import type { OutboxStorage, Pending } from './pending.ts';
import {
  enqueue,
  sendable,
  nextDue,
  sending,
  stored,
  refused,
  postponed,
  revived,
  dropped,
  difference,
  toPending,
  type Item,
  type Queue,
} from './outbox-queue.ts';
import { disconnected } from './transport.ts';

/** What one tab did to the outbox that several share. */
export type OutboxNews =
  | { name: 'put'; items: readonly Pending[] }
  | { name: 'stored'; nonce: string; data: unknown }
  | { name: 'dropped'; nonce: string }
  | { name: 'revived'; nonce: string };

/** The outbox in the hands of who shares it with other tabs. */
export type SharedOutbox = {
  queue: () => Queue;
  /** What is over, and the relay’s answer if it was stored: others may still take it for waiting. */
  done: ReadonlyMap<string, unknown>;
  /** Another tab added, or changed something; that tab keeps it. */
  set: (queue: Queue) => void;
  stored: (nonce: string, data: unknown) => void;
  dropped: (nonce: string) => void;
};

/** What the outbox needs of its connection. */
export type OutboxOptions = {
  /** Rejects with a `ShopbellError`; always settles. */
  call: (command: string, input: unknown) => Promise<unknown>;
  isLive: () => boolean;
  changed: (pending: readonly Pending[]) => void;
  /** The relay has it: one’s own or another tab’s. */
  stored: (pending: Pending, data: unknown) => void;
  /** The wait before the n-th new try, in milliseconds. */
  delay: (attempts: number) => number;
  now: () => number;
  storage?: OutboxStorage | undefined;
  /** Where several share one outbox: only who leads sends. */
  leads: () => boolean;
  tell: (news: OutboxNews) => void;
};

/** Sends what it is given until the relay has answered, in order, over lost connections and reloads. */
export type Outbox = {
  readonly pending: readonly Pending[];
  /** Resolves with the relay’s answer; rejects when it is refused for good, dropped, or the outbox closes. */
  post: (pending: Pending) => Promise<unknown>;
  retry: (nonce: string) => void;
  drop: (nonce: string) => void;
  /** Sends what can be sent now. */
  pump: () => void;
  readonly shared: SharedOutbox;
  close: () => void;
};

type Waiter = { resolve: (data: unknown) => void; reject: (error: unknown) => void };

/** Keeps what changes, one change after the other. A storage that fails is done without. */
const createSaver = (storage: OutboxStorage | undefined) => {
  let saved: Promise<unknown> = Promise.resolve();
  return (put: Queue, gone: readonly string[]): void => {
    if (!storage || put.length + gone.length === 0) return;
    saved = saved.then(() => storage.change(toPending(put), gone)).catch(() => {});
  };
};

/** The promises of posts, by nonce: what was posted twice has two. */
const createWaiters = () => {
  const waiters = new Map<string, Waiter[]>();
  const settle = (nonce: string, how: (waiter: Waiter) => void): void => {
    const all = waiters.get(nonce) ?? [];
    waiters.delete(nonce);
    for (const waiter of all) how(waiter);
  };
  return {
    wait: (nonce: string) =>
      new Promise<unknown>((resolve, reject) => {
        waiters.set(nonce, [...(waiters.get(nonce) ?? []), { resolve, reject }]);
      }),
    settle,
    close: () => waiters.forEach((_, nonce) => settle(nonce, (waiter) => waiter.reject(disconnected()))),
  };
};

type Box = OutboxOptions & {
  queue: Queue;
  pending: readonly Pending[];
  /** Until the storage has answered nothing is sent or saved: what it holds comes first. */
  isLoading: boolean;
  isClosed: boolean;
  timer?: ReturnType<typeof setTimeout>;
  waiters: ReturnType<typeof createWaiters>;
  save: ReturnType<typeof createSaver>;
  done: Map<string, unknown>;
};

/** `isOthers`: who did it keeps what is new; what is gone goes for all. */
const set = (box: Box, queue: Queue, isOthers = false): void => {
  const { put, gone } = difference(box.queue, queue);
  box.queue = queue;
  box.pending = toPending(queue);
  if (!box.isLoading) box.save(isOthers ? [] : put, gone);
  box.changed(box.pending);
};

const tellOf = (box: Box, items: Queue): void => {
  if (items.length > 0) box.tell({ name: 'put', items: toPending(items) });
};

const settleStored = (box: Box, nonce: string, data: unknown): void => {
  const item = box.pending.find((each) => each.nonce === nonce);
  const { conversation } = (data ?? {}) as { conversation?: unknown };
  box.done.set(nonce, data);
  set(box, stored(box.queue, nonce, conversation));
  if (item) box.stored(item, data);
  box.waiters.settle(nonce, (waiter) => waiter.resolve(data));
};

const settleDropped = (box: Box, nonce: string): void => {
  box.done.set(nonce, undefined);
  set(box, dropped(box.queue, nonce));
  box.waiters.settle(nonce, (waiter) => waiter.reject(disconnected()));
};

const settleRefused = (box: Box, { nonce, error }: Item): void => {
  if (error) box.waiters.settle(nonce, (waiter) => waiter.reject(error));
};

const failed = (box: Box, { nonce, attempts }: Item, error: ShopbellError): void => {
  if (error.code === 'disconnected') return set(box, postponed(box.queue, nonce, null));
  const since = box.now();
  const retryAt = since + (error.details.retryAfterMs ?? 0) + box.delay(attempts);
  const isFinal = !isRetryable(error.code);
  set(
    box,
    isFinal ? refused(box.queue, nonce, error) : postponed(box.queue, nonce, { error, retryAt, since }),
  );
  const items = box.queue.filter((item) => item.nonce === nonce);
  tellOf(box, items);
  for (const item of items) settleRefused(box, item);
};

const send = async (box: Box, item: Item): Promise<void> => {
  const { nonce } = item;
  try {
    const data = await box.call(item.command, item.input);
    if (box.isClosed) return;
    settleStored(box, nonce, data);
    box.tell({ name: 'stored', nonce, data });
  } catch (error) {
    if (!box.isClosed) failed(box, item, error as ShopbellError);
  }
  pump(box);
};

const pump = (box: Box): void => {
  clearTimeout(box.timer);
  if (box.isLoading || box.isClosed || !box.isLive() || !box.leads()) return;
  const items = sendable(box.queue, box.now());
  if (items.length > 0) {
    set(
      box,
      items.reduce((queue, { nonce }) => sending(queue, nonce), box.queue),
    );
  }
  for (const item of items) void send(box, item);
  const due = nextDue(box.queue);
  if (due !== null) box.timer = setTimeout(pump, Math.max(10, due - box.now()), box);
};

const load = async (box: Box, storage: OutboxStorage): Promise<void> => {
  const kept = (await storage.load().catch(() => [])).reduce<Queue>(enqueue, []);
  const own = box.queue;
  box.isLoading = false;
  if (box.isClosed) return;
  box.queue = kept;
  set(
    box,
    own.reduce<Queue>(
      enqueue,
      kept.filter(({ nonce }) => !box.done.has(nonce)),
    ),
  );
  tellOf(box, kept);
  pump(box);
};

/** What whoever shares the outbox may do to it. */
const sharedOf = (box: Box): SharedOutbox => {
  const then =
    <T extends unknown[]>(act: (box: Box, ...given: T) => void) =>
    (...given: T): void => {
      if (box.isClosed) return;
      act(box, ...given);
      pump(box);
    };
  return {
    queue: () => box.queue,
    done: box.done,
    set: then((_, queue: Queue) => {
      set(box, queue, true);
      for (const item of queue) settleRefused(box, item);
    }),
    stored: then(settleStored),
    dropped: then(settleDropped),
  };
};

/** Makes an outbox; what its storage holds is sent first. */
export const createOutbox = (options: OutboxOptions): Outbox => {
  const box: Box = {
    ...options,
    queue: [],
    pending: [],
    isLoading: options.storage !== undefined,
    isClosed: false,
    waiters: createWaiters(),
    save: createSaver(options.storage),
    done: new Map(),
  };
  if (options.storage) void load(box, options.storage);

  return {
    get pending() {
      return box.pending;
    },
    post(item) {
      if (box.isClosed) return Promise.reject(disconnected());
      const answer = box.waiters.wait(item.nonce);
      set(box, enqueue(box.queue, item));
      tellOf(
        box,
        box.queue.filter(({ nonce }) => nonce === item.nonce),
      );
      pump(box);
      return answer;
    },
    retry(nonce) {
      set(box, revived(box.queue, nonce));
      box.tell({ name: 'revived', nonce });
      pump(box);
    },
    drop(nonce) {
      settleDropped(box, nonce);
      box.tell({ name: 'dropped', nonce });
      pump(box);
    },
    pump: () => pump(box),
    shared: sharedOf(box),
    close() {
      box.isClosed = true;
      clearTimeout(box.timer);
      box.waiters.close();
    },
  };
};
