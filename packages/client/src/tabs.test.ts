import { array, assert, asyncProperty, constantFrom, integer, nat, record } from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createBrowser, type Browser, type Tab } from '../test/browser.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
/** Everything takes as long as everything else, and is never the same twice. */
const uneven = (seed = 1) => {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) % 30;
};
const noncesOf = ({ relay }: Browser): string[] => relay.log.map(({ nonce }) => nonce);
const sorted = (nonces: readonly (string | undefined)[]) =>
  nonces.map(String).toSorted((one, other) => one.localeCompare(other));
const states = (tabs: readonly Tab[]) => tabs.map(({ connection }) => connection.state.name);

describe('tabs of one browser', () => {
  test('hold one line between them, and all hear and speak through it', async () => {
    const browser = createBrowser(uneven());
    const tabs = [1, 2, 3, 4, 5].map(() => browser.open());
    await pass(2_000);
    expect(states(tabs)).toEqual(['live', 'live', 'live', 'live', 'live']);
    expect(browser.relay.lines.size).toBe(1);
    const said = tabs.map((tab) => tab.say());
    await pass(1_000);
    expect(sorted(noncesOf(browser))).toEqual(said);
    for (const { seen, connection } of tabs) {
      expect(seen).toEqual(noncesOf(browser));
      expect(connection.pending).toEqual([]);
    }
  });

  test('show the same outbox, whoever wrote', async () => {
    const browser = createBrowser(uneven());
    const tabs = [1, 2, 3].map(() => browser.open());
    await pass(2_000);
    browser.relay.weather.isDown = true;
    browser.relay.cut();
    await pass(2_000);
    const said = [tabs[2]?.say(), tabs[1]?.say()];
    await pass(100);
    for (const { connection } of tabs)
      expect(connection.pending.map(({ nonce }) => nonce)).toEqual(expect.arrayContaining(said));
    expect(states(tabs)).not.toContain('live');
    browser.relay.weather.isDown = false;
    await pass(20_000);
    expect(sorted(noncesOf(browser))).toEqual(sorted(said));
    for (const { connection } of tabs) expect(connection.pending).toEqual([]);
  });

  test('go on at once when the leader is closed', async () => {
    const browser = createBrowser(uneven());
    const tabs = [1, 2, 3, 4, 5].map(() => browser.open());
    await pass(2_000);
    const leader = tabs.find((tab) => tab.leads());
    const others = tabs.filter((tab) => tab !== leader);
    const said = [leader?.say(), others[0]?.say()];
    await pass(5);
    leader?.close();
    await pass(1_000);
    expect(states(others)).toEqual(['live', 'live', 'live', 'live']);
    expect(browser.relay.lines.size).toBe(1);
    expect(sorted(noncesOf(browser))).toEqual(sorted(said));
  });

  test('are back within two seconds of the focus where the leader is frozen, and it follows when it thaws', async () => {
    const browser = createBrowser(uneven());
    const tabs = [1, 2].map(() => browser.open());
    await pass(2_000);
    const leader = tabs.find((tab) => tab.leads());
    const other = tabs.find((tab) => tab !== leader);
    leader?.freeze(false);
    await pass(600_000);
    const said = other?.say();
    other?.wake();
    await pass(2_000);
    expect(noncesOf(browser)).toEqual([said]);
    expect(other?.leads()).toBe(true);
    leader?.life.thaw();
    leader?.wake();
    await pass(2_000);
    expect(leader?.leads()).toBe(false);
    expect(states(tabs)).toEqual(['live', 'live']);
    expect(leader?.seen).toEqual([said]);
    expect(browser.relay.lines.size).toBe(1);
  });

  test('that only look notice a frozen leader in a while', async () => {
    const browser = createBrowser(uneven());
    const tabs = [1, 2, 3].map(() => browser.open());
    await pass(2_000);
    const leader = tabs.find((tab) => tab.leads());
    leader?.freeze(false);
    await pass(15_000);
    const others = tabs.filter((tab) => tab !== leader);
    expect(others.filter((tab) => tab.leads())).toHaveLength(1);
    expect(states(others)).toEqual(['live', 'live']);
  });

  test('hand over before they are frozen, where the browser says so', async () => {
    const browser = createBrowser(uneven());
    const tabs = [1, 2].map(() => browser.open());
    await pass(2_000);
    const leader = tabs.find((tab) => tab.leads());
    leader?.freeze(true);
    await pass(500);
    expect(tabs.find((tab) => tab !== leader)?.connection.state.name).toBe('live');
  });
});

