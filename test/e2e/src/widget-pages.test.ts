import { agent, until } from '@shopbell-test/kit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { panelOf, widgetOn } from './shopper-page.ts';
import { openStage, shopPage, type Stage } from './widget-stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

const visit = async (path: string, html: string, before?: (page: Page) => Promise<unknown>) => {
  stage.site.pages.set(path, html);
  const opened = await openPage(stage.browser);
  await before?.(opened.page);
  await opened.page.goto(stage.site.url + path);
  return { ...opened, ...widgetOn(opened.page) };
};
const turnTo = (page: Page, path: string) => page.evaluate((to) => history.pushState(null, '', to), path);

test('on pages that are left out there is no chat, as the page turns, without a request', async () => {
  const attributes = `data-exclude-paths="^/checkout|^/account/"`;
  const { page, launcher, open, complaints } = await visit('/shelf', shopPage(stage.relay, { attributes }));
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await launcher.waitFor();
  await turnTo(page, '/checkout/pay');
  await launcher.waitFor({ state: 'hidden' });
  await page.evaluate(() => (globalThis as unknown as { Shopbell: { open(): void } }).Shopbell.open());
  await turnTo(page, '/account');
  await launcher.waitFor();
  expect(asked).toEqual([]);
  await open();
  await turnTo(page, '/account/orders');
  await page.locator('iframe').waitFor({ state: 'hidden' });
  await page.goBack();
  await launcher.waitFor();
  expect(await launcher.getAttribute('aria-expanded')).toBe('false');
  expect(complaints).toEqual([]);
});

test('where there is no Navigation API the history tells as much, once the chat is there', async () => {
  const attributes = `data-exclude-paths="^/checkout"`;
  const { page, launcher, open } = await visit('/shelf', shopPage(stage.relay, { attributes }), (page) =>
    page.addInitScript(() => Object.defineProperty(globalThis, 'navigation', { value: undefined })),
  );
  await open();
  await turnTo(page, '/checkout');
  await launcher.waitFor({ state: 'hidden' });
  await page.goBack();
  await launcher.waitFor();
  expect(await launcher.getAttribute('aria-expanded')).toBe('false');
});

test('a launcher of the page opens and closes the chat, and has the focus again', async () => {
  const head = '<p><a href="#help" class="help"><b>Ask us</b></a></p>';
  const attributes = 'data-launcher="none" data-custom-launcher=".help"';
  const { page, launcher } = await visit('/own', shopPage(stage.relay, { head, attributes }));
  await page.waitForFunction(() => 'open' in ((globalThis as { Shopbell?: object }).Shopbell ?? {}));
  expect(await launcher.isVisible()).toBe(false);
  const own = page.getByRole('link', { name: 'Ask us' });
  await own.click();
  const panel = await panelOf(page);
  await panel.getByRole('textbox', { name: 'Message' }).waitFor();
  await panel.getByRole('button', { name: /close/i }).click();
  await page.waitForFunction(() => document.activeElement?.className === 'help');
  await own.click();
  await page.waitForFunction(() => document.activeElement?.tagName === 'SHOPBELL-CHAT');
});

test('a page whose body is swapped, and whose scripts run again, keeps its one chat as it is', async () => {
  const { page, open, say, complaints } = await visit('/swapped', shopPage(stage.relay));
  const panel = await open();
  await say('Do not lose this');
  await panel.getByText('Sent', { exact: true }).waitFor();
  await page.evaluate(async (src) => {
    // As Turbo and Astro do: another body, the history, and the scripts in it once more.
    const body = document.createElement('body');
    const script = Object.assign(document.createElement('script'), { src });
    script.dataset['shop'] = 'demo';
    const done = new Promise((resolve) => script.addEventListener('load', resolve));
    body.append('Tins', script);
    document.body.replaceWith(body);
    history.pushState(null, '', '/tins');
    await done;
  }, `${stage.relay}/shopbell.js`);
  expect(await page.locator('shopbell-chat').count()).toBe(1);
  expect(await page.locator('iframe').count()).toBe(1);
  expect(panel.isDetached()).toBe(false);
  await say('On the next page');
  await panel.getByRole('region').getByText('On the next page', { exact: true }).waitFor();
  await panel.getByRole('region').getByText('Do not lose this', { exact: true }).waitFor();
  expect(complaints).toEqual([]);
});

test('R48 the cart reaches nobody before the shopper has written, then who attends, as it is by then', async () => {
  const cart = (title: string) => ({
    cart_lines: [{ total_price: 29.9, currency: 'EUR', quantity: 1, product: { id: title, title } }],
  });
  const head = `<script>
    (window.Shopbell ??= []).push(['track', 'store_cart_was_updated', ${JSON.stringify(cart('Copper canary'))}]);
  </script>`;
  const { page, open, say, context } = await visit('/cart', shopPage(stage.relay, { head }));
  const sent: string[] = [];
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => void sent.push(String(payload))));
  const track = (name: string, data: object) =>
    page.evaluate(
      ([name, data]) => {
        const { Shopbell } = globalThis as unknown as { Shopbell: { track(...of: unknown[]): void } };
        Shopbell.track(name, data);
      },
      [name, data] as const,
    );
  const panel = await open();
  await track('store_product_added_to_cart', cart('Enamel canary'));
  await panel.getByText(/to answer|Nobody is here/).waitFor();
  expect(sent.join()).not.toContain('canary');
  await say('Is copper safe?');
  await panel.getByText('Sent', { exact: true }).waitFor();
  using nora = Object.assign(await agent(stage.running), { [Symbol.dispose]: () => nora.close() });
  const { conversations } = (await nora.call('conversation:list', {})) as {
    conversations: { id: string; preview: { text: string } }[];
  };
  const conversation = conversations.find(({ preview }) => preview.text === 'Is copper safe?')?.id;
  const titles = async () => {
    const { cart } = (await nora.call('cart:get', { conversation })) as {
      cart: { lines: { title: string }[]; order: { number: string } | null } | null;
    };
    return `${cart?.lines.map(({ title }) => title).join()} ${cart?.order?.number ?? ''}`;
  };
  await until('the cart', async () => (await titles()) === 'Copper canary,Enamel canary ');
  await track('store_order_was_created', {
    order: { id: 1001, currency: 'EUR', total_price: 59.8, line_items: [] },
  });
  await until('the order', async () => (await titles()) === ' 1001');
  const stored = await context.storageState({ indexedDB: true });
  expect(JSON.stringify(stored)).not.toContain('canary');
});
