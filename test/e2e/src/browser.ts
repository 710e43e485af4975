import axe from 'axe-core';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Frame,
  type Page,
} from 'playwright-core';

// Debian’s and others’ browser first; playwright’s own where `playwright install chromium` put one.
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

// Without these a browser on a machine without internet spends its start looking for Google.
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Chromium, closed at the end of the scope. */
export const openBrowser = async (): Promise<Browser> => {
  const executablePath = places.find((place) => existsSync(place));
  return chromium.launch({ args: quiet, ...(executablePath ? { executablePath } : {}) });
};

/** What a page did that it should not have: errors, broken policies, failed requests for its own files. */
export type Complaints = string[];

/** A page in a context of its own that writes down what goes wrong on it. */
export const openPage = async (
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; context: BrowserContext; complaints: Complaints }> => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: Complaints = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { page, context, complaints };
};

/** The rules axe is asked about: WCAG 2.2, levels A and AA. */
export const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * What axe finds against WCAG 2.2 AA, one line each; empty when there is nothing. The context must bypass CSP, or
 * have axe as an init script.
 */
export const axeFindings = async (where: Page | Frame): Promise<string[]> => {
  if (!(await where.evaluate(() => 'axe' in globalThis))) await where.evaluate(axe.source);
  return where.evaluate(async (tags) => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe.run;
    const { violations } = await run(document, { runOnly: { type: 'tag', values: tags } });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${String(target)}: ${failureSummary ?? ''}`),
    );
  }, wcag);
};

const folder = join(import.meta.dirname, '../../../test-results/screens');

/** Puts a picture of the page into `test-results/screens`, for people to look at. */
export const photograph = async (page: Page, name: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
};

/** The same of all of it, however long it is. */
export const photographWhole = async (page: Page, name: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
};
