import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings, openPage, photograph } from './browser.ts';
import { panelOf, widgetOn } from './shopper-page.ts';
import { openStage, shopPage, type Stage } from './widget-stage.ts';

const greetings = [
  { id: 'tins', text: 'Can we help with tins?\nWe open one for you to smell.', when: { page: '/tins*' } },
  {
    id: 'cart',
    text: 'Is something missing for your order?',
    when: { cart: { amount: 5_000, currency: 'EUR' } },
  },
  { id: 'ar', text: 'هل نساعدك في اختيار العلبة المناسبة؟', when: { page: '/ar', language: 'ar' } },
];
const policy = (relay: string) =>
  `default-src 'self'; script-src 'self' ${relay}; style-src 'self'; connect-src 'self'; frame-src ${relay}; require-trusted-types-for 'script'; trusted-types 'none'`;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const settings = { greetings, bot: 'Bell' };
  await stage.running.relay.admin.saveSettings('demo', { version: 0, settings });
  const greeting = { attributes: 'data-greetings="on"' };
  const { pages } = stage.site;
  pages.set('/greeted', shopPage(stage.relay, greeting));
  pages.set('/quiet', shopPage(stage.relay, { attributes: 'data-greetings="on" data-consent="none"' }));
  pages.set('/tins', {
    text: shopPage(stage.relay, greeting),
    headers: { 'content-security-policy': policy(stage.relay) },
  });
  pages.set('/tins/none', shopPage(stage.relay, { attributes: 'data-greetings="on" data-consent="none"' }));
  pages.set('/tins/off', shopPage(stage.relay));
  pages.set('/ar', shopPage(stage.relay, { ...greeting, root: 'lang="ar" dir="rtl"' }));
});
afterAll(() => stage[Symbol.asyncDispose]());

const open = async (path: string, options: BrowserContextOptions = {}) => {
  const { page, complaints } = await openPage(stage.browser, options);
  page.setDefaultTimeout(20_000);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(stage.relay)) asked.push(new URL(request.url()).pathname);
  });
  page.on('websocket', (socket) => asked.push(socket.url()));
  await page.goto(stage.site.url + path);
  return { page, complaints, asked };
};

const bubbleOf = (page: Page) => page.locator('shopbell-chat section');
const shiftOf = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise((done) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as unknown as { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
      }),
  );

const looks: [name: string, path: string, text: string, options: BrowserContextOptions][] = [
  ['desktop', '/tins', 'Can we help with tins?', { viewport: { width: 1440, height: 900 } }],
  [
    'phone, dark',
    '/tins',
    'Can we help with tins?',
    { viewport: { width: 375, height: 740 }, colorScheme: 'dark' },
  ],
  ['phone, Arabic', '/ar', 'هل نساعدك', { viewport: { width: 375, height: 740 } }],
];

test.each(looks)(
  'R60 a greeting stands beside the bell without a connection, moves nothing and violates nothing: %s',
  async (...[name, path, text, options]) => {
    const { page, complaints, asked } = await open(path, options);
    await bubbleOf(page).getByText(text, { exact: false }).waitFor();
    await page.getByText('Bell', { exact: true }).waitFor();
    expect(asked.toSorted()).toEqual(['/shopbell.js', '/widget/greet.js', '/widget/greeter.js']);
    expect(await page.locator('iframe').count()).toBe(0);
    expect(await shiftOf(page)).toBe(0);
    const background = await bubbleOf(page).evaluate((bubble) => getComputedStyle(bubble).backgroundColor);
    expect(background).toBe(options.colorScheme === 'dark' ? 'rgb(23, 21, 29)' : 'rgb(252, 251, 248)');
    expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
    await photograph(page, `greeting, ${name}`);
    expect(complaints).toEqual([]);
    await page.context().close();
  },
);

