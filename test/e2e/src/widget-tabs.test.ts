import { agent, createLedger, heardOf, readTranscript, until, type AgentPeer } from '@shopbell-test/kit';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { widgetOn } from './shopper-page.ts';
import { openStage, type Stage } from './widget-stage.ts';

let stage: Stage;
let nora: AgentPeer;
beforeAll(async () => {
  stage = await openStage();
  nora = await agent(stage.running);
});
afterAll(async () => {
  nora.close();
  await stage[Symbol.asyncDispose]();
});

type Tab = {
  page: Page;
  panel: Frame;
  say: (text: string) => Promise<void>;
  /** How many lines to the relay it holds. */
  sockets: () => number;
};

/** A tab of the shop with the panel open. */
const openTab = async (context: BrowserContext): Promise<Tab> => {
  const page = await context.newPage();
  let open = 0;
  page.on('websocket', (socket) => {
    open += 1;
    socket.on('close', () => (open -= 1));
  });
  await page.goto(stage.site.url);
  const { open: ring, say } = widgetOn(page);
  return { page, panel: await ring(), say, sockets: () => open };
};

/** A browser of its own; `prepare` runs in each of its frames first. */
const openTabs = async (count: number, prepare: () => void = () => {}) => {
  const context = await stage.browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addInitScript(prepare);
  const tabs: Tab[] = [];
  for (let number = 0; number < count; number += 1) tabs.push(await openTab(context));
  for (const tab of tabs) await isConnected(tab);
  return { context, tabs };
};

const shown = ({ panel }: Tab): Promise<string[]> => panel.locator('.bubble').allInnerTexts();
const unsent = ({ panel }: Tab) => panel.getByText('Not sent yet. We keep trying.').count();
const stateOf = ({ panel }: Tab): Promise<string> =>
  panel.getByRole('dialog').locator('header').getByRole('status').innerText();
const lines = (tabs: readonly Tab[]): number => tabs.reduce((sum, tab) => sum + tab.sockets(), 0);
const isConnected = (tab: Tab) => until('a line', async () => /answer/i.test(await stateOf(tab)), 30_000);
const shows = (tab: Tab, count: number) =>
  until(`${count} messages`, async () => (await shown(tab)).length === count, 30_000);
const split = (tabs: readonly Tab[]): { leader: Tab; others: Tab[] } => {
  const leader = tabs.find((tab) => tab.sockets() === 1);
  if (!leader) throw new Error('nobody leads');
  return { leader, others: tabs.filter((tab) => tab !== leader) };
};

/** Where a text was said. */
const conversationWith = async (text: string): Promise<string> => {
  const { conversations } = (await nora.call('conversation:list', {})) as { conversations: { id: string }[] };
  for (const { id } of conversations)
    if (JSON.stringify(await readTranscript(nora, id)).includes(text)) return id;
  throw new Error(`nobody said “${text}”`);
};

/** What the relay stored, in order, as texts; nothing lost, doubled or out of order by the ledger. */
const judged = async (conversation: string): Promise<string[]> => {
  const ledger = createLedger();
  ledger.reader({ name: 'nora', audience: 'staff', conversations: 'all' });
  const entries = await readTranscript(nora, conversation);
  for (const entry of entries) ledger.heard(heardOf('nora', entry));
  expect(ledger.judge()).toEqual([]);
  return entries.flatMap(({ data }) => data.parts?.map(({ text }) => text ?? '') ?? []);
};

test('five tabs hold one line; the leader is closed while messages are under way: nothing lost, doubled or out of order', async () => {
  const { context, tabs } = await openTabs(5);
  expect(lines(tabs)).toBe(1);
  await tabs[1]?.say('From the second');
  for (const tab of tabs) await shows(tab, 1);
  const { leader, others } = split(tabs);
  const texts = ['One', 'Two', 'Three', 'Four'];
  for (const [index, text] of texts.entries()) await others[index]?.say(text);
  await leader.say('From the leader');
  await leader.page.close();
  for (const tab of others) await shows(tab, 6);
  for (const tab of others) await isConnected(tab);
  expect(lines(others)).toBe(1);
  const said = await judged(await conversationWith('From the second'));
  expect(new Set(said)).toEqual(new Set(['From the second', ...texts, 'From the leader']));
  for (const tab of others) expect(await shown(tab)).toEqual(said);
  await context.close();
});

