import { setTimeout as pause } from 'node:timers/promises';
import type { Pair } from './pairs.ts';

/** How to load: messages under way per pair, or so many messages a second over all pairs; for how long. */
export type LoadPlan = { forMs: number } & ({ perPair: number } | { perSecond: number });

/**
 * What a load came to: messages that reached the other side, and how long each took from the first attempt, in ms. `refused`:
 * attempts that were told to come again, and did.
 */
export type LoadResult = { delivered: number; refused: number; forMs: number; tookMs: Float64Array };

const text = 'Where is my order? It should have been here on Tuesday, says the mail.';

type Flight = { sentAt: number; isAnswered: boolean; isHeard: boolean };

/** What is worth another attempt, as clients know it. */
const passing = /"code":"(unavailable|rate_limited)"/;
const backoffMs = { least: 400, most: 10_000 };

/** Full jitter over a time that doubles with each attempt. */
const waitMs = (attempt: number): number =>
  Math.random() * Math.min(backoffMs.most, backoffMs.least * 2 ** (attempt - 1));

/** Loads the pairs, both sides of each in turn. A message is done when it is acknowledged and the other side has it. */
export const load = async (pairs: readonly Pair[], plan: LoadPlan): Promise<LoadResult> => {
  const flights = new Map<string, Flight>();
  const took: number[] = [];
  const endAt = performance.now() + plan.forMs;
  const again = 'perPair' in plan;
  const run = Math.random().toString(36).slice(2, 7).padEnd(5, '0');
  let sent = 0;
  let refused = 0;

  const settle = (pair: Pair, nonce: string, flight: Flight): void => {
    if (!flight.isAnswered || !flight.isHeard) return;
    flights.delete(nonce);
    if (again && performance.now() < endAt) post(pair);
  };
  const post = (pair: Pair): void => {
    sent += 1;
    // In the form clients give it: the time, then what tells it from all others.
    const nonce = `${Date.now().toString(36)}${run}${sent.toString(36).padStart(8, '0')}`;
    const flight: Flight = { sentAt: performance.now(), isAnswered: false, isHeard: false };
    flights.set(nonce, flight);
    const from = sent % 2 === 0 ? pair.shopper : pair.agent;
    const input = `{"conversation":"${pair.conversation}","nonce":"${nonce}","parts":[{"kind":"text","text":"${text}"}]}`;
    const attempt = (number: number): void =>
      from.send('message:send', input, (reply) => {
        if (reply.startsWith('[{"ok":true')) {
          flight.isAnswered = true;
          settle(pair, nonce, flight);
          return;
        }
        if (!passing.test(reply)) throw new Error(`a message was refused: ${reply}`);
        refused += 1;
        setTimeout(attempt, waitMs(number), number + 1);
      });
    attempt(1);
  };
  const hear = (pair: Pair, pushed: string): void => {
    const at = pushed.indexOf('"nonce":"') + 9;
    const nonce = pushed.slice(at, pushed.indexOf('"', at));
    const flight = flights.get(nonce);
    if (flight === undefined || flight.isHeard) return;
    took.push(performance.now() - flight.sentAt);
    flight.isHeard = true;
    settle(pair, nonce, flight);
  };
  for (const pair of pairs) {
    // The sender hears its own entry too; only the other side’s hearing counts.
    pair.agent.onPushed = (pushed) => pushed.includes('"kind":"shopper"') && hear(pair, pushed);
    pair.shopper.onPushed = (pushed) => pushed.includes('"kind":"agent"') && hear(pair, pushed);
  }
  const startedAt = performance.now();
  if (again) for (const pair of pairs) for (let n = 0; n < plan.perPair; n += 1) post(pair);
  while (performance.now() < endAt) {
    const due = again ? 0 : Math.floor(((performance.now() - startedAt) / 1_000) * plan.perSecond);
    const late = Array.from({ length: Math.max(0, due - sent) }, (_, n) => pairs[(sent + n) % pairs.length]);
    for (const pair of late) if (pair) post(pair);
    await pause(again ? 20 : 1);
  }
  const delivered = took.length;
  const forMs = performance.now() - startedAt;
  while (flights.size > 0) await pause(5);
  return { delivered, refused, forMs, tookMs: Float64Array.from(took).toSorted() };
};
