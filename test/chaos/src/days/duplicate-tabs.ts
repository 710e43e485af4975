import { createLedger, spawnRelay, until, type Ledger, type RunningRelay } from '@shopbell-test/kit';
import { readAfresh } from '../crowd/afresh.ts';
import { startCustomer, type Customer } from '../crowd/customer.ts';
import type { Scenario } from '../scenario.ts';
import { outcomeOf } from './outcome.ts';

/** Both tabs send the very same message at once, as tabs that share an outbox do. */
const sayTwice = async (tabs: readonly Customer[], nonce: string): Promise<string[]> => {
  const conversation = tabs[0]?.conversation();
  if (!conversation) return ['no conversation'];
  const input = { nonce, conversation, parts: [{ kind: 'text' as const, text: nonce }] };
  const places = await Promise.all(tabs.map(({ connection }) => connection.post('message:send', input)));
  return new Set(places.map(({ seq }) => seq)).size === 1 ? [] : [`${nonce} is at several places`];
};

/** One shopper in two tabs, both talking at once. */
const playTabs = async (relay: RunningRelay, ledger: Ledger, round: number) => {
  const name = `shopper${round}`;
  await using first = await startCustomer(relay, { name: `${name}-tab1`, ledger });
  await first.say();
  await using second = await startCustomer(relay, { name: `${name}-tab2`, ledger, token: first.token() });
  const tabs = [first, second];
  const found: string[] = [];
  for (let count = 0; count < 5; count += 1) {
    const saying = tabs.flatMap((tab) => [tab.say(), tab.say()]);
    found.push(...(await sayTwice(tabs, `${name}-twice-${count}`)));
    await Promise.all(saying);
  }
  const { last, stored } = await readAfresh(relay, [first], ledger);
  const end = last.get(first.conversation() ?? '')?.everyone ?? 0;
  await until('both tabs to have heard all', () => tabs.every((tab) => tab.place() === end));
  return { found: [...found, ...tabs.flatMap(({ problems }) => problems)], stored };
};

/** The same shopper in two tabs: both say things, even the same thing at once, and both hear all of it, once, in one order. */
export const duplicateTabs: Scenario = {
  name: 'duplicate-tabs',
  rounds: { short: 5, long: 100 },
  play: async ({ rounds }) => {
    await using relay = await spawnRelay();
    const violations: string[] = [];
    const counts = { sent: 0, acknowledged: 0, stored: 0, heard: 0 };
    for (let round = 0; round < rounds; round += 1) {
      const ledger = createLedger();
      const { found, stored } = await playTabs(relay, ledger, round);
      violations.push(...found, ...ledger.judge().map(({ kind, what }) => `${kind}: ${what}`));
      const { sent, acknowledged, heard } = ledger.counts();
      counts.sent += sent;
      counts.acknowledged += acknowledged;
      counts.heard += heard;
      counts.stored += stored;
    }
    return outcomeOf({ fault: 'duplicate tabs', hits: rounds, wanted: rounds }, { violations, counts });
  },
};
