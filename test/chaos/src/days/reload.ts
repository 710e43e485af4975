import {
  createLedger,
  spawnRelay,
  startProxy,
  until,
  type Ledger,
  type Proxy,
  type RunningRelay,
} from '@shopbell-test/kit';
import type { OutboxStorage } from '@shopbell/client';
import { fromKept, toKept, type KeptPending } from '@shopbell/client/tabs';
import { readAfresh } from '../crowd/afresh.ts';
import { startCustomer } from '../crowd/customer.ts';
import type { Scenario } from '../scenario.ts';
import { outcomeOf } from './outcome.ts';

/** What a browser keeps over a reload: text, nothing else. */
const keepText = (): OutboxStorage & { count: () => number } => {
  let text = '[]';
  return {
    count: () => (JSON.parse(text) as unknown[]).length,
    load: async () => fromKept(JSON.parse(text)),
    change: async (put, gone) => {
      const others = (JSON.parse(text) as KeptPending[]).filter(
        ({ nonce }) => !gone.includes(nonce) && put.every((each) => each.nonce !== nonce),
      );
      text = JSON.stringify([...others, ...put.map(toKept)]);
    },
  };
};

/** What is wrong with the network before the reload: the relay is not reached, or its replies are lost. */
const troubles: readonly { begin: (proxy: Proxy) => void; isReplyLost: boolean }[] = [
  {
    begin: (proxy) => {
      proxy.refuse(true);
      proxy.cut();
    },
    isReplyLost: false,
  },
  { begin: (proxy) => proxy.drop('down'), isReplyLost: true },
];

const unsent = 4;

/** A page that is reloaded with messages it knows nothing of, and the page after it. */
const playReload = async (
  { relay, proxy }: { relay: RunningRelay; proxy: Proxy },
  ledger: Ledger,
  round: number,
): Promise<{ problems: readonly string[]; stored: number }> => {
  const storage = keepText();
  const at = { ...relay, url: proxy.url };
  const name = `shopper${round}`;
  // Of a page that goes nobody expects that it hears the rest.
  const deaf = { ...ledger, reader: () => {}, heard: () => {} };
  const before = await startCustomer(at, { name, ledger: deaf, storage });
  await before.say();
  const trouble = troubles[round % troubles.length];
  const { lostBytes } = proxy;
  trouble?.begin(proxy);
  for (let count = 0; count < unsent; count += 1) before.say().catch(() => {});
  await until('all to be kept', () => storage.count() === unsent);
  if (trouble?.isReplyLost) await until('the reply to be lost', () => proxy.lostBytes > lostBytes);
  await before.connection.close();
  proxy.heal();
  proxy.cut();
  const again = { name: `${name}-again`, ledger, storage, token: before.token() };
  await using after = await startCustomer(at, again);
  await after.say();
  await until('the outbox to be empty', () => after.connection.pending.length === 0);
  const { stored, last } = await readAfresh(relay, [after], ledger);
  const end = last.get(after.conversation() ?? '')?.everyone ?? 0;
  await until('all to be heard', () => after.place() === end);
  // The first entry is the conversation’s beginning; then everything that was said, before the reload and after.
  const said = unsent + 2;
  const lost = stored === said + 1 ? [] : [`lost: ${name}: ${stored - 1} of ${said} are stored`];
  return { problems: [...after.problems, ...lost], stored };
};

/** The page is reloaded while messages wait unsent, or sent and not answered: each is there once in the end, in order. */
export const reload: Scenario = {
  name: 'reload',
  rounds: { short: 4, long: 100 },
  play: async ({ rounds }) => {
    await using relay = await spawnRelay();
    await using proxy = await startProxy(relay);
    const violations: string[] = [];
    const counts = { sent: 0, acknowledged: 0, stored: 0, heard: 0 };
    for (let round = 0; round < rounds; round += 1) {
      const ledger = createLedger();
      const { problems, stored } = await playReload({ relay, proxy }, ledger, round);
      violations.push(...problems, ...ledger.judge().map(({ kind, what }) => `${kind}: ${what}`));
      const { sent, acknowledged, heard } = ledger.counts();
      counts.sent += sent;
      counts.acknowledged += acknowledged;
      counts.heard += heard;
      counts.stored += stored;
    }
    return outcomeOf(
      { fault: 'reload with unsent messages', hits: rounds, wanted: rounds },
      { violations, counts },
    );
  },
};
