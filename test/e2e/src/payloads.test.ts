import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openBrowser, openPage } from './browser.ts';
import { openDemo } from './open-demo.ts';
import { widgetOn } from './shopper-page.ts';

const file = join(import.meta.dirname, '../../../../shared/data/xss/payloads.json');
const isThere = existsSync(file);
if (!isThere)
  console.log('skipped: the script-injection payloads are not beside the project (../shared/data/xss)');

/** Our own, for machines without the collection. */
const own = [
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '"><script>alert(1)</script>',
  'javascript:alert(1)',
  '<a href="javascript:alert(1)">x</a>',
  '<iframe srcdoc="<script>alert(1)</script>">',
];

type Sent = { token: string; conversation: string };

/** Sends payloads as text, with the claimed name and the page title a payload too. */
const sendAll = async (relay: string, payloads: readonly string[]): Promise<Sent> => {
  let token = '';
  const post = async (command: string, input: unknown): Promise<Record<string, unknown>> => {
    const response = await fetch(`${relay}v1/shopper/${command}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'shopbell-shop': 'demo',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify(input),
    });
    const reply = (await response.json()) as { ok: boolean; data: Record<string, unknown>; error?: unknown };
    if (!reply.ok) throw new Error(JSON.stringify(reply.error));
    return reply.data;
  };
  const hostile = payloads.find((payload) => payload.length <= 80 && payload.includes('onerror')) ?? own[0];
  const page = { url: 'http://localhost/', title: hostile };
  const opened = await post('session:open', { claim: { name: hostile }, page });
  token = String(opened['token']);
  let conversation = '';
  // Several parts a message keep within the shopper’s limits, which stay as they ship.
  for (let from = 0; from < payloads.length; from += 8) {
    const parts = payloads.slice(from, from + 8).map((text) => ({ kind: 'text', text }));
    const stored = await sendWhenAllowed(() =>
      post('message:send', { nonce: `payload-${from}-${Date.now()}`, parts, page }),
    );
    conversation = String(stored['conversation']);
  }
  return { token, conversation };
};

const sendWhenAllowed = async <T>(send: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      if (attempt === 50 || !String(error).includes('rate_limited')) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
};

const payloads = (isThere ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : own)
  .map((payload) => payload.slice(0, 4_000))
  .filter((payload) => payload.trim() !== '' && payload.isWellFormed() && !payload.includes('\u0000'));

describe('script-injection payloads', () => {
  test('in text, names and titles stay text, on widget and desk', { timeout: 180_000 }, async () => {
    await using demo = await openDemo();
    const { token } = await sendAll(demo.relay, payloads);
    await using browser = await openBrowser();
    const desk = await openPage(browser);
    const shop = await openPage(browser);
    const foreign: string[] = [];
    const home = [new URL(demo.shop).port, new URL(demo.relay).port];
    for (const { page } of [desk, shop])
      page.on('request', (request) => {
        const url = new URL(request.url());
        if (/^https?:$/.test(url.protocol) && !home.includes(url.port)) foreign.push(request.url());
      });

    await desk.page.goto(demo.deskLink);
    await desk.page.locator('[role=option]').first().click();
    const log = desk.page.getByRole('log');
    await log
      .getByText(payloads.at(-1)?.trim().split(/\s/)[0] ?? '', { exact: false })
      .first()
      .waitFor();
    await log.evaluate((element) => element.scrollTo(0, 0));

    await shop.page.goto(demo.shop);
    const widget = widgetOn(shop.page);
    const first = await widget.open();
    await widget.say('hello');
    await first.waitForFunction(() => JSON.stringify(Object.entries(localStorage)).includes('sbt_'));
    await first.evaluate((value) => {
      for (const key of Object.keys(localStorage))
        localStorage.setItem(key, (localStorage.getItem(key) ?? '').replace(/sbt_[A-Za-z0-9_-]+/, value));
    }, token);
    await shop.page.reload();
    const panel = await widget.open();
    await panel
      .getByRole('region', { name: 'Messages' })
      .getByText('onerror', { exact: false })
      .first()
      .waitFor();

    const shown = await panel.getByRole('region', { name: 'Messages' }).innerText();
    expect(shown).toContain('onerror');
    for (const where of [panel, desk.page]) {
      expect(
        await where
          .locator('img[src="x"], script[src*="data:"], svg[onload], [onerror], a[href^="javascript"]')
          .count(),
      ).toBe(0);
    }
    expect(foreign).toEqual([]);
    expect([...desk.complaints, ...shop.complaints]).toEqual([]);
  });
});
