import { agent as openAgent, until } from '@shopbell-test/kit';
import type { BrowserContextOptions, Frame } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings, openPage, photograph } from './browser.ts';
import { panelOf } from './shopper-page.ts';
import { openStage, shopPage, type Stage } from './widget-stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  stage.site.pages.set('/ar', shopPage(stage.relay, { root: 'lang="ar" dir="rtl"' }));
});
afterAll(() => stage[Symbol.asyncDispose]());

const phone: BrowserContextOptions = {
  viewport: { width: 375, height: 740 },
  colorScheme: 'dark',
  bypassCSP: true,
};
const desktop: BrowserContextOptions = { bypassCSP: true };

const composerOf = (panel: Frame) => panel.getByRole('textbox', { name: 'Message' });
const talksOf = (panel: Frame) => panel.getByRole('button', { name: /^Conversations/ });
const said = (panel: Frame, text: string) => panel.locator('.items').getByText(text);

test.each([
  ['phone, dark', phone],
  ['desktop', desktop],
])(
  'a shopper has several conversations, each with its words, its draft and what is unread: %s',
  async (name, options) => {
    const { page, complaints, open, say, launcher } = await stage.visit(options);
    page.setDefaultTimeout(20_000);
    const agent = await openAgent(stage.running);
    const ids = async (): Promise<string[]> => {
      const { conversations } = (await agent.call('conversation:list', { status: ['queued', 'open'] })) as {
        conversations: { id: string; preview: { text: string } }[];
      };
      return conversations.map(({ id }) => id);
    };
    const before = await ids();
    const fresh = async () => (await ids()).filter((id) => !before.includes(id));
    let panel = await open();
    await say('About the kettle');
    await said(panel, 'About the kettle').waitFor();
    await until('the first conversation', async () => (await fresh()).length === 1);
    const [kettle = ''] = await fresh();
    await composerOf(panel).fill('Half a word on kettles');

    await talksOf(panel).click();
    await photograph(page, `talks, one, ${name}`);
    await panel.getByRole('button', { name: 'New conversation' }).click();
    expect(await composerOf(panel).inputValue()).toBe('');
    expect(await panel.locator('.items > li').count()).toBe(0);
    await say('About the tea');
    await say('Green, please');
    await until('the second conversation', async () => (await fresh()).length === 2);
    await said(panel, 'Green, please').waitFor();
    await panel.getByText('Sent', { exact: true }).waitFor();
    expect(await said(panel, 'About the kettle').count()).toBe(0);
    expect(await fresh()).toHaveLength(2);

    // What is said in the one that is not shown is counted.
    await agent.reply(kettle, 'It is on its way.');
    await agent.reply(kettle, 'By tomorrow.');
    await panel.getByRole('button', { name: 'Conversations, 2 unread' }).waitFor();
    expect(await said(panel, 'By tomorrow.').count()).toBe(0);
    await panel.getByRole('button', { name: 'Close chat' }).click();
    await page.getByRole('button', { name: 'Chat, 2 unread' }).waitFor();
    await launcher.click();
    await talksOf(panel).click();
    const row = panel.getByRole('listitem').filter({ hasText: 'By tomorrow.' });
    await row.getByText('2 unread').waitFor();
    await panel.getByText('You: Green, please').waitFor();
    await photograph(page, `talks, two, ${name}`);
    expect(await axeFindings(panel)).toEqual([]);

    await row.getByRole('button').click();
    await said(panel, 'By tomorrow.').waitFor();
    expect(await composerOf(panel).inputValue()).toBe('Half a word on kettles');
    await until(
      'all is read',
      async () => (await talksOf(panel).getAttribute('aria-label')) === 'Conversations',
    );
    // It stays with the one that was chosen, whatever happens in the other.
    await composerOf(panel).press('Enter');
    await said(panel, 'Half a word on kettles').waitFor();
    expect(await fresh()).toHaveLength(2);
    const tea = (await fresh()).find((id) => id !== kettle) ?? '';
    await agent.reply(tea, 'Green it is.');
    await panel.getByRole('button', { name: 'Conversations, 1 unread' }).waitFor();
    expect(await said(panel, 'Half a word on kettles').count()).toBe(1);

    // After a reload the newest is shown, and both are there.
    await page.reload();
    await page.getByRole('button', { name: /^Chat/ }).click();
    panel = await panelOf(page);
    await said(panel, 'Green it is.').waitFor();
    await talksOf(panel).click();
    await panel.getByRole('listitem').filter({ hasText: 'Half a word' }).getByRole('button').click();
    await said(panel, 'Half a word on kettles').waitFor();
    await talksOf(panel).click();
    await panel.getByRole('heading', { name: 'Conversations' }).press('Escape');
    await composerOf(panel).waitFor();
    expect(complaints).toEqual([]);
    agent.close();
    await page.context().close();
  },
);

test('in Arabic the list reads from right to left', async () => {
  const { page } = await openPage(stage.browser, phone);
  await page.goto(`${stage.site.url}/ar`);
  await page.getByRole('button').first().click();
  const panel = await panelOf(page);
  const composer = panel.getByRole('textbox');
  await composer.waitFor();
  await composer.fill('أين طلبي؟');
  await composer.press('Enter');
  await panel.getByRole('button', { name: 'المحادثات' }).click();
  const heading = panel.getByRole('heading', { name: 'المحادثات' });
  await heading.waitFor();
  expect(await heading.evaluate((head) => getComputedStyle(head).direction)).toBe('rtl');
  await photograph(page, 'talks, arabic');
});
