import type { ShopbellError } from '@shopbell/protocol';
import type { Pending } from './pending.ts';

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

/** With one item changed. */
export const change = (queue: Queue, nonce: string, by: (item: Item) => Item): Queue =>
  queue.map((item) => (item.nonce === nonce ? by(item) : item));

/** Adds to the end; a nonce that is there already changes nothing. */
export const enqueue = (queue: Queue, pending: Pending): Queue =>
  queue.some((item) => item.nonce === pending.nonce)
    ? queue
    : [...queue, { ...pending, isSending: false, attempts: 0 }];

// A clock that says less than when the wait began was set back, by who knows how much: then nobody waits for it.
const isDue = ({ delayed }: Item, now: number): boolean =>
  !delayed || delayed.retryAt <= now || now < (delayed.since ?? now);

/** Whether one waits for the other: in one lane, or where it is not known yet which lane one of them belongs to. */
const isBehind = (item: Item, before: Item): boolean => {
  const [lane, other] = [laneOf(item), laneOf(before)];
  return lane === other || ((lane === undefined || other === undefined) && item.command === before.command);
};

/** The first of each lane that is neither refused, nor on its way, nor to be tried later. */
export const sendable = (queue: Queue, now: number): Item[] => {
  const open = queue.filter(({ error }) => !error);
  return open.filter(
    (item, index) =>
      !item.isSending && isDue(item, now) && !open.slice(0, index).some((before) => isBehind(item, before)),
  );
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

/** What differs, as it is to be kept: what is new or has changed, and the nonces of what is gone. */
export const difference = (before: Queue, after: Queue): { put: Queue; gone: string[] } => {
  const old = new Map(before.map((item) => [item.nonce, item]));
  const put = after.filter((item) => {
    const was = old.get(item.nonce);
    old.delete(item.nonce);
    return was?.input !== item.input || was.error !== item.error;
  });
  return { put, gone: [...old.keys()] };
};
