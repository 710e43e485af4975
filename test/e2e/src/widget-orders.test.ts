import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFindings, openBrowser, openPage, photograph } from './browser.ts';
import { openDemo, type OpenDemo } from './open-demo.ts';
import { widgetOn } from './shopper-page.ts';

type Known = { number: string; email: string };

let demo: OpenDemo;
let browser: Browser;
let orders: Known[];
beforeAll(async () => {
  demo = await openDemo();
  browser = await openBrowser();
  using books = new DatabaseSync(join(demo.data, 'storefront.db'), { readOnly: true });
  orders = books.prepare('SELECT number, email FROM orders ORDER BY number').all() as Known[];
});
afterAll(async () => {
  await browser.close();
  await demo[Symbol.asyncDispose]();
});

const nobodyFound = 'We did not find an order with these details.';

const openAt = async (options: BrowserContextOptions = {}) => {
  const { page, complaints, context } = await openPage(browser, { bypassCSP: true, ...options });
  page.setDefaultTimeout(20_000);
  await page.goto(demo.shop);
  const widget = widgetOn(page);
  const panel = await widget.open();
  const lookUp = async ({ number, email }: Known): Promise<void> => {
    await panel.getByLabel('Order number').fill(number);
    await panel.getByLabel('Mail address of the order').fill(email);
    await panel.getByRole('button', { name: 'Look it up' }).click();
  };
  const begin = () => panel.getByRole('button', { name: 'Where is my order?' }).click();
  return { page, complaints, context, panel, widget, begin, lookUp };
};

const openDesk = async () => {
  const desk = await openPage(browser);
  await desk.page.goto(demo.deskLink);
  await desk.page.getByRole('tab', { name: /^Waiting \d/ }).waitFor();
  return desk;
};

const looks: [name: string, options: BrowserContextOptions][] = [
  ['desktop', { viewport: { width: 1440, height: 900 } }],
  ['phone, dark', { viewport: { width: 375, height: 740 }, colorScheme: 'dark' }],
];

describe('“Where is my order?”', () => {
  test.each(looks)(
    'is answered by number and mail address, and by no other address: %s',
    async (name, options) => {
      const [order] = orders;
      if (!order) throw new Error('the shop has no orders');
      const { page, complaints, context, panel, begin, lookUp } = await openAt(options);
      await photograph(page, `orders way, ${name}`);
      await begin();
      await panel.getByLabel('Order number').waitFor();
      await photograph(page, `orders asked, ${name}`);
      expect(await axeFindings(panel)).toEqual([]);
      await panel.getByRole('button', { name: 'Look it up' }).click();
      await panel.getByText('Enter the order number.').waitFor();
      await expect.poll(() => panel.locator('#ask-order:focus').count()).toBe(1);
      await lookUp({ ...order, email: 'eve@example.com' });
      await panel.getByText(nobodyFound).waitFor();
      await photograph(page, `orders not found, ${name}`);
      await lookUp({ number: 'AS-99999', email: order.email });
      await panel.getByText('Looking …').first().waitFor({ state: 'detached' });
      await panel.getByText(nobodyFound).waitFor();
      await lookUp(order);
      const card = panel.getByRole('article', { name: new RegExp(order.number) });
      await card.waitFor();
      // Where it stands is where the keyboard is.
      await expect.poll(() => panel.locator('.middle .scroller:focus').count()).toBe(1);
      expect(await axeFindings(panel)).toEqual([]);
      await photograph(page, `orders found, ${name}`);
      // Whose it is and where it goes is told to nobody who only knows its details.
      expect(await card.textContent()).not.toContain(order.email);
      expect(complaints).toEqual([]);
      await context.close();
    },
  );

  test('calls nobody; who writes then is in the queue, and whoever answers sees the order', async () => {
    const order = orders.at(-1);
    if (!order) throw new Error('the shop has no orders');
    const desk = await openDesk();
    await desk.page.getByRole('tab', { name: /^Waiting 0/ }).waitFor();
    const { context, panel, widget, begin, lookUp } = await openAt();
    await begin();
    await lookUp(order);
    await panel.getByRole('article', { name: new RegExp(order.number) }).waitFor();
    await desk.page.getByRole('tab', { name: /^Waiting 0/ }).waitFor();
    await widget.say('And which day is that?');
    await desk.page.getByRole('option', { name: /And which day is that/ }).click();
    const log = desk.page.getByRole('log');
    await log.getByRole('article', { name: new RegExp(order.number) }).waitFor();
    await photograph(desk.page, 'desk, an order looked up by the shopper');
    expect(desk.complaints).toEqual([]);
    await desk.context.close();
    await context.close();
  });

  test('takes the number alone of who is signed in, and only of an order of theirs', async () => {
    const { page, complaints, context } = await openPage(browser, { bypassCSP: true });
    page.setDefaultTimeout(20_000);
    await page.goto(`${demo.shop}orders`);
    await page.getByRole('button', { name: /Mara/ }).click();
    await page.getByRole('heading', { name: 'My orders' }).waitFor();
    const own =
      (await page
        .getByText(/AS-\d{5}/)
        .first()
        .textContent()) ?? '';
    const number = /AS-\d{5}/.exec(own)?.[0] ?? '';
    const panel = await widgetOn(page).open();
    await panel.getByRole('button', { name: 'Where is my order?' }).click();
    await panel.getByText('You are signed in: its number is enough.').waitFor();
    const look = async (which: string): Promise<void> => {
      await panel.getByLabel('Order number').fill(which);
      await panel.getByRole('button', { name: 'Look it up' }).click();
    };
    const foreign = orders.find((each) => !each.email.startsWith('mara'));
    await look(foreign?.number ?? '');
    await panel.getByText(nobodyFound).waitFor();
    await look(number);
    await panel.getByRole('article', { name: new RegExp(number) }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });
});