test('R60 what was closed stays closed, on the next page and after a reload', async () => {
  const { page, complaints } = await open('/tins', { bypassCSP: true });
  await bubbleOf(page).getByRole('button', { name: 'Close' }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await bubbleOf(page).getByRole('button', { name: 'Close' }).focus();
  await page.keyboard.press('Escape');
  await bubbleOf(page).waitFor({ state: 'detached' });
  // The keyboard stays where the greeting was.
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe('shopbell-chat');
  for (const path of ['/tins', '/ar', '/tins']) {
    const greeter = page.waitForResponse(/greeter\.js/);
    await page.goto(stage.site.url + path);
    await greeter;
    await page.evaluate(() => new Promise((next) => setTimeout(next, 0)));
    expect(await bubbleOf(page).count()).toBe(0);
  }
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('R58 who answers a greeting sees it in the shop’s words, and so does the conversation', async () => {
  const { page, complaints, asked } = await open('/tins');
  await bubbleOf(page).getByText('Can we help with tins?').click();
  await bubbleOf(page).waitFor({ state: 'detached' });
  await page.locator('iframe[src*="/panel"]').waitFor();
  const panel = await panelOf(page);
  await panel.locator('.greeted').getByText('Can we help with tins?').waitFor();
  await photograph(page, 'greeting answered');
  await widgetOn(page).say('Yes, the green ones.');
  await panel.getByText('Sent', { exact: true }).waitFor();
  const said = panel.locator('.items .message');
  await said.nth(1).waitFor();
  expect(await said.allInnerTexts()).toEqual([
    expect.stringContaining('Can we help with tins?'),
    expect.stringContaining('Yes, the green ones.'),
  ]);
  expect(await panel.locator('.greeted').count()).toBe(0);
  expect(asked).toContain('/widget/greetings.json');
  expect(complaints).toEqual([]);
  await page.context().close();
});

test('R60 a cart that grows, a page that turns: a greeting comes when its rule is met, once', async () => {
  const { page, complaints } = await open('/greeted');
  const track = (total: number) =>
    page.evaluate((total_price) => {
      const { Shopbell } = globalThis as unknown as { Shopbell: { track(...of: unknown[]): void } };
      const line = { total_price, currency: 'EUR', quantity: 1, product: { title: 'Kettle' } };
      Shopbell.track('store_cart_was_updated', { cart_lines: [line] });
    }, total);
  await page.waitForFunction(() => localStorage['shopbell:demo:greeted']);
  await track(49.99);
  await page.evaluate(() => new Promise((next) => setTimeout(next, 0)));
  expect(await bubbleOf(page).count()).toBe(0);
  await track(50);
  await bubbleOf(page).getByText('Is something missing for your order?').waitFor();
  await bubbleOf(page).getByRole('button', { name: 'Close' }).click();
  await page.evaluate(() => history.pushState(null, '', '/tins/green'));
  expect(await bubbleOf(page).count()).toBe(0);

  const other = await open('/greeted');
  await other.page.waitForFunction(() => localStorage['shopbell:demo:greeted']);
  await other.page.evaluate(() => history.pushState(null, '', '/tins/green'));
  await bubbleOf(other.page).getByText('Can we help with tins?').waitFor();
  expect([...complaints, ...other.complaints]).toEqual([]);
  for (const each of [page, other.page]) await each.context().close();
});

test('nothing is asked for where the page does not say so, and nothing is kept where it may not be', async () => {
  const off = await open('/tins/off');
  await widgetOn(off.page).launcher.waitFor();
  expect(off.asked).toEqual(['/shopbell.js']);
  const none = await open('/tins/none');
  await none.page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => name.includes('greeter.js')),
  );
  await none.page.evaluate(() => new Promise((next) => setTimeout(next, 50)));
  expect(await bubbleOf(none.page).count()).toBe(0);
  expect((await none.page.context().storageState()).origins).toEqual([]);
  expect([...off.complaints, ...none.complaints]).toEqual([]);
  for (const { page } of [off, none]) await page.context().close();
});
