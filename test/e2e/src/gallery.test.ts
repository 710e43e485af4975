import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings, openBrowser, openPage, photograph } from './browser.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('../../../packages/widget/test/gallery/build.ts', import.meta.url));

let browser: Browser;
let folder: string;
beforeAll(async () => {
  browser = await openBrowser();
  folder = await mkdtemp(join(tmpdir(), 'gallery-'));
  await run(process.execPath, ['--conditions=source', program, join(folder, 'gallery.html')]);
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

type Look = { name: string; locale: string } & BrowserContextOptions;
const phone = { width: 375, height: 812 };
const wide = { width: 1440, height: 900 };
const looks: Look[] = [
  { name: 'phone, light', locale: 'en-GB', viewport: phone, colorScheme: 'light' },
  { name: 'wide, dark', locale: 'de-DE', viewport: wide, colorScheme: 'dark' },
  { name: 'from right to left', locale: 'ar-EG', viewport: phone, colorScheme: 'dark' },
  { name: 'forced colours', locale: 'ja-JP', viewport: wide, forcedColors: 'active' },
];

test.each(looks)(
  'every card in every state reads well and breaks no rule: $name',
  { timeout: 120_000 },
  async ({ name, locale, ...options }) => {
    const { page, complaints } = await openPage(browser, { locale, ...options });
    await page.route('https://pictures.example/**', (route) =>
      route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' }),
    );
    await page.goto(`${pathToFileURL(join(folder, 'gallery.html')).href}#locale=${locale}`);
    const figures = page.getByRole('figure');
    await figures.last().waitFor();
    expect(await figures.count()).toBeGreaterThanOrEqual(46);
    // Nothing is wider than its place, and an amount stays on one line however long it is.
    const broken = await page.evaluate(() => [
      ...[...document.querySelectorAll('.sb-card')]
        .filter((card) => card.scrollWidth > card.clientWidth)
        .map((card) => `${card.ariaLabel ?? ''} is too wide`),
      ...[...document.querySelectorAll<HTMLElement>('.sb-amount')]
        .filter((amount) => amount.getClientRects().length > 0 && amount.offsetHeight > 24)
        .map((amount) => `${amount.innerText} is broken`),
    ]);
    expect(broken).toEqual([]);
    await photograph(page, `gallery ${name}`);
    expect(await axeFindings(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  },
);
