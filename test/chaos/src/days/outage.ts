import {
  agent,
  freshNonce,
  readTranscript,
  shopper,
  until,
  type Reply,
  type RunningRelay,
} from '@shopbell-test/kit';
import type { Crowd } from '../crowd/crowd.ts';

const timeoutMs = 30_000;

/** Somebody who tries, by hand, what still works while something is out. */
export type Witness = AsyncDisposable & {
  /** Says something; resolves to `stored` or the code of the refusal. */
  tries(): Promise<string>;
  /** Resolves once a message is refused as `unavailable`, to how long that took in milliseconds. */
  isRefused(timeoutMs: number): Promise<number>;
  /** What does not work that should: reading, and the answer about health. */
  reads(): Promise<string[]>;
};

/** Comes while all is well, with a conversation of their own. */
export const openWitness = async (relay: RunningRelay): Promise<Witness> => {
  const customer = await shopper(relay, { timeoutMs });
  const { conversation } = await customer.say('Is all well?');
  const reader = await agent(relay, { timeoutMs });
  const codeOf = (reply: Reply): string => (reply.ok ? 'stored' : reply.error.code);
  const tries = async (): Promise<string> => {
    const input = { conversation, nonce: freshNonce(), parts: [{ kind: 'text', text: 'And now?' }] };
    return codeOf(await customer.ask('message:send', input));
  };
  return {
    tries,
    isRefused: async (timeoutMs) => {
      const since = performance.now();
      await until('a refusal', async () => (await tries()) === 'unavailable', timeoutMs);
      const tookMs = performance.now() - since;
      if (tookMs > timeoutMs) throw new Error(`refused after ${tookMs.toFixed(0)} ms`);
      return tookMs;
    },
    reads: async () => {
      const problems: string[] = [];
      const transcript = await readTranscript(reader, conversation).catch((error: unknown) => String(error));
      if (typeof transcript === 'string') problems.push(`no reading: ${transcript}`);
      const health = await fetch(`${relay.url}/healthz`).then(({ status }) => status, String);
      if (health !== 200) problems.push(`no health: ${health}`);
      return problems;
    },
    [Symbol.asyncDispose]: async () => {
      customer.close();
      reader.close();
    },
  };
};

/** What is out, and what ends that. */
export type Outage = {
  begin: () => Promise<void> | void;
  end: () => Promise<void> | void;
  /** Whether reading goes on meanwhile. */
  isReadable: boolean;
  /** Within which a message is refused, in milliseconds. */
  refusedMs: number;
};

/** One outage while all talk: refused honestly and soon, read on, and healed by itself. Resolves to what went wrong. */
export const playOutage = async (crowd: Crowd, witness: Witness, outage: Outage): Promise<string[]> => {
  await crowd.moreAcknowledged(50, 60_000);
  await outage.begin();
  const refused = await witness.isRefused(outage.refusedMs).then(
    () => [],
    (error: unknown) => [`not refused as unavailable within ${outage.refusedMs} ms: ${String(error)}`],
  );
  const unread = outage.isReadable ? await witness.reads() : [];
  await outage.end();
  const healed = await crowd.moreAcknowledged(50, 30_000).then(
    () => [],
    () => ['not healed within 30 s'],
  );
  return [...refused, ...unread, ...healed];
};
