import { readFile } from 'node:fs/promises';
import { agent, freshNonce } from '@shopbell-test/kit';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { widgetOn } from './shopper-page.ts';
import { openStage, shopPage, type Stage } from './widget-stage.ts';

const built = new URL('../../../packages/widget/dist/', import.meta.url);
type Integrity = Record<string, string>;

let stage: Stage;
let integrity: Integrity;
beforeAll(async () => {
  stage = await openStage({ sendCode: async () => {} });
  const { admin } = stage.running.relay;
  const settings = { rating: { scale: 5 as const }, selfService: ['order.lookup'] };
  await admin.saveSettings('demo', { version: 0, settings });
  const html = '<p>Within <b>thirty</b> days, with <a href="https://shop.example/label">a label</a>.</p>';
  await admin.saveArticle({ shop: 'demo', id: 'returns', language: 'en', title: 'Returns', html });
  integrity = JSON.parse(await readFile(new URL('integrity.json', built), 'utf8')) as Integrity;
});
afterAll(() => stage[Symbol.asyncDispose]());

type Policy = { policy: string; more?: Record<string, string>; tag?: string };
const fileOf = (part: string): string => Object.keys(integrity).find((file) => file.startsWith(part)) ?? '';
const pinnedTag = (): string => {
  const file = fileOf('shopbell-');
  return `<script src="${stage.relay}/widget/${file}" integrity="${integrity[file]}" crossorigin data-shop="demo" async></script>`;
};

/** What pages allow themselves, by name; each also says what violates it to nobody but its own console and events. */
const policies: Record<string, () => Policy> = {
  none: () => ({ policy: '' }),
  typical: () => ({
    policy: `default-src 'self'; script-src 'self' ${stage.relay}; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; frame-src ${stage.relay}; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'`,
  }),
  'strict-dynamic with a nonce': () => ({
    policy: `script-src 'nonce-c2hvcA' 'strict-dynamic'; style-src 'nonce-c2hvcA'; frame-src ${stage.relay}; object-src 'none'; base-uri 'none'`,
    tag: `<script src="${stage.relay}/shopbell.js" nonce="c2hvcA" data-shop="demo" async></script>`,
  }),
  'a nonce alone': () => ({
    policy: `default-src 'none'; script-src 'nonce-c2hvcA'; frame-src ${stage.relay}`,
    tag: `<script src="${stage.relay}/shopbell.js" nonce="c2hvcA" data-shop="demo" async></script>`,
  }),
  'no trusted types': () => ({
    policy: `default-src 'none'; script-src ${stage.relay}; frame-src ${stage.relay}; require-trusted-types-for 'script'; trusted-types 'none'`,
  }),
  'pinned by integrity': () => ({
    policy: `default-src 'none'; script-src '${integrity[fileOf('shopbell-')]}' 'strict-dynamic'; frame-src ${stage.relay}`,
    more: { 'integrity-policy': 'blocked-destinations=(script)' },
    tag: pinnedTag(),
  }),
  'pinned by integrity, with a nonce alone': () => ({
    policy: `default-src 'none'; script-src 'nonce-c2hvcA'; frame-src ${stage.relay}`,
    more: { 'integrity-policy': 'blocked-destinations=(script)' },
    tag: pinnedTag().replace('<script ', '<script nonce="c2hvcA" '),
  }),
  'a sandboxed frame': () => ({
    policy: `sandbox allow-scripts allow-same-origin; default-src 'none'; script-src ${stage.relay}; frame-src ${stage.relay}`,
  }),
};

const pageWith = (name: string, { policy, more = {}, tag }: Policy): string => {
  const path = `/policy-${Object.keys(policies).indexOf(name)}`;
  const text = shopPage(stage.relay);
  const headers = { ...(policy ? { 'content-security-policy': policy } : {}), ...more };
  stage.site.pages.set(path, { text: tag ? text.replace(/<script[^]*?<\/script>/, tag) : text, headers });
  return stage.site.url + path;
};

const countViolations = (page: Page) =>
  page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`violation: ${violatedDirective} ${blockedURI}`),
    );
  });

const card = {
  kind: 'order',
  version: 1,
  number: 'AS-10443',
  placedAt: Date.now(),
  status: 'shipped',
  lines: [
    {
      title: 'Copper kettle',
      quantity: 1,
      price: { amount: 4_900, currency: 'EUR' },
      total: { amount: 4_900, currency: 'EUR' },
    },
  ],
  charges: [],
  total: { amount: 4_900, currency: 'EUR' },
};
const form = {
  kind: 'form',
  version: 1,
  id: 'where',
  title: 'Where shall it go',
  fields: [{ kind: 'text', id: 'street', label: 'Street', required: true }],
};
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** What a shopper does with nobody’s help: reads an article, asks for an order, puts an emoji into what they write. */
const helpThemselves = async (panel: Frame): Promise<void> => {
  await panel.getByRole('button', { name: 'Help articles' }).click();
  await panel.getByRole('button', { name: /^Returns/ }).click();
  await panel.locator('.article').getByText('thirty').waitFor();
  await panel.getByRole('button', { name: 'Back to all articles' }).click();
  await panel.locator('.articles').getByRole('button', { name: 'Where is my order?' }).click();
  await panel.getByLabel('Order number').fill('AS-10443');
  await panel.getByLabel('Mail address of the order').fill('mara@example.com');
  await panel.getByRole('button', { name: 'Look it up' }).click();
  await panel.getByText('Orders cannot be looked up right now.').waitFor();
  await panel.getByRole('button', { name: 'Write to us' }).click();
  await panel.getByRole('button', { name: 'Emojis' }).click();
  await panel.getByLabel('Search emojis').fill('thanks');
  await panel.getByRole('grid', { name: 'Found' }).getByRole('button').click();
  await expect.poll(() => panel.getByLabel('Message', { exact: true }).inputValue()).toBe('🙏');
  await panel.getByRole('button', { name: 'Send', exact: true }).click();
};

