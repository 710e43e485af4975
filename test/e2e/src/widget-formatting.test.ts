import { agent as openAgent } from '@shopbell-test/kit';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings, openPage, photograph } from './browser.ts';
import { openStage, type Stage } from './widget-stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

const answer = [
  'Your kettle, **Classic 1.7 l**, can go back until *Friday*:',
  '1. Print the label: [your return](https://returns.example/k/1)',
  '2. Hand it in at any **post office**',
  'The number is `R-1042`. For the [portal](https://аррӏе.example/), or [call us](tel:+49-30-123456):',
  '```',
  'order   EXAMPLE-1042',
  'refund  19.99 EUR',
  '```',
  '- <b>no markup</b>',
  '- 2*3*4 and snake_case stay',
].join('\n');

const phone: BrowserContextOptions = {
  viewport: { width: 375, height: 740 },
  colorScheme: 'dark',
  bypassCSP: true,
};

test.each([
  ['phone, dark', phone],
  ['desktop', { bypassCSP: true } satisfies BrowserContextOptions],
])('both sides see the same light formatting, and where links lead: %s', async (name, options) => {
  const { page, complaints, open, say } = await stage.visit(options);
  page.setDefaultTimeout(20_000);
  const panel = await open();
  await say('Can it go **back**? `R-1042`');
  await panel.locator('strong', { hasText: 'back' }).waitFor();
  const agent = await openAgent(stage.running);
  const { conversations } = (await agent.call('conversation:list', { status: ['queued'] })) as {
    conversations: { id: string }[];
  };
  await agent.reply(conversations[0]?.id ?? '', answer);
  const link = panel.getByRole('link', { name: 'your return (opens in a new tab)' });
  await link.waitFor();
  expect(await link.getAttribute('href')).toBe('https://returns.example/k/1');
  await panel.locator('.items').getByText('(returns.example)').waitFor();
  await panel.locator('.items').getByText('xn--80ak6aa92e.example').waitFor();
  expect(await panel.getByRole('link', { name: 'call us' }).getAttribute('href')).toBe('tel:+4930123456');
  expect(await panel.locator('.items ol > li').allTextContents()).toHaveLength(2);
  await panel.locator('.items').getByText('<b>no markup</b>').waitFor();
  expect(await panel.locator('.items b').count()).toBe(0);
  await photograph(page, `formatting, ${name}`);
  expect(await axeFindings(panel)).toEqual([]);

  const desk = await openPage(stage.browser, { bypassCSP: true });
  desk.page.setDefaultTimeout(20_000);
  const { running } = stage;
  const code = await running.relay.admin.signInCode({ shop: running.shop, person: running.agent.id });
  await desk.page.goto(`${stage.relay}/desk#code=${code}`);
  await desk.page.getByRole('tab', { name: 'All' }).click();
  await desk.page.locator('[role=option]').first().click();
  const log = desk.page.getByRole('log');
  await log.getByRole('link', { name: 'your return (opens in a new tab)' }).first().waitFor();
  await log.getByText('xn--80ak6aa92e.example').first().waitFor();
  await log.locator('pre').first().waitFor();
  await photograph(desk.page, `formatting at the desk, ${name}`);
  expect(await axeFindings(desk.page)).toEqual([]);
  expect([...complaints, ...desk.complaints]).toEqual([]);
  agent.close();
  await desk.page.context().close();
  await page.context().close();
});
