import { openPage } from '@shopbell-test/e2e/browser';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Started } from './start.ts';

/** Nora at the desk, in a real browser, in one conversation. */
export type Desk = {
  page: Page;
  complaints: readonly string[];
  /** Looks something up: form, answer, back. */
  look: (title: string, fill: (form: Locator) => Promise<void>) => Promise<void>;
  /** Asks for something: form, plan, off it goes to the shopper. */
  ask: (title: string, fill: (form: Locator) => Promise<void>) => Promise<void>;
  /** Waits until what was asked for is done and checked. */
  settled: (title: string) => Promise<void>;
};

/** Signs in at the desk and opens the conversation in which this was said. */
export const noraAtTheDesk = async (
  browser: Browser,
  { deskLink }: Started,
  hello: string,
): Promise<Desk> => {
  const { page, complaints } = await openPage(browser);
  await page.goto(deskLink);
  await page.getByRole('option', { name: new RegExp(hello) }).click();
  await page.getByRole('log').getByText(hello).waitFor();
  const open = async (title: string): Promise<Locator> => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search for an action' }).fill(title);
    await page
      .getByRole('option', { name: new RegExp(`^${title}`) })
      .first()
      .click();
    return page.getByRole('dialog');
  };
  return {
    page,
    complaints,
    look: async (title, fill) => {
      const dialog = await open(title);
      await fill(dialog);
      await dialog.getByRole('button', { name: 'Run' }).click();
      await dialog.getByRole('button', { name: 'Back to the conversation' }).click();
      await dialog.waitFor({ state: 'detached' });
    },
    ask: async (title, fill) => {
      const dialog = await open(title);
      await fill(dialog);
      await dialog.getByRole('button', { name: 'See the plan' }).click();
      await dialog.getByRole('button', { name: 'Send the request' }).click();
      await dialog.waitFor({ state: 'detached' });
    },
    settled: async (title) => {
      await page.getByRole('article', { name: title }).last().getByText('Done and checked').waitFor();
    },
  };
};
