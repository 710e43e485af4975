import type { Frame, Locator, Page } from 'playwright-core';

/** The widget on a page, as a shopper meets it. */
export type WidgetOnPage = {
  launcher: Locator;
  open: () => Promise<Frame>;
  say: (text: string) => Promise<void>;
};

/** The panel’s frame; rejects when the bell was not rung. */
export const panelOf = async (page: Page): Promise<Frame> => {
  const element = await page.locator('iframe[src*="/panel"]').elementHandle();
  const frame = await element?.contentFrame();
  if (!frame) throw new Error('the panel’s frame is not there');
  return frame;
};

/** Finds the widget on a page that carries the script tag. */
export const widgetOn = (page: Page): WidgetOnPage => {
  const launcher = page.getByRole('button', { name: /^Chat/ });
  const open = async (): Promise<Frame> => {
    await launcher.click();
    const panel = await panelOf(page);
    await panel.getByRole('textbox', { name: 'Message' }).waitFor();
    return panel;
  };
  return {
    launcher,
    open,
    say: async (text) => {
      const composer = (await panelOf(page)).getByRole('textbox', { name: 'Message' });
      await composer.fill(text);
      await composer.press('Enter');
    },
  };
};
