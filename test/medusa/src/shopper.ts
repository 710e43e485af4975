import { openPage } from '@shopbell-test/e2e/browser';
import { widgetOn } from '@shopbell-test/e2e/shopper-page';
import type { Browser, Frame } from 'playwright-core';
import type { Started } from './start.ts';

/** A customer of the shop, signed in, with the chat open in a real browser. */
export type ShopperInTheShop = {
  panel: Frame;
  complaints: readonly string[];
  /** Agrees to what is asked under this title, and waits until it is done and checked. */
  agree: (title: string) => Promise<void>;
};

/** Signs in on the shop’s page, opens the chat and says something. */
export const shopperInTheShop = async (
  browser: Browser,
  { page: url }: Started,
  { name, hello }: { name: string; hello: string },
): Promise<ShopperInTheShop> => {
  const { page, complaints } = await openPage(browser);
  await page.goto(url);
  await page.getByRole('button', { name }).click();
  await page.getByText(`You are ${name}.`).waitFor();
  const widget = widgetOn(page);
  const panel = await widget.open();
  await widget.say(hello);
  return {
    panel,
    complaints,
    agree: async (title) => {
      const asked = panel.getByRole('group', { name: title }).last();
      await asked.getByRole('button', { name: 'Yes, do it' }).click();
      await asked.getByText('Checked', { exact: true }).waitFor();
    },
  };
};
