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

type Tab = { page: Page; panel: Frame; say: (text: string) => Promise<void>; sockets: () => number };

/** A tab of the shop with the panel open; `sockets`: how many lines to the relay it holds. */
const openTab = async (context: BrowserContext): Promise<Tab> => {
  const page = await context.newPage();
  let open = 0;
  page.on('websocket', (socket) => {
    open += 1;
    socket.on('close', () => (open -= 1));
  });
  await page.goto(stage.site.url);
  const widget = widgetOn(page);
  const panel = await widget.open();
  return { page, panel, say: widget.say, sockets: () => open };
};
const openTabs = async (count: number) => {
  const context = await stage.browser.newContext({ viewport: { width: 1280, height: 800 } });
  const tabs: Tab[] = [];
  for (let number = 0; number < count; number += 1) tabs.push(await openTab(context));
  return { context, tabs };
};

const shown = ({ panel }: Tab): Promise<string[]> => panel.locator('.bubble').allInnerTexts();
const stateOf = ({ panel }: Tab): Promise<string> =>
  panel.getByRole('dialog').locator('header').getByRole('status').innerText();
const lines = (tabs: readonly Tab[]): number => tabs.reduce((sum, tab) => sum + tab.sockets(), 0);
const isConnected = (tab: Tab) => until('a line', async () => /answer/i.test(await stateOf(tab)), 30_000);

test('five tabs hold one line; the leader is closed while messages are under way: nothing lost, doubled or out of order', async () => {
  const { context, tabs } = await openTabs(5);
  for (const tab of tabs) await isConnected(tab);
  expect(lines(tabs)).toBe(1);
  await tabs[1]?.say('From the second');
  for (const tab of tabs) await until('it everywhere', async () => (await shown(tab)).length === 1, 30_000);
  const leader = tabs.find((tab) => tab.sockets() === 1);
  const others = tabs.filter((tab) => tab !== leader);
  const texts = ['One', 'Two', 'Three', 'Four'];
  for (const [index, text] of texts.entries()) await others[index]?.say(text);
  await leader?.say('From the leader');
  await leader?.page.close();
  for (const tab of others)
    await until('all of it everywhere', async () => (await shown(tab)).length === 6, 30_000);
  for (const tab of others) await isConnected(tab);
  expect(lines(others)).toBe(1);
  const said = await shown(others[0] as Tab);
  expect(new Set(said)).toEqual(new Set(['From the second', ...texts, 'From the leader']));
  for (const tab of others) expect(await shown(tab)).toEqual(said);
  const { conversations } = (await nora.call('conversation:list', {})) as { conversations: { id: string }[] };
  const ledger = createLedger();
  ledger.reader({ name: 'nora', audience: 'staff', conversations: 'all' });
  for (const entry of await readTranscript(nora, conversations[0]?.id ?? ''))
    ledger.heard(heardOf('nora', entry));
  expect(ledger.judge()).toEqual([]);
  await context.close();
});
