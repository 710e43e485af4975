import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { widgetOn } from './shopper-page.ts';
import { openStage, shopPage, type Stage } from './widget-stage.ts';

const phone = { viewport: { width: 375, height: 667 }, isMobile: true, hasTouch: true };

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  stage.site.pages.set('/kettles', shopPage(stage.relay));
});
afterAll(() => stage[Symbol.asyncDispose]());

const visit = async (options = phone as Parameters<typeof openPage>[1]) => {
  const { page, context } = await openPage(stage.browser, options);
  await page.goto(stage.site.url);
  await page.goto(`${stage.site.url}/kettles`);
  await page.evaluate(() => history.replaceState({ page: 'kettles' }, ''));
  const frame = page.locator('iframe');
  return { page, context, frame, widget: widgetOn(page) };
};
const stateOf = (page: Page) => page.evaluate(() => [history.length, history.state] as unknown);

test('on a phone the back button closes the panel and leaves the page and its state as they were', async () => {
  const { page, context, frame, widget } = await visit();
  const before = await page.evaluate(() => history.length);
  await widget.open();
  expect(await stateOf(page)).toEqual([before + 1, { page: 'kettles', shopbell: true }]);
  await page.goBack();
  await frame.waitFor({ state: 'hidden' });
  expect(new URL(page.url()).pathname).toBe('/kettles');
  expect(await page.evaluate(() => history.state as unknown)).toEqual({ page: 'kettles' });
  await page.goBack();
  expect(new URL(page.url()).pathname).toBe('/');
  await context.close();
});

test('closed by its button, it takes its step of the history back; where the page has gone on, it leaves that alone', async () => {
  const { page, context, frame, widget } = await visit();
  const panel = await widget.open();
  await panel.getByRole('button', { name: 'Close chat' }).tap();
  await frame.waitFor({ state: 'hidden' });
  await expect.poll(() => page.evaluate(() => history.state as unknown)).toEqual({ page: 'kettles' });
  await widget.launcher.tap();
  await frame.waitFor();
  await page.evaluate(() => history.pushState({ page: 'next' }, '', '/next'));
  await panel.getByRole('button', { name: 'Close chat' }).tap();
  await frame.waitFor({ state: 'hidden' });
  expect(await page.evaluate(() => [location.pathname, history.state] as unknown)).toEqual([
    '/next',
    { page: 'next' },
  ]);
  await context.close();
});

test('where it does not cover the page, the history is the page’s alone', async () => {
  const { page, context, widget } = await visit({});
  const before = await stateOf(page);
  await widget.open();
  expect(await stateOf(page)).toEqual(before);
  await context.close();
});

test('the panel fits what a virtual keyboard leaves, wherever the browser moves it; pinched, it stays as it is', async () => {
  const { page, context, frame, widget } = await visit();
  const panel = await widget.open();
  const show = (seen: { height: number; offsetTop: number; scale: number }) =>
    page.evaluate((now) => {
      for (const [name, value] of Object.entries(now))
        Object.defineProperty(visualViewport, name, { value, configurable: true });
      visualViewport?.dispatchEvent(new Event('resize'));
    }, seen);
  await show({ height: 380, offsetTop: 40, scale: 1 });
  expect(await frame.boundingBox()).toMatchObject({ x: 0, y: 40, width: 375, height: 380 });
  const send = await panel.getByRole('button', { name: 'Send' }).boundingBox();
  expect((send?.y ?? 0) + (send?.height ?? 0)).toBeLessThanOrEqual(420);
  await show({ height: 200, offsetTop: 0, scale: 2 });
  expect(await frame.boundingBox()).toMatchObject({ y: 40, height: 380 });
  await context.close();
});

test('what a notch or a bar of the system covers stays free', async () => {
  const { page, context, widget } = await visit();
  const panel = await widget.open();
  const session = await context.newCDPSession(page);
  const insets = { top: 47, topMax: 47, bottom: 34, bottomMax: 34, left: 0, right: 0 };
  await session.send('Emulation.setSafeAreaInsetsOverride', { insets });
  const close = panel.getByRole('button', { name: 'Close chat' });
  await expect.poll(async () => (await close.boundingBox())?.y).toBeGreaterThanOrEqual(47);
  const send = await panel.getByRole('button', { name: 'Send' }).boundingBox();
  expect((send?.y ?? 0) + (send?.height ?? 0)).toBeLessThanOrEqual(667 - 34);
  await context.close();
});