/** Lets a test move the clock of a frame, as a machine that slept does. */
const movableClock = (): void => {
  const now = Date.now.bind(Date);
  Date.now = () => now() + ((globalThis as { aheadMs?: number }).aheadMs ?? 0);
};
/** The browser’s word that a page is about to be frozen does not arrive. */
const deafClock = (): void => {
  const now = Date.now.bind(Date);
  Date.now = () => now() + ((globalThis as { aheadMs?: number }).aheadMs ?? 0);
  document.addEventListener('freeze', (event) => event.stopImmediatePropagation(), true);
};

test.each([
  ['that was told', movableClock],
  ['that was told nothing', deafClock],
])(
  'a leader %s, frozen for ten minutes, loses nothing, and the other tab is soon back',
  async (how, prepare) => {
    const { context, tabs } = await openTabs(2, prepare);
    const { leader, others } = split(tabs);
    const [other = leader] = others;
    const first = `Before, by a leader ${how}`;
    await leader.say(first);
    for (const tab of tabs) await shows(tab, 1);
    const conversation = await conversationWith(first);
    const cdp = await context.newCDPSession(leader.page);
    await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
    await other.page.bringToFront();
    await other.say('While it sleeps');
    await shows(other, 2);
    await until('it stored', async () => (await judged(conversation)).length === 2, 30_000);
    await isConnected(other);
    // As the relay does with who does not answer its pings.
    stage.network.cut();
    await nora.reply(conversation, 'Good night');
    await shows(other, 3);
    await cdp.send('Page.setWebLifecycleState', { state: 'active' });
    await leader.panel.evaluate(() => Object.assign(globalThis, { aheadMs: 600_000 }));
    await leader.page.bringToFront();
    await shows(leader, 3);
    await leader.say('Good morning');
    for (const tab of tabs) await shows(tab, 4);
    const said = await judged(conversation);
    expect(said).toEqual([first, 'While it sleeps', 'Good night', 'Good morning']);
    for (const tab of tabs) expect(await shown(tab)).toEqual(said);
    await until('one line', () => lines(tabs) === 1, 30_000);
    await context.close();
  },
);

test('what waits in one tab waits in all, is sent when its tab is gone, and outlasts a reload; so do half written words', async () => {
  const { context, tabs } = await openTabs(2);
  const [one, two] = tabs as [Tab, Tab];
  await one.say('Here we begin');
  for (const tab of tabs) await shows(tab, 1);
  const conversation = await conversationWith('Here we begin');
  stage.network.refuse(true);
  stage.network.cut();
  for (const tab of tabs)
    await until('the truth', async () => /keep trying/.test(await stateOf(tab)), 30_000);
  await one.say('One a');
  await one.say('One b');
  await two.say('Two a');
  for (const tab of tabs) {
    await shows(tab, 4);
    expect(await unsent(tab)).toBe(3);
  }
  await one.page.close();
  await two.panel.getByRole('textbox', { name: 'Message' }).pressSequentially('Half a sen');
  await two.page.reload();
  stage.network.refuse(false);
  await two.page.reload();
  const back: Tab = { ...two, panel: await widgetOn(two.page).open() };
  await shows(back, 4);
  await until('everything sent', async () => (await judged(conversation)).length === 4, 30_000);
  await until('the words for it', async () => (await unsent(back)) === 0);
  const said = await judged(conversation);
  expect(said.filter((text) => text.startsWith('One'))).toEqual(['One a', 'One b']);
  expect(await shown(back)).toEqual(said);
  expect(await back.panel.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('Half a sen');
  await context.close();
});
