import { describe, expect, test } from 'vitest';
import { axeFindings, openBrowser, openPage, photograph } from './browser.ts';
import { openDemo } from './open-demo.ts';
import { widgetOn } from './shopper-page.ts';

const sizes = [
  { name: '375', viewport: { width: 375, height: 812 } },
  { name: '1440', viewport: { width: 1440, height: 900 } },
];

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  test('axe finds nothing in shop, widget and desk, at 375 and 1440 px', { timeout: 180_000 }, async () => {
    await using demo = await openDemo();
    await using browser = await openBrowser();
    const findings: Record<string, string[]> = {};
    const deskContext = { colorScheme, bypassCSP: true };
    const { page: desk } = await openPage(browser, deskContext);
    await desk.goto(`${demo.relay}desk`);
    await desk.getByRole('textbox').waitFor();
    findings['desk, sign-in'] = await axeFindings(desk);
    await desk.goto('about:blank');
    await desk.goto(demo.deskLink);
    await desk.getByRole('tab', { name: /^Waiting \d/ }).waitFor();
    findings['desk, empty'] = await axeFindings(desk);

    for (const { name, viewport } of sizes) {
      const { page: shop } = await openPage(browser, { viewport, colorScheme, bypassCSP: true });
      await shop.goto(demo.shop);
      const widget = widgetOn(shop);
      await widget.launcher.waitFor();
      await photograph(shop, `shop-${name}-${colorScheme}`);
      findings[`shop ${name}`] = await axeFindings(shop);
      const panel = await widget.open();
      await photograph(shop, `widget-empty-${name}-${colorScheme}`);
      findings[`widget ${name}, empty`] = await axeFindings(panel);
      await widget.say(`Do you have the ${name} ml pot in blue?`);
      await panel.getByText('Sent', { exact: true }).first().waitFor();
      findings[`widget ${name}, a conversation`] = await axeFindings(panel);
      await photograph(shop, `widget-${name}-${colorScheme}`);

      await desk.setViewportSize(viewport);
      await desk.getByRole('option', { name: new RegExp(`${name} ml pot`) }).click();
      await desk.getByRole('log').getByText(`${name} ml pot`, { exact: false }).first().waitFor();
      findings[`desk ${name}, a conversation`] = await axeFindings(desk);
      await photograph(desk, `desk-${name}-${colorScheme}`);
      await desk.keyboard.press('Control+k');
      await desk.getByRole('dialog').waitFor();
      findings[`desk ${name}, the palette`] = await axeFindings(desk);
      await desk.keyboard.press('Escape');
      if (name === '375') await desk.getByRole('button', { name: 'Back to the inbox' }).click();
    }
    expect(Object.fromEntries(Object.entries(findings).filter(([, list]) => list.length > 0))).toEqual({});
  });
});
