import type { ShopbellError } from '@shopbell/protocol';
import { sizes } from '@shopbell/protocol/limits';
import type { LinkHooks } from './transport.ts';

/** How often summaries are asked for: there is no push on this road. */
const listEveryMs = 4_000;
/** Before asking again for entries that brought no progress, or while nothing is followed. */
const pauseMs = 500;
/** The most conversations one `entries:wait` may name. */
const placesMax = 20;
/** Summaries changed shortly before the session was opened are asked for too. */
const overlapMs = 5_000;

type Places = Record<string, number>;
type Summary = { id: string; updatedAt: number };
type Heard = { entries: unknown[]; signals?: { event: string; payload: unknown }[] };

/** How long one request may take, and what ends it early. */
export type PostOptions = { timeoutMs: number; signal: AbortSignal };
/** What the loops need of their link. */
export type Loop = {
  call: (command: string, input: unknown, options: PostOptions) => Promise<unknown>;
  hooks: LinkHooks;
  ended: AbortSignal;
};

/** The next conversations to wait for, in turn where one question cannot name them all. */
const turn = (all: Places, round: number): Places => {
  const ids = Object.keys(all);
  const from = (round * placesMax) % Math.max(1, Math.ceil(ids.length / placesMax) * placesMax);
  return Object.fromEntries(ids.slice(from, from + placesMax).map((id) => [id, all[id] ?? 0]));
};

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });

/** Long polls for entries; the answer starts it, and has it look at the places anew. */
export const followEntries = ({ call, hooks, ended }: Loop) => {
  let places: (() => Places) | null = null;
  let nudge = new AbortController();
  /** A relay of an earlier release does not know the word. */
  let asksForSignals = true;

  const ask = async (after: Places, waitMs: number, signal: AbortSignal): Promise<Heard> => {
    const input = { after, waitMs, ...(asksForSignals ? { signals: true } : {}) };
    const page = call('entries:wait', input, { timeoutMs: waitMs + 10_000, signal });
    return (await page.catch((error: ShopbellError) => {
      if (error.code === 'bad_request') asksForSignals = false;
      throw error;
    })) as Heard;
  };

  const round = async (number: number, from: () => Places): Promise<void> => {
    const all = from();
    const after = turn(all, number);
    const signal = AbortSignal.any([ended, nudge.signal]);
    const waitMs = Object.keys(all).length > placesMax ? pauseMs : sizes.waitMaxMs - pauseMs;
    const startedAt = performance.now();
    if (Object.keys(after).length > 0) {
      const { entries, signals = [] } = await ask(after, waitMs, signal);
      for (const entry of entries) hooks.event('entry:appended', entry);
      for (const { event, payload } of signals) hooks.event(event, payload);
      if (signals.length > 0) return;
    }
    const now = from();
    const hasMoved = Object.keys(after).some((id) => now[id] !== after[id]);
    // An early answer without progress: nothing is followed, or what came waits for what is missing before it.
    if (!hasMoved && performance.now() - startedAt < waitMs / 2) await pause(pauseMs, signal);
  };

  const run = async (from: () => Places): Promise<void> => {
    for (let number = 0; !ended.aborted; number++) {
      await round(number, from).catch(() => pause(pauseMs, ended));
    }
  };

  return (from: () => Places): void => {
    nudge.abort();
    nudge = new AbortController();
    if (places === null) void run((places = from));
  };
};

/**
 * Asks for summaries again and again and reports those that differ: `start` with those since a time, or all. `meet` says which
 * conversations are followed: one heard of for the first time has its summary asked for at once.
 */
export const followSummaries = ({ call, hooks, ended }: Loop) => {
  const seen = new Map<string, string>();
  const met = new Set<string>();
  let changedSince: number | null = null;
  let news = new AbortController();

  const round = async (): Promise<void> => {
    const input = changedSince === null ? {} : { changedSince, limit: sizes.pageSizeMax };
    const page = await call('conversation:list', input, { timeoutMs: 10_000, signal: ended });
    const all = (page as { conversations: Summary[] }).conversations;
    const changed = all.filter((summary) => {
      const json = JSON.stringify(summary);
      const isNew = seen.get(summary.id) !== json;
      seen.set(summary.id, json);
      return isNew;
    });
    if (changedSince === null) for (const summary of changed) hooks.event('conversation:changed', summary);
    else {
      changedSince = Math.max(changedSince, ...all.map((summary) => summary.updatedAt - overlapMs));
      if (changed.length > 0) hooks.event('conversations:changed', { conversations: changed });
    }
  };

  return {
    async start(since: number | null): Promise<void> {
      changedSince = since && since - overlapMs;
      while (!ended.aborted) {
        news = new AbortController();
        await round().catch(() => {});
        await pause(listEveryMs, AbortSignal.any([ended, news.signal]));
      }
    },
    meet(ids: readonly string[]): void {
      const unknown = ids.filter((id) => !met.has(id) && !seen.has(id));
      for (const id of unknown) met.add(id);
      if (unknown.length > 0) news.abort();
    },
  };
};
