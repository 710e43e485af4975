import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createRelay } from '@shopbell/server';
import { openBrowser, openPage } from './browser.ts';
import { openDemo } from './open-demo.ts';
import { openRelay } from './open-relay.ts';
import { widgetOn } from './shopper-page.ts';

/** A page with the script tag and a button of its own, on an origin of its own. */
const openPlainShop = async (relay: () => string) => {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><html lang="en"><title>Plain shop</title>
      <button onclick="this.textContent = 'Bought'">Buy</button>
      <script src="${relay()}/shopbell.js" data-shop="demo" async></script></html>`);
  });
  await new Promise<void>((resolve) => void server.listen(0, 'localhost', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return { url, [Symbol.asyncDispose]: () => new Promise<void>((done) => void server.close(() => done())) };
};

describe('before the launcher is touched', () => {
  test('the page asks for the loader and nothing else, stores nothing, connects nowhere', async () => {
    await using demo = await openDemo();
    await using browser = await openBrowser();
    const { page, context } = await openPage(browser);
    const asked: string[] = [];
    const sockets: string[] = [];
    const relayPort = new URL(demo.relay).port;
    page.on('request', (request) => {
      if (new URL(request.url()).port === relayPort) asked.push(new URL(request.url()).pathname);
    });
    page.on('websocket', (socket) => sockets.push(socket.url()));

    await page.goto(demo.shop, { waitUntil: 'networkidle' });
    const { launcher } = widgetOn(page);
    await launcher.waitFor();

    expect(asked).toEqual(['/shopbell.js']);
    expect(sockets).toEqual([]);
    expect(await page.locator('iframe').count()).toBe(0);
    const { origins, cookies } = await context.storageState({ indexedDB: true });
    expect(origins).toEqual([]);
    expect(cookies.filter(({ name }) => /shopbell/i.test(name))).toEqual([]);

    await launcher.click();
    await page.frameLocator('iframe[src*="/panel"]').getByRole('textbox').waitFor();
    expect(asked.length).toBeGreaterThan(1);
  });
});

describe('with the relay down', () => {
  test('the page works, the launcher says so when it is opened, and recovers by itself', async () => {
    let address = '';
    await using shop = await openPlainShop(() => address);
    await using first = await openRelay();
    await first.relay.admin.saveShop({ id: 'demo', name: 'Plain shop', origins: [shop.url] });
    address = `http://localhost:${first.port}`;
    await using browser = await openBrowser();
    const { page } = await openPage(browser);
    await page.goto(shop.url);
    const { launcher } = widgetOn(page);
    await launcher.waitFor();
    await first.relay.close();

    await page.getByRole('button', { name: 'Buy' }).click();
    await page.getByRole('button', { name: 'Bought' }).waitFor();
    await launcher.click();
    await page.getByText('No connection. Retrying.').waitFor();
    await page.getByRole('button', { name: 'Bought' }).click();

    await using second = await createRelay({ databaseUrl: first.database });
    await second.listen({ port: first.port, host: '127.0.0.1' });
    const panel = page.frameLocator('iframe[src*="/panel"]');
    await panel.getByRole('textbox', { name: 'Message' }).waitFor();
    await panel.getByRole('textbox', { name: 'Message' }).fill('Are you back?');
    await page.keyboard.press('Enter');
    await panel.getByText('Sent', { exact: true }).first().waitFor();
    expect(await page.getByText('No connection. Retrying.').count()).toBe(0);
  });

  test('a page whose loader cannot be had is as if there were none', async () => {
    await using shop = await openPlainShop(() => 'http://localhost:9');
    await using browser = await openBrowser();
    const { page } = await openPage(browser);
    await page.goto(shop.url);
    await page.getByRole('button', { name: 'Buy' }).click();
    await page.getByRole('button', { name: 'Bought' }).waitFor();
    expect(await page.locator('shopbell-chat').count()).toBe(0);
  });
});
