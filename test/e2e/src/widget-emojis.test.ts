import { agent as openAgent } from '@shopbell-test/kit';
import type { BrowserContextOptions, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFindings, openPage, photograph } from './browser.ts';
import { handsOn, watchKeyboard } from './keyboard.ts';
import { panelOf } from './shopper-page.ts';
import { openStage, shopPage, type Stage } from './widget-stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  stage.site.pages.set('/ar', shopPage(stage.relay, { root: 'lang="ar" dir="rtl"' }));
});
afterAll(() => stage[Symbol.asyncDispose]());

const openAt = async (path: string, options: BrowserContextOptions) => {
  const { page, complaints } = await openPage(stage.browser, { bypassCSP: true, ...options });
  page.setDefaultTimeout(20_000);
  await watchKeyboard(page);
  await page.goto(stage.site.url + path);
  const hands = handsOn(page);
  await hands.tabTo(/^(Chat|الدردشة)/);
  await hands.press('Enter');
  await page.locator('iframe[src*="/panel"]').waitFor();
  const panel = await panelOf(page);
  await panel.locator('.emoji-open').waitFor();
  await panel.locator('textarea:focus').waitFor();
  return { page, complaints, hands, panel };
};

/** What has gone for it over the line. */
const fetched = (panel: Frame): Promise<string[]> =>
  panel.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .flatMap(({ name }) => /(?:late|words)\/(emoji)-/.exec(name)?.[1] ?? []),
  );

const lastSaid = async (): Promise<string> => {
  const agent = await openAgent(stage.running);
  const { conversations } = (await agent.call('conversation:list', { status: ['queued'] })) as {
    conversations: { preview: { text: string } | null; updatedAt: number }[];
  };
  agent.close();
  return conversations.toSorted((one, other) => other.updatedAt - one.updatedAt)[0]?.preview?.text ?? '';
};

/** Of what can be pressed in the picker, what is smaller than a thumb or sticks out. */
const faults = (panel: Frame): Promise<string[]> =>
  panel.locator('.emoji-picker').evaluate((picker) => {
    const edge = picker.getBoundingClientRect();
    return [...picker.querySelectorAll('button, input')].flatMap((each) => {
      const { width, height, left, right } = each.getBoundingClientRect();
      const isGood = width >= 44 && height >= 44 && left >= edge.left && right <= edge.right;
      return isGood ? [] : [`${each.textContent} ${width} × ${height}, ${left} to ${right}`];
    });
  });

const close = (page: Page): Promise<void> => page.context().close();

const looks: [name: string, options: BrowserContextOptions][] = [
  ['desktop', { viewport: { width: 1440, height: 900 } }],
  ['phone, dark', { viewport: { width: 375, height: 667 }, colorScheme: 'dark' }],
  ['narrow, forced colours', { viewport: { width: 320, height: 568 }, forcedColors: 'active' }],
];

describe('emojis', () => {
  test.each(looks)(
    'go into the middle of a text by keyboard, are sent and arrive: %s',
    async (name, options) => {
      const { page, complaints, hands, panel } = await openAt('/', options);
      await hands.type(`Thanks a lot, ${name}`);
      expect(await fetched(panel)).toEqual([]);
      await hands.press('Control+Home', ...Array.from({ length: 'Thanks '.length }, () => 'ArrowRight'));
      await hands.tabTo('Emojis', 'Shift+Tab');
      await hands.press('Enter');
      await panel.locator('.emoji-picker :focus').waitFor();
      expect(await fetched(panel)).toHaveLength(2);
      expect(await faults(panel)).toEqual([]);
      expect(await axeFindings(panel)).toEqual([]);
      await photograph(page, `emojis, ${name}`);
      // Escape leads back to where one came from, and leaves the panel open.
      await hands.press('Escape');
      expect((await hands.focused()).name).toBe('Emojis');
      await hands.press('Enter');
      await panel.locator('.emoji-picker :focus').waitFor();
      if ((await hands.focused()).tag !== 'input') await hands.tabTo('Search emojis', 'Shift+Tab');
      await hands.type('prese');
      await panel.getByText('Found: 2').waitFor({ state: 'attached' });
      await photograph(page, `emojis found, ${name}`);
      await hands.press('ArrowDown', 'ArrowRight');
      expect((await hands.focused()).name).toBe('🎀');
      await hands.press('Enter');
      expect(await panel.locator('textarea').inputValue()).toBe(`Thanks 🎀a lot, ${name}`);
      await hands.type(' ');
      await hands.press('Enter');
      await panel.getByText('Sent', { exact: true }).waitFor();
      expect(await lastSaid()).toBe(`Thanks 🎀 a lot, ${name}`);
      // The one that was used comes first from now on, after a reload, too.
      await page.reload();
      const again = await openAgain(page);
      await again.locator('.emoji-open').click();
      await again.getByRole('grid', { name: 'Used last' }).getByRole('button', { name: '🎀' }).waitFor();
      expect(complaints.filter((each) => !each.includes('a pointer was used'))).toEqual([]);
      await close(page);
    },
  );

  test('read from right to left in Arabic, the arrows with them', async () => {
    const { page, complaints, hands, panel } = await openAt('/ar', {
      viewport: { width: 375, height: 667 },
    });
    await hands.tabTo('رموز تعبيرية', 'Shift+Tab');
    await hands.press('Enter');
    await panel.locator('.emoji-picker :focus').waitFor();
    expect(await axeFindings(panel)).toEqual([]);
    await photograph(page, 'emojis, Arabic');
    expect((await hands.focused()).name).toBe('😀');
    const placeOf = () =>
      panel.locator('.emoji-picker :focus').evaluate((each) => each.getBoundingClientRect().left);
    const before = await placeOf();
    await hands.press('ArrowLeft');
    expect((await hands.focused()).name).toBe('😃');
    expect(await placeOf()).toBeLessThan(before);
    await hands.tabTo('البحث عن رمز تعبيري', 'Shift+Tab');
    await hands.type('طرد');
    await hands.press('Enter');
    expect(await panel.locator('textarea').inputValue()).toBe('📦');
    expect(complaints).toEqual([]);
    await close(page);
  });
});

const openAgain = async (page: Page): Promise<Frame> => {
  await page.getByRole('button', { name: /^Chat/ }).click();
  const panel = await panelOf(page);
  await panel.locator('.emoji-open').waitFor();
  return panel;
};
