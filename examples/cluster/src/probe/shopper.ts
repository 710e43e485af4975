import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { probeShop } from './premises.ts';

/** A shopper who speaks by plain requests, each of which meets another relay. */
export type ProbeShopper = {
  /** Says it again, as the same message, until it is acknowledged. `attempt`: hears when each try begins. */
  say: (text: string, attempt: () => void) => Promise<void>;
  /** The conversation it speaks in; `null` before the first message. */
  readonly conversation: string | null;
};

type Answer =
  | { ok: true; data: { token?: string; conversation?: string } }
  | { ok: false; error: { code: string; message: string; details?: { retryAfterMs?: number } } };

/** After so many messages another shopper comes: one says at most 200 an hour. */
const messagesMost = 150;
const answerMaxMs = 10_000;
const againMs = 250;
/** What a later try may mend. */
const passing: ReadonlySet<string> = new Set(['unavailable', 'internal', 'timeout', 'rate_limited']);

const ask = async (url: string, headers: Record<string, string>, body: object): Promise<Answer> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(answerMaxMs),
  });
  return (await response.json()) as Answer;
};

/** Makes one who speaks through `url`. `stopped` ends its trying. */
export const createProbeShopper = (url: string, stopped: AbortSignal): ProbeShopper => {
  const place = { origin: probeShop.origin, 'shopbell-shop': probeShop.id };
  let headers: Record<string, string> = place;
  let conversation: string | null = null;
  let said = 0;

  /** Asks until there is an answer that will not change. */
  const call = async (command: string, body: object, attempt = (): void => undefined) => {
    for (;;) {
      attempt();
      const answer = await ask(`${url}/v1/shopper/${command}`, headers, body).catch(() => null);
      if (answer?.ok) return answer.data;
      if (answer !== null && !passing.has(answer.error.code)) throw new Error(answer.error.message);
      await pause(answer?.error.details?.retryAfterMs ?? againMs, undefined, { signal: stopped });
    }
  };
  const come = async (): Promise<void> => {
    headers = place;
    conversation = null;
    said = 0;
    const { token = '' } = await call('session:open', {});
    headers = { ...place, authorization: `Bearer ${token}` };
  };
  return {
    get conversation() {
      return conversation;
    },
    say: async (text, attempt) => {
      if (said % messagesMost === 0) await come();
      said += 1;
      const input = {
        ...(conversation === null ? {} : { conversation }),
        nonce: randomUUID(),
        parts: [{ kind: 'text', text }],
      };
      conversation = (await call('message:send', input, attempt)).conversation ?? conversation;
    },
  };
};
