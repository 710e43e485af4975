import { setTimeout as pause } from 'node:timers/promises';
import { connectAgent, type Agent, type AnyEntry, type ConversationHandle } from '@shopbell/agent';
import { createAudit, type Audit } from './audit.ts';
import { createLedger, type Counts, type Ledger } from './ledger.ts';
import type { ProbeKeys } from './premises.ts';
import { createSamples } from './samples.ts';
import { createProbeShopper, type ProbeShopper } from './shopper.ts';

/*
 * A shopper says something every second or two, through the proxy; at each relay somebody listens. What was acknowledged
 * is looked for in the log.
 *
 *     shopper ─ proxy ─ any relay ─ PostgreSQL ─┬ relay 1 ─ listener
 *                                               ├ relay 2 ─ listener   p50: from the shopper’s sending to each
 *     senders ─ proxy ─ any relay ─┘            └ relay 3 ─ listener
 */

/** What is being sent in one go. */
export type Burst = { sent: number; of: number; tookMs: number | null };

/** Messages that go through the relays, and the book on them. */
export type Probe = AsyncDisposable & {
  counts: () => Counts;
  /** From sending to hearing at a relay, the middle of the last minute, in milliseconds. */
  p50Ms: (relay: number) => number | null;
  /** Sends so many messages as fast as it goes; `false` while the ones before are under way. */
  send: (count: number) => boolean;
  readonly burst: Burst | null;
  /** A relay is back: whoever listens there need not wait longer. */
  wake: (relay: number) => void;
};

export type ProbeOptions = {
  /** The proxy. */
  url: string;
  /** The relays themselves. */
  relays: readonly string[];
  keys: ProbeKeys;
  say: (sentence: string) => void;
};

const betweenMs = 1_500;
const auditEveryMs = 2_000;
const againMs = 250;

/** What a message says; `null`: it is no message. */
const textOf = (entry: AnyEntry): string | null => {
  if (entry.type !== 'message') return null;
  const part = entry.data.parts.find(({ kind }) => kind === 'text');
  return part?.kind === 'text' ? part.text : null;
};

const connectAll = (url: readonly string[], key: (index: number) => string, follow: 'all' | 'none') =>
  Promise.all(url.map((each, index) => connectAgent({ url: each, key: key(index), follow })));

/** The conversation as a sender has it, asked for until there is an answer. */
const meet = async (sender: Agent, id: string, stopped: AbortSignal): Promise<ConversationHandle> => {
  for (;;) {
    const met = await sender.conversation(id).catch(() => null);
    if (met !== null) return met;
    await pause(againMs, undefined, { signal: stopped });
  }
};

type Bursting = { senders: readonly Agent[]; ledger: Ledger; stopped: AbortSignal };

/** Who sends a thousand messages: each in its turn, all at once. */
const createBursts = ({ senders, ledger, stopped }: Bursting) => {
  let burst: Burst | null = null;
  let count = 0;
  const sendAll = async (current: Burst, id: string): Promise<void> => {
    const startedAt = performance.now();
    const handles = await Promise.all(senders.map((sender) => meet(sender, id, stopped)));
    const texts = Array.from({ length: current.of }, () => `burst ${(count += 1)}`);
    await Promise.all(
      texts.map(async (text, index) => {
        ledger.sent(text);
        await handles[index % handles.length]?.reply(text);
        ledger.acknowledged(text);
        current.sent += 1;
      }),
    );
    current.tookMs = performance.now() - startedAt;
  };
  return {
    current: () => burst,
    isUnderWay: () => burst !== null && burst.tookMs === null,
    begin: (of: number, conversation: string): Promise<void> => {
      burst = { sent: 0, of, tookMs: null };
      return sendAll(burst, conversation);
    },
  };
};

/** Messages on their way: when each was sent, and how long it took to each relay at which somebody listened by then. */
const createStopwatch = (relays: number) => {
  const sentAt = new Map<string, number>();
  const listeningSince = Array.from({ length: relays }, () => 0);
  const samples = Array.from({ length: relays }, () => createSamples());
  return {
    sent: (text: string): void => void sentAt.set(text, performance.now()),
    heard: (relay: number, text: string | null): void => {
      const at = sentAt.get(text ?? '');
      // What was missed while a listener was away is caught up with: how long that took is no delivery.
      if (at !== undefined && at >= (listeningSince[relay] ?? 0)) samples[relay]?.add(performance.now() - at);
    },
    listens: (relay: number): void => void (listeningSince[relay] = performance.now()),
    forget: (text: string): void => void sentAt.delete(text),
    median: (relay: number): number | null => samples[relay]?.median() ?? null,
  };
};

type Talking = {
  shopper: ProbeShopper;
  ledger: Ledger;
  stopwatch: ReturnType<typeof createStopwatch>;
  audit: Audit;
  stopped: AbortSignal;
};

const talk = async ({ shopper, ledger, stopwatch, audit, stopped }: Talking): Promise<void> => {
  for (let count = 1; !stopped.aborted; count += 1) {
    const text = `probe ${count}`;
    ledger.sent(text);
    await shopper.say(text, () => stopwatch.sent(text));
    ledger.acknowledged(text);
    if (shopper.conversation !== null) audit.follow(shopper.conversation);
    stopwatch.forget(`probe ${count - 100}`);
    await pause(betweenMs, undefined, { signal: stopped });
  }
};

/** Starts to send and to listen. Resolves when everybody is connected. */
export const startProbe = async (options: ProbeOptions): Promise<Probe> => {
  const { url, relays, keys, say } = options;
  const ledger = createLedger();
  const stopping = new AbortController();
  const stopped = stopping.signal;
  const stopwatch = createStopwatch(relays.length);
  const watchers = await connectAll(relays, () => keys.watcher, 'all');
  const proxied = keys.senders.map(() => url);
  const senders = await connectAll(proxied, (index) => keys.senders[index] ?? '', 'none');
  const shopper = createProbeShopper(url, stopped);
  const audit = createAudit({ agent: senders[0], ledger, textOf });

  watchers.forEach((watcher, index) => {
    watcher.on('entry', ({ conversation, entry }) => {
      ledger.heard(`${index} ${conversation.id}`, entry.seq);
      stopwatch.heard(index, textOf(entry));
    });
    watcher.on('state:changed', ({ name }) => {
      if (name === 'live') stopwatch.listens(index);
    });
  });
  const bursts = createBursts({ senders, ledger, stopped });
  const complain = (error: unknown): void => {
    if (!stopped.aborted) say(`The probe: ${error instanceof Error ? error.message : String(error)}`);
  };
  const talking = talk({ shopper, ledger, stopwatch, audit, stopped }).catch(complain);
  const auditing = setInterval(() => void audit.round().catch(() => undefined), auditEveryMs);

  return {
    counts: ledger.counts,
    p50Ms: stopwatch.median,
    send: (count) => {
      const { conversation } = shopper;
      if (bursts.isUnderWay() || conversation === null) return false;
      bursts.begin(count, conversation).catch(complain);
      return true;
    },
    get burst() {
      return bursts.current();
    },
    wake: (relay) => watchers[relay]?.wake(),
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      clearInterval(auditing);
      await Promise.all([...watchers, ...senders].map((agent) => agent.close()));
      await talking;
    },
  };
};
