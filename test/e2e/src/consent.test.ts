import { connectAgent, defineAction, handle, openOffice } from '@shopbell/agent';
import type { BrowserContextOptions, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { axeFindings, openPage, photograph } from './browser.ts';
import { handsOn } from './keyboard.ts';
import { widgetOn } from './shopper-page.ts';
import { openStage, type Stage } from './widget-stage.ts';

const refund = defineAction({
  name: 'order.refund',
  version: 1,
  title: 'Refund order 1042',
  effect: 'write',
  input: z.object({ what: z.string(), expiresInMs: z.int().optional() }),
  output: z.object({ done: z.boolean() }),
});
const done: string[] = [];

const refundCard = (title: string, status: 'planned' | 'issued') => ({
  kind: 'refund' as const,
  version: 1 as const,
  order: '1042',
  lines: [{ title, quantity: 1, amount: { amount: 1999, currency: 'EUR' } }],
  total: { amount: 1999, currency: 'EUR' },
  method: 'Card ending in 4242',
  status,
});

/** An office that refunds, once it was agreed to, and reads it back. */
const refunding = handle(refund, {
  card: ({ input: { what } }) => refundCard(what, 'issued'),
  plan: ({ input: { what, expiresInMs } }) => ({
    summary: `We refund €19.99 for the ${what} of order 1042 to your card.`,
    card: refundCard(what, 'planned'),
    confirm: true,
    ...(expiresInMs === undefined ? {} : { expiresInMs }),
  }),
  run: ({ input: { what } }) => {
    done.push(what);
    return { done: true };
  },
  verify: ({ input: { what } }) => (done.includes(what) ? 'verified' : 'nothing'),
});

let stage: Stage;
let close: () => Promise<unknown>;
beforeAll(async () => {
  stage = await openStage();
  const { url, office } = stage.running;
  const opened = await openOffice({ url, key: office.key, actions: [refunding] });
  close = () => opened.close();
});
afterAll(async () => {
  await close();
  await stage[Symbol.asyncDispose]();
});

type Scene = {
  page: Page;
  panel: Frame;
  complaints: string[];
  ask: (what: string, ms?: number) => Promise<void>;
};

/** A shopper with the panel open, and an agent who can ask for refunds in their conversation. */
const meet = async (hello: string, options: BrowserContextOptions = {}): Promise<Scene> => {
  const { page, complaints } = await openPage(stage.browser, options);
  page.setDefaultTimeout(8_000);
  await page.goto(stage.site.url);
  const widget = widgetOn(page);
  const panel = await widget.open();
  const { url, agent } = stage.running;
  const ada = await connectAgent({ url, key: agent.key });
  const said = new Promise<string>((resolve) => {
    ada.on('message', ({ text, conversation }) => {
      if (text === hello) resolve(conversation.id);
    });
  });
  await widget.say(hello);
  const conversation = await ada.conversation(await said);
  const ask = async (what: string, expiresInMs?: number): Promise<void> => {
    const input = { what, ...(expiresInMs === undefined ? {} : { expiresInMs }) };
    await conversation.request(refund, input);
  };
  page.on('close', () => void ada.close());
  return { page, panel, complaints, ask };
};

const story = (panel: Frame, what: string) =>
  panel.getByRole('group', { name: 'Refund order 1042' }).filter({ hasText: `for the ${what} ` });

test('the shopper agrees with the keyboard alone, and sees it done and checked', async () => {
  const { page, panel, complaints, ask } = await meet('A kettle leaks');
  await ask('kettle');
  const asked = story(panel, 'kettle');
  await asked.getByText('Your answer is needed').waitFor();
  expect(await panel.getByText('Your answer is needed: We refund').textContent()).toContain('kettle');
  // Who writes is not interrupted.
  expect(await panel.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
  expect(done).toEqual([]);
  const passed = await handsOn(page).tabTo('Yes, do it', 'Shift+Tab');
  expect(passed).toEqual(['Emojis', 'Files and pictures', 'No, leave it', 'Yes, do it']);
  await page.keyboard.press('Enter');
  await asked.getByText('You agreed').waitFor();
  await asked.getByText('Checked', { exact: true }).waitFor();
  expect(await asked.getByText('Done', { exact: true }).count()).toBe(1);
  expect(await asked.getByRole('button').count()).toBe(0);
  expect(await asked.evaluate((group) => group.contains(document.activeElement))).toBe(true);
  expect(done).toEqual(['kettle']);
  expect(complaints).toEqual([]);
  await page.close();
});

test('what is declined, or not answered in time, is not done', async () => {
  const { page, panel, complaints, ask } = await meet('Two cups broke');
  await ask('cup');
  await story(panel, 'cup').getByRole('button', { name: 'No, leave it' }).click();
  await story(panel, 'cup').getByText('You declined. Nothing was done.').waitFor();
  await ask('saucer', 1_500);
  await story(panel, 'saucer').getByRole('button', { name: 'Yes, do it' }).waitFor();
  await story(panel, 'saucer').getByText('Its time is over. Nothing was done.').waitFor();
  expect(await panel.getByRole('button', { name: 'Yes, do it' }).count()).toBe(0);
  expect(done).not.toContain('cup');
  expect(done).not.toContain('saucer');
  expect(complaints).toEqual([]);
  await page.close();
});

test.each(['light', 'dark'] as const)('on a phone in %s it reads well and breaks no rule', async (scheme) => {
  const { page, panel, ask } = await meet(`The teapot is chipped, ${scheme}`, {
    viewport: { width: 375, height: 667 },
    colorScheme: scheme,
    bypassCSP: true,
  });
  await ask(`teapot in ${scheme}`);
  const asked = story(panel, `teapot in ${scheme}`);
  const yes = asked.getByRole('button', { name: 'Yes, do it' });
  await yes.waitFor();
  expect((await yes.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await photograph(page, `consent-asked-${scheme}`);
  expect(await axeFindings(panel)).toEqual([]);
  await yes.click();
  await asked.getByText('Checked', { exact: true }).waitFor();
  await photograph(page, `consent-done-${scheme}`);
  expect(await panel.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  await page.close();
});
