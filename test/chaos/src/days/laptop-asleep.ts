import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { agent, createLedger, endProcess, launch, spawnRelay, until, type Ledger } from '@shopbell-test/kit';
import type { ConversationId } from '@shopbell/protocol';
import type { ClientLine, ClientOrder } from '../client-process.ts';
import { readAfresh, type Known } from '../crowd/afresh.ts';
import { over } from '../figures.ts';
import type { Scenario } from '../scenario.ts';
import { outcomeOf } from './outcome.ts';

const program = join(import.meta.dirname, '../client-process.ts');
const sleepMs = { short: 20_000, long: 30_000 };
const backMs = 15_000;

/** Customers in a process of their own, whose happenings come into the ledger. */
const startLaptop = async (at: ClientOrder['at'], ledger: Ledger, betweenMs: number) => {
  const known = new Map<string, Known>();
  let problems: readonly string[] | null = null;
  const take = (line: ClientLine): void => {
    if (line.kind === 'conversation') {
      const { name, id, token } = line;
      known.set(name, { name, conversation: () => id as ConversationId, token: () => token });
    } else if (line.kind === 'stopped') ({ problems } = line);
    else ledger[line.kind](line.told);
  };
  const names = ['sleeper1', 'sleeper2', 'sleeper3', 'sleeper4'];
  const order: ClientOrder = { at, names, betweenMs };
  const hear = (text: string): void => {
    if (text.startsWith('{"kind"')) take(JSON.parse(text) as ClientLine);
  };
  const { child } = await launch<boolean>({ program, order, hear });
  await until('everybody to have begun', () => known.size === names.length);
  return {
    child,
    known: [...known.values()],
    finish: async (): Promise<readonly string[]> => {
      child.kill('SIGUSR2');
      return until('all to be said', () => problems, 30_000);
    },
    [Symbol.asyncDispose]: async () => void (await endProcess(child, 'SIGKILL')),
  };
};

/** The lid is shut while the shop goes on answering; opened again, everything is there soon, each thing once. */
export const laptopAsleep: Scenario = {
  name: 'laptop-asleep',
  rounds: { short: 1, long: 5 },
  play: async ({ rounds, isShort }) => {
    const inner = createLedger();
    const heardBy = new Map<string, number>();
    const ledger: Ledger = {
      ...inner,
      heard: (each) => {
        heardBy.set(each.nonce, (heardBy.get(each.nonce) ?? 0) + 1);
        inner.heard(each);
      },
    };
    await using relay = await spawnRelay();
    const { url, shop, origin } = relay;
    await using laptop = await startLaptop({ url, shop, origin }, ledger, 100);
    await using shopkeeper = await agent(relay);
    const answer = async (conversation: string, nonce: string): Promise<void> => {
      const body = `answer ${nonce}`;
      ledger.sent({ sender: shopkeeper.id, nonce, body, audience: 'everyone' });
      const input = { conversation, nonce, parts: [{ kind: 'text', text: body }] };
      const { seq } = (await shopkeeper.call('message:send', input)) as { seq: number };
      ledger.acknowledged({ sender: shopkeeper.id, nonce, conversation, seq, numbering: 'staff' });
    };
    let slowest = 0;
    for (let round = 0; round < rounds; round += 1) {
      await pause(1_000);
      laptop.child.kill('SIGSTOP');
      const nonces: string[] = [];
      for (const [index, { name, conversation }] of [...laptop.known, ...laptop.known].entries()) {
        nonces.push(`${name}-answer-${round}-${index}`);
        await answer(conversation() ?? '', nonces.at(-1) ?? '');
      }
      await pause(isShort ? sleepMs.short : sleepMs.long);
      laptop.child.kill('SIGCONT');
      const since = performance.now();
      await until('all to be heard', () => nonces.every((nonce) => heardBy.has(nonce)), 60_000);
      slowest = Math.max(slowest, performance.now() - since);
    }
    const problems = await laptop.finish();
    const { stored } = await readAfresh(relay, laptop.known, ledger);
    const violations = [...ledger.judge().map(({ kind, what }) => `${kind}: ${what}`), ...problems];
    const ends = { 'ms until all was heard at most': slowest };
    return outcomeOf(
      { fault: 'laptop asleep', hits: rounds, wanted: rounds, ends },
      { violations, counts: { ...ledger.counts(), stored } },
      over('ms until all was heard', slowest, { most: backMs, isShort }),
    );
  },
};
