import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { widgetOn } from './shopper-page.ts';
import { openStage, shopPage, type Stage } from './widget-stage.ts';

const built = new URL('../../../packages/widget/dist/', import.meta.url);
type Integrity = Record<string, string>;

let stage: Stage;
let integrity: Integrity;
beforeAll(async () => {
  stage = await openStage();
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

test.each(Object.keys(policies))('under a policy of %s the chat works and violates nothing', async (name) => {
  const { page, complaints, context } = await openPage(stage.browser);
  await countViolations(page);
  await page.goto(pageWith(name, policies[name]!()));
  const widget = widgetOn(page);
  const panel = await widget.open();
  await widget.say('Within the rules');
  await panel.getByText('Sent', { exact: true }).waitFor();
  await panel.getByRole('button', { name: /close/i }).click();
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
