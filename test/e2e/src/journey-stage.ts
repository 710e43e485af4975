import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core';
import { axeFindings, openBrowser, openPage, photograph, type Complaints } from './browser.ts';
import { handsOn, watchKeyboard, type Hands } from './keyboard.ts';
import { openDemo, type OpenDemo } from './open-demo.ts';
import { panelOf } from './shopper-page.ts';

/** Somebody at a page of theirs, with a keyboard; `complaints` is what went wrong on it and on pages it opened. */
export type Party = Hands & { complaints: Complaints };
/** A shopper with the panel open in a page of the shop. */
export type ShopperParty = Party & {
  readonly panel: Frame;
  say: (text: string) => Promise<void>;
  /** Rings the bell by keys, again after a reload. */
  ring: () => Promise<void>;
};
/** Somebody at the desk. */
export type DeskParty = Party & {
  /** Opens the conversation in which something was said, from the inbox. */
  open: (said: RegExp) => Promise<void>;
  /** Opens an action’s form by the palette. */
  choose: (search: string, title: string) => Promise<void>;
};

/** The demo with its shop, office, ledger and pay page; the shop’s books to look into; people who come to it. */
export type JourneyStage = AsyncDisposable & {
  demo: OpenDemo;
  books: DatabaseSync;
  /** One of the shop’s customers, signed in. */
  shopper: (name: string, options?: BrowserContextOptions) => Promise<ShopperParty>;
  desk: (role: 'agent' | 'supervisor', options?: BrowserContextOptions) => Promise<DeskParty>;
};

const run = promisify(execFile);
const cli = fileURLToPath(new URL('./cli.ts', import.meta.resolve('@shopbell/server')));

/** Adds somebody to the team as its owner does, by the command line; gives the link that signs them in. */
const addToTeam = async ({ relay, databaseUrl }: OpenDemo, name: string, role: string): Promise<string> => {
  const flags = { name, role, shop: 'demo', url: relay };
  const args = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]);
  const line = ['--conditions=source', cli, 'agent', 'add', ...args, '--json'];
  const { stdout } = await run(process.execPath, line, {
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  return (JSON.parse(stdout) as { link: string }).link;
};

const openParty = async (browser: Browser, options: BrowserContextOptions = {}): Promise<Party> => {
  const { page, context, complaints } = await openPage(browser, options);
  page.setDefaultTimeout(15_000);
  await watchKeyboard(page);
  // Put there before the page’s own scripts, by the browser: a policy does not stop it, and none is switched off.
  await context.addInitScript(axe.source);
  context.on('page', (other) => {
    other.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    other.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
    });
  });
  return { ...handsOn(page), complaints };
};

/** Signs in at the shop as one of its customers, by keys, and rings the bell. */
const comeToTheShop = async (
  { shop, name }: { shop: string; name: string },
  party: Party,
): Promise<ShopperParty> => {
  const { page, tabTo, press, type } = party;
  await page.goto(`${shop}orders`);
  await tabTo(new RegExp(name));
  await press('Enter');
  await page.getByRole('heading', { name: 'My orders' }).waitFor();
  let panel = page.mainFrame();
  const ring = async (): Promise<void> => {
    await page.getByRole('button', { name: /^Chat/ }).waitFor();
    await tabTo(/^Chat/, 'Shift+Tab');
    await press('Enter');
    panel = await panelOf(page);
    await panel.locator('textarea:focus').waitFor();
  };
  await ring();
  return {
    ...party,
    get panel() {
      return panel;
    },
    ring,
    say: async (text) => {
      await type(text);
      await press('Enter');
      await panel.getByText(text, { exact: true }).first().waitFor();
    },
  };
};

const comeToTheDesk = async (link: string, party: Party): Promise<DeskParty> => {
  const { page, press, type } = party;
  await page.goto(link);
  await page.getByRole('tab', { name: /^Waiting \d/ }).waitFor();
  const open = async (said: RegExp): Promise<void> => {
    const row = page.getByRole('option', { name: said });
    await row.waitFor();
    const isAt = async (): Promise<boolean> => {
      const active = await page.locator('#inbox-list').getAttribute('aria-activedescendant');
      return active === (await row.getAttribute('id'));
    };
    for (let rows = 0; rows < 20 && !(await isAt()); rows += 1) await press('j');
    await press('Enter');
    await page.getByRole('log').getByText(said).first().waitFor();
  };
  const choose = async (search: string, title: string): Promise<void> => {
    await press('Control+k');
    await page.locator('dialog [role=combobox]:focus').waitFor();
    await type(search);
    await page.getByRole('option', { name: title, selected: true }).waitFor();
    await press('Enter');
    await page.getByRole('heading', { name: title }).waitFor();
  };
  return { ...party, open, choose };
};

/** Opens the demo and its books. */
export const openJourney = async (): Promise<JourneyStage> => {
  const stack = new AsyncDisposableStack();
  const demo = stack.use(await openDemo());
  const browser = stack.use(await openBrowser());
  const books = new DatabaseSync(join(demo.data, 'storefront.db'), { readOnly: true });
  stack.defer(() => books.close());
  const names = { agent: 'Ada', supervisor: 'Grace' };
  return {
    demo,
    books,
    shopper: async (name, options) =>
      comeToTheShop({ shop: demo.shop, name }, await openParty(browser, options)),
    desk: async (role, options) => {
      const link = await addToTeam(demo, names[role], role);
      return comeToTheDesk(link, await openParty(browser, options));
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
};

const sizes = { 375: { width: 375, height: 812 }, 1440: { width: 1440, height: 900 } } as const;
const schemes = ['light', 'dark'] as const;

/** Settles what moves: pictures, fonts and transitions, so that a picture shows how it stays. */
const settled = async (page: Page): Promise<void> => {
  await page.evaluate(async () => {
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {})));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
};

/** Looks at a page in both sizes and both schemes: takes its picture, and gives what axe finds. */
export const lookAt = async (name: string, page: Page, inside: Page | Frame = page): Promise<string[]> => {
  const findings: string[] = [];
  const before = page.viewportSize();
  for (const [width, size] of Object.entries(sizes)) {
    await page.setViewportSize(size);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      await photograph(page, `${name}-${width}-${colorScheme}`);
      // Each size and each scheme once: what differs between them differs by either.
      if ((width === '375') === (colorScheme === 'dark'))
        findings.push(
          ...(await axeFindings(inside)).map((each) => `${name} ${width} ${colorScheme}: ${each}`),
        );
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  if (before) await page.setViewportSize(before);
  return findings;
};
