import { agent, until } from '@shopbell-test/kit';
import type { BrowserContextOptions, Frame, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage, photograph } from './browser.ts';
import { widgetOn } from './shopper-page.ts';
import { openStage, shopPage, type Stage } from './widget-stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  stage.site.pages.set('/de', shopPage(stage.relay, { root: 'lang="de"' }));
  stage.site.pages.set(
    '/own',
    shopPage(stage.relay, {
      head: '<style>:root { --shopbell-font: Georgia; --shopbell-radius: 9px }</style>',
      attributes: 'data-radius="4" data-spacing="roomy" data-accent="#0b5d4e"',
    }),
  );
  stage.site.pages.set('/rtl', shopPage(stage.relay, { root: 'lang="ar" dir="rtl"' }));
});
afterAll(() => stage[Symbol.asyncDispose]());

const boxOf = async (what: Locator) => {
  const box = await what.boundingBox();
  if (!box) throw new Error('it is not on the page');
  return { ...box, right: box.x + box.width, bottom: box.y + box.height };
};

const visit = async (path: string, options: BrowserContextOptions = {}) => {
  const { page } = await openPage(stage.browser, options);
  await page.goto(stage.site.url + path);
  const { launcher } = widgetOn(page);
  await launcher.click();
  const element = await page.locator('iframe').elementHandle();
  const panel = (await element?.contentFrame()) as Frame;
  const composer = panel.getByRole('textbox');
  await composer.waitFor();
  return { page, launcher, panel, composer, frame: page.locator('iframe') };
};

test('a German page is spoken to in German', async () => {
  const { page, launcher, panel, composer } = await visit('/de');
  await panel.getByRole('heading', { name: 'Wie können wir helfen?' }).waitFor();
  expect(await composer.getAttribute('aria-label')).toBe('Nachricht');
  expect(await panel.locator('html').getAttribute('lang')).toBe('de');
  await composer.fill('Wo ist meine Bestellung?');
  await composer.press('Enter');
  await panel.getByText('Gesendet', { exact: true }).waitFor();
  await photograph(page, 'widget-german');
  await panel.getByRole('button', { name: 'Chat schließen' }).click();
  using nora = Object.assign(await agent(stage.running), { [Symbol.dispose]: () => nora.close() });
  const { conversations } = (await nora.call('conversation:list', {})) as { conversations: { id: string }[] };
  await nora.reply(conversations[0]?.id ?? '', 'Sie ist unterwegs.');
  await until(
    'the count in words',
    async () => (await launcher.getAttribute('aria-label')) === 'Chat, 1 ungelesen',
  );
});

test('on a page that reads from right to left the bell and the panel stand at the left', async () => {
  const { page, frame } = await visit('/rtl');
  await photograph(page, 'widget-rtl');
  // Its name is in Arabic now.
  expect((await boxOf(page.getByRole('button').first())).x).toBe(16);
  expect((await boxOf(frame)).x).toBe(16);
});

test('a shop’s radius, air and type are the panel’s, by attribute or by custom property', async () => {
  const { page, panel, frame } = await visit('/own');
  const own = await panel.locator('.composer textarea').evaluate((field) => {
    const { borderTopLeftRadius, fontFamily } = getComputedStyle(field);
    return [borderTopLeftRadius, fontFamily.split(',', 1)[0], getComputedStyle(field).paddingLeft];
  });
  expect(own).toEqual(['2px', 'Georgia', '15px']);
  expect(await frame.evaluate((element) => getComputedStyle(element).borderTopLeftRadius)).toBe('4px');
  await photograph(page, 'widget-own-look');
});

test('at 200 % zoom, and at 400 %, everything can be reached', async () => {
  for (const [width, height, name] of [
    [720, 450, '200'],
    [360, 225, '400'],
  ] as const) {
    const { page, panel, composer, frame } = await visit('/', {
      viewport: { width, height },
      deviceScaleFactor: 2,
    });
    await composer.fill('A line');
    await photograph(page, `widget-zoom-${name}`);
    const box = await boxOf(frame);
    expect([box.x >= 0, box.y >= 0, box.right <= width, box.bottom <= height]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect((await boxOf(panel.getByRole('button', { name: 'Send' }))).bottom).toBeLessThanOrEqual(height);
    expect((await boxOf(panel.getByRole('button', { name: 'Close chat' }))).y).toBeGreaterThanOrEqual(0);
    expect(await panel.getByRole('region').evaluate((list) => list.scrollTop)).toBe(0);
    expect(await panel.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  }
});

test('on a phone it covers the page, with a field that does not zoom and targets for a thumb', async () => {
  const { page, panel, composer, frame } = await visit('/', {
    viewport: { width: 375, height: 667 },
    isMobile: true,
    hasTouch: true,
  });
  expect(await boxOf(frame)).toMatchObject({ x: 0, y: 0, width: 375, height: 667 });
  expect(await composer.evaluate((field) => getComputedStyle(field).fontSize)).toBe('16px');
  for (const button of await panel.getByRole('button').all()) {
    const { width, height } = await boxOf(button);
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
  }
  await composer.fill('From a phone');
  await composer.press('Enter');
  await panel.getByText('Sent', { exact: true }).waitFor();
  await photograph(page, 'widget-phone');
  await panel.getByRole('button', { name: 'Close chat' }).tap();
  await frame.waitFor({ state: 'hidden' });
  await photograph(page, 'widget-phone-closed');
});

test('in forced colours the bell, the messages and the field keep an edge; with reduced motion nothing moves', async () => {
  const { page, launcher, panel, composer, frame } = await visit('/', {
    forcedColors: 'active',
    reducedMotion: 'reduce',
    colorScheme: 'dark',
  });
  await composer.fill('In two colours');
  await composer.press('Enter');
  await panel.getByText('Sent', { exact: true }).waitFor();
  await composer.fill('A second line');
  await photograph(page, 'widget-forced-colours');
  const edge = (what: Locator) =>
    what.evaluate((element) => {
      const { borderTopStyle, outlineStyle } = getComputedStyle(element);
      return [borderTopStyle, outlineStyle].includes('solid');
    });
  expect(await edge(panel.locator('.bubble').first())).toBe(true);
  expect(await edge(composer)).toBe(true);
  expect(await edge(frame)).toBe(true);
  expect(await frame.evaluate((element) => getComputedStyle(element).transitionDuration)).toBe('0s');
  const moving = await panel.evaluate(() => document.getAnimations().length);
  expect(moving).toBe(0);
  await launcher.click();
  await photograph(page, 'widget-forced-colours-closed');
});
