import type { ShopbellError } from '@shopbell/protocol';
import { isRetryable } from '@shopbell/protocol/errors';
import type { OutboxStorage, Pending } from './connection.ts';
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
  toPending,
  toStored,
  fromStored,
  type Item,
  type Queue,
} from './outbox-queue.ts';
import { disconnected } from './transport.ts';

/** What the outbox needs of its connection. */
export type OutboxOptions = {
  /** Rejects with a `ShopbellError`; always settles. */
  call: (command: string, input: unknown) => Promise<unknown>;
  isLive: () => boolean;
  changed: (pending: readonly Pending[]) => void;
  /** The wait before the n-th new try, in milliseconds. */
  delay: (attempts: number) => number;
  now: () => number;
  storage?: OutboxStorage | undefined;
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
  close: () => void;
};

type Waiter = { resolve: (data: unknown) => void; reject: (error: unknown) => void };

/** Keeps the latest queue; one save at a time. A storage that fails is done without. */
const createSaver = (storage: OutboxStorage | undefined) => {
  let wanted: Queue | null = null;
  let isSaving = false;
  const save = async (queue: Queue): Promise<void> => {
    wanted = queue;
    if (isSaving || !storage) return;
    isSaving = true;
    while (wanted) {
      const latest = toStored(wanted);
      wanted = null;
      await Promise.resolve(latest)
        .then(storage.save.bind(storage))
        .catch(() => {});
    }
    isSaving = false;
  };
  return (queue: Queue): void => void save(queue);
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
  save: (queue: Queue) => void;
};

const set = (box: Box, queue: Queue): void => {
  box.queue = queue;
  box.pending = toPending(queue);
  if (!box.isLoading) box.save(queue);
  box.changed(box.pending);
};

const failed = (box: Box, { nonce, attempts }: Item, error: ShopbellError): void => {
  if (!isRetryable(error.code)) {
    set(box, refused(box.queue, nonce, error));
    box.waiters.settle(nonce, (waiter) => waiter.reject(error));
    return;
  }
  const since = box.now();
  const retryAt = since + (error.details.retryAfterMs ?? 0) + box.delay(attempts);
  const delayed = error.code === 'disconnected' ? null : { error, retryAt, since };
  set(box, postponed(box.queue, nonce, delayed));
};

const send = async (box: Box, item: Item): Promise<void> => {
  try {
    const data = await box.call(item.command, item.input);
    if (box.isClosed) return;
    const { conversation } = (data ?? {}) as { conversation?: unknown };
    set(box, stored(box.queue, item.nonce, conversation));
    box.waiters.settle(item.nonce, (waiter) => waiter.resolve(data));
  } catch (error) {
    if (!box.isClosed) failed(box, item, error as ShopbellError);
  }
  pump(box);
};

const pump = (box: Box): void => {
  clearTimeout(box.timer);
  if (box.isLoading || box.isClosed || !box.isLive()) return;
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
  const kept = fromStored(await storage.load().catch(() => []));
  box.isLoading = false;
  if (box.isClosed) return;
  set(box, box.queue.reduce<Queue>(enqueue, kept));
  pump(box);
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
  };
  if (options.storage) void load(box, options.storage);
  const change = (queue: Queue): void => {
    set(box, queue);
    pump(box);
  };

  return {
    get pending() {
      return box.pending;
    },
    post(item) {
      if (box.isClosed) return Promise.reject(disconnected());
      const answer = box.waiters.wait(item.nonce);
      change(enqueue(box.queue, item));
      return answer;
    },
    retry: (nonce) => change(revived(box.queue, nonce)),
    drop(nonce) {
      change(dropped(box.queue, nonce));
      box.waiters.settle(nonce, (waiter) => waiter.reject(disconnected()));
    },
    pump: () => pump(box),
    close() {
      box.isClosed = true;
      clearTimeout(box.timer);
      box.waiters.close();
    },
  };
};