/** Has every part that comes late opened: a picture sent and shown, a card, a question, a form, a rating, a copy. */
const openEverything = async (page: Page, panel: Frame): Promise<void> => {
  await using nora = await agent(stage.running);
  const { conversations } = (await nora.call('conversation:list')) as { conversations: { id: string }[] };
  const conversation = conversations[0]?.id ?? '';
  const send = (parts: object[]) => nora.call('message:send', { conversation, nonce: freshNonce(), parts });
  await panel.getByRole('button', { name: 'Files and pictures' }).click();
  await panel
    .getByLabel('Choose files')
    .setInputFiles({ name: 'lid.png', mimeType: 'image/png', buffer: picture });
  await panel.getByText('Ready to send').waitFor();
  await panel.getByRole('button', { name: 'Send', exact: true }).click();
  const shown = panel.getByRole('link', { name: /lid\.png/ }).locator('img');
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await send([{ kind: 'card', card }]);
  await panel.getByRole('article', { name: /AS-10443/ }).waitFor();
  await nora.call('identity:ask', { conversation, nonce: freshNonce() });
  await panel.getByRole('group', { name: 'Prove your mail address' }).waitFor();
  await send([{ kind: 'card', card: form }]);
  await panel.getByLabel('Street').fill('Long Road 1');
  await panel.getByRole('form', { name: form.title }).getByRole('button', { name: 'Send' }).click();
  await panel.getByText('Long Road 1').waitFor();
  await nora.call('conversation:close', { conversation, nonce: freshNonce() });
  // The radio is behind its star.
  await panel.getByText('★').nth(3).click();
  await panel.getByRole('button', { name: 'Send rating' }).click();
  await panel.getByText('Your rating: 4 of 5.').waitFor();
  await page.evaluate(() => {
    const { Shopbell } = globalThis as unknown as { Shopbell: { setLocale(locale: string): void } };
    Shopbell.setLocale('de');
  });
  await panel.getByText('Ihre Bewertung').waitFor();
};

test.each(Object.keys(policies))('under a policy of %s the chat works and violates nothing', async (name) => {
  const { page, complaints, context } = await openPage(stage.browser);
  await countViolations(page);
  await page.goto(pageWith(name, policies[name]!()));
  const widget = widgetOn(page);
  const panel = await widget.open();
  await widget.say('Within the rules');
  await panel.getByText('Sent', { exact: true }).waitFor();
  await helpThemselves(panel);
  await openEverything(page, panel);
  await panel.getByRole('button', { name: 'Chat schließen' }).click();
  await page.waitForFunction(() => document.activeElement?.tagName === 'SHOPBELL-CHAT');
  expect(complaints).toEqual([]);
  await context.close();
});

test('a violation would be seen', async () => {
  const { page, complaints, context } = await openPage(stage.browser);
  await countViolations(page);
  const policy = `default-src 'none'; script-src ${stage.relay}`;
  await page.goto(pageWith('none', { policy }));
  await widgetOn(page).launcher.hover();
  await expect.poll(() => complaints.join(), { timeout: 30_000 }).toContain('violation: frame-src');
  await context.close();
});

test('of a pinned loader the second half is checked too: another one is not run', async () => {
  const { page, context } = await openPage(stage.browser);
  await page.route(/\/widget\/chat-/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `document.title = 'Taken over';${await response.text()}` });
  });
  await page.goto(pageWith('none', { policy: '', tag: pinnedTag() }));
  const { launcher } = widgetOn(page);
  await launcher.click();
  await page.getByText('No connection. Retrying.').waitFor();
  expect(await page.title()).toBe('Kettles');
  await context.close();
});

test('pinned files never change and may be kept for good, the moving ones for minutes', async () => {
  const cachingOf = async (path: string) => {
    const { status, headers } = await fetch(`${stage.relay}${path}`);
    return [status, headers.get('cache-control'), headers.get('access-control-allow-origin')];
  };
  for (const file of Object.keys(integrity))
    expect(await cachingOf(`/widget/${file}`)).toEqual([200, 'public, max-age=31536000, immutable', '*']);
  for (const path of ['/shopbell.js', '/widget/chat.js', '/widget/integrity.json'])
    expect(await cachingOf(path)).toEqual([200, 'public, max-age=300, stale-while-revalidate=86400', '*']);
});