type Deed = { name: string; tab: number };
const deeds = record<Deed>({
  name: constantFrom(
    'say',
    'say',
    'say',
    'say',
    'open',
    'close',
    'freeze',
    'leave',
    'thaw',
    'wake',
    'cut',
    'down',
    'up',
    'pass',
    'pass',
  ),
  tab: nat(4),
});

const does: Record<string, (browser: Browser, tab: Tab, tabs: Tab[]) => unknown> = {
  open: (browser, _, tabs) => tabs.length < 5 && tabs.push(browser.open()),
  close: (_, tab, tabs) => (tab.close(), tabs.splice(tabs.indexOf(tab), 1)),
  freeze: (_, tab) => tab.freeze(false),
  leave: (_, tab) => tab.freeze(true),
  thaw: (_, tab) => tab.life.thaw(),
  wake: (_, tab) => tab.wake(),
  cut: ({ relay }) => relay.cut(),
  down: ({ relay }) => ((relay.weather.isDown = true), relay.cut()),
  up: ({ relay }) => (relay.weather.isDown = false),
  pass: () => pass(700),
};

/** Plays it, then lets everything become good, and gives back what there is. */
const play = async (all: readonly Deed[], seed: number) => {
  const delay = uneven(seed);
  const browser = createBrowser(delay);
  browser.relay.weather.losesReply = () => delay() < 3;
  const tabs = [browser.open()];
  const said: { nonce: string; tab: Tab }[] = [];
  for (const { name, tab: number } of all) {
    const tab = tabs[number % Math.max(1, tabs.length)];
    if (name === 'say' && tab?.life.isAwake) said.push({ nonce: tab.say(), tab });
    else if (tab || name === 'open') does[name]?.(browser, tab as Tab, tabs);
    await pass(delay());
  }
  const kept = new Set(browser.shelf.kept.keys());
  browser.relay.weather.isDown = false;
  browser.relay.weather.losesReply = () => false;
  for (const tab of tabs) tab.life.thaw();
  tabs.push(browser.open());
  for (const tab of tabs) tab.wake();
  await pass(60_000);
  return { browser, tabs, said, kept };
};

describe('whatever happens to tabs, their line and the relay', () => {
  test('each message is stored once, in order, and none that was kept or whose tab lives is lost', async () => {
    await assert(
      asyncProperty(array(deeds, { maxLength: 40 }), integer({ min: 1, max: 1e9 }), async (all, seed) => {
        const { browser, tabs, said, kept } = await play(all, seed);
        const stored = noncesOf(browser);
        expect(new Set(stored).size).toBe(stored.length);
        const promised = said.filter(({ nonce, tab }) => kept.has(nonce) || !tab.life.isClosed);
        expect(stored).toEqual(expect.arrayContaining(promised.map(({ nonce }) => nonce)));
        // Of each tab’s messages, in the order in which they were written.
        const own = (nonces: string[]) =>
          nonces.toSorted((one, other) => one.split('-')[0]?.localeCompare(other.split('-')[0] ?? '') ?? 0);
        expect(own(stored)).toEqual(
          own(said.map(({ nonce }) => nonce).filter((nonce) => stored.includes(nonce))),
        );
        for (const { connection, seen } of tabs) {
          expect(connection.state.name).toBe('live');
          expect(seen).toEqual(stored);
          expect(connection.pending).toEqual([]);
        }
        expect(browser.relay.lines.size).toBe(1);
        expect(tabs.filter((tab) => tab.leads())).toHaveLength(1);
        expect(browser.shelf.kept.size).toBe(0);
        for (const tab of tabs) tab.close();
      }),
      { numRuns: 150, interruptAfterTimeLimit: 12_000 },
    );
  });
});
