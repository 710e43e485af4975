import type { ErrorDetails, ShopbellError } from '@shopbell/protocol';
import { fromWireError, toWireError } from '@shopbell/protocol/errors';
import type { Pending } from './connection.ts';

/**
 * What waits to be stored, as plain values. Items of one conversation form a lane; a lane is sent one by one, in
 * order. What has no conversation yet is a lane too: its first begins the conversation, whose id the others get
 * before they are sent. So what is sent again is always exactly what was sent before. What is said to an
 * action or a follow-up names no conversation; each is a lane.
 *
 *     (none):  [hello]  [are you there?]           hello → stored in cnv_1
 *     cnv_1:   [are you there? → cnv_1]
 */
export type Item = Pending & { isSending: boolean; attempts: number };
export type Queue = readonly Item[];

const laneOf = ({ input }: Item): unknown => input['conversation'] ?? input['action'] ?? input['followup'];

const change = (queue: Queue, nonce: string, by: (item: Item) => Item): Queue =>
  queue.map((item) => (item.nonce === nonce ? by(item) : item));

/** Adds to the end; a nonce that is there already changes nothing. */
export const enqueue = (queue: Queue, pending: Pending): Queue =>
  queue.some((item) => item.nonce === pending.nonce)
    ? queue
    : [...queue, { ...pending, isSending: false, attempts: 0 }];

// A clock that says less than when the wait began was set back, by who knows how much: then nobody waits for it.
const isDue = ({ delayed }: Item, now: number): boolean =>
  !delayed || delayed.retryAt <= now || now < (delayed.since ?? now);

/** The first of each lane that is neither refused, nor on its way, nor to be tried later. */
export const sendable = (queue: Queue, now: number): Item[] => {
  const lanes = new Set<unknown>();
  return queue.filter((item) => {
    if (item.error || lanes.has(laneOf(item))) return false;
    lanes.add(laneOf(item));
    return !item.isSending && isDue(item, now);
  });
};

/** When the next delayed item is due; `null`: none is delayed. */
export const nextDue = (queue: Queue): number | null => {
  const times = queue.flatMap((item) => (item.delayed && !item.error ? [item.delayed.retryAt] : []));
  return times.length > 0 ? Math.min(...times) : null;
};

/** It is on its way. */
export const sending = (queue: Queue, nonce: string): Queue =>
  change(queue, nonce, (item) => ({ ...item, isSending: true }));

/** The relay has it. Whatever waited without a conversation goes where this one went. */
export const stored = (queue: Queue, nonce: string, conversation: unknown): Queue => {
  const item = queue.find((each) => each.nonce === nonce);
  const rest = queue.filter((each) => each !== item);
  if (!item || laneOf(item) !== undefined || typeof conversation !== 'string') return rest;
  return rest.map((each) =>
    laneOf(each) === undefined && each.command === item.command
      ? { ...each, input: { ...each.input, conversation } }
      : each,
  );
};

/** Refused for good: it stays, and no longer stands in anyone’s way. */
export const refused = (queue: Queue, nonce: string, error: ShopbellError): Queue =>
  change(queue, nonce, (item) => ({ ...settled(item), error }));

/** To be tried again: at a time, or (`null`) as soon as there is a connection. */
export const postponed = (queue: Queue, nonce: string, delayed: Pending['delayed'] | null): Queue =>
  change(queue, nonce, (item) => ({
    ...settled(item),
    ...(delayed ? { delayed, attempts: item.attempts + 1 } : {}),
  }));

/** Somebody wants a refused or delayed item tried again now. */
export const revived = (queue: Queue, nonce: string): Queue =>
  change(queue, nonce, (item) => (item.isSending ? item : settled(item)));

export const dropped = (queue: Queue, nonce: string): Queue => queue.filter((item) => item.nonce !== nonce);

const settled = ({ nonce, command, input, queuedAt, attempts }: Item): Item => ({
  nonce,
  command,
  input,
  queuedAt,
  attempts,
  error: null,
  isSending: false,
});

/** The queue as its owner sees it. */
export const toPending = (queue: Queue): Pending[] =>
  queue.map(({ nonce, command, input, queuedAt, error, delayed }) => ({
    nonce,
    command,
    input,
    queuedAt,
    error,
    ...(delayed ? { delayed } : {}),
  }));

/** The queue as it is kept: plain JSON, errors as on the wire, without the waits. */
export const toStored = (queue: Queue): Pending[] =>
  queue.map(({ nonce, command, input, queuedAt, error }) => ({
    nonce,
    command,
    input,
    queuedAt,
    error: error && (toWireError(error) as ShopbellError),
  }));

type Kept = Omit<Pending, 'error'> & {
  error?: { code: string; message: string; details?: ErrorDetails } | null;
};

const isKept = (value: unknown): value is Kept => {
  const { nonce, command, input } = (value ?? {}) as Partial<Kept>;
  return (
    typeof nonce === 'string' && typeof command === 'string' && typeof input === 'object' && input !== null
  );
};

/** Reads what was kept; what is not an item (another version, a broken store) is left out. */
export const fromStored = (kept: unknown): Queue =>
  (Array.isArray(kept) ? kept : [])
    .filter(isKept)
    .reduce<Queue>((queue, { nonce, command, input, queuedAt, error }) => {
      const pending = { nonce, command, input, queuedAt };
      return enqueue(queue, { ...pending, error: error?.code ? fromWireError(error) : null });
    }, []);
