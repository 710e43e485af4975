import { agent } from '@shopbell-test/kit';
import type { Frame } from 'playwright-core';
import { expect, test } from 'vitest';
import { axeFindings, openBrowser, openPage, photograph } from './browser.ts';
import { openDemo } from './open-demo.ts';
import { panelOf, widgetOn } from './shopper-page.ts';
import { openStage } from './widget-stage.ts';

const patience = { timeout: 30_000 };

type Given = { name: string; type: string; text?: string; picture?: { width: number; height: number } };

/** What a browser does when somebody pastes or drops: an event with files, made in the panel itself. */
const give = (panel: Frame, how: 'paste' | 'drop', given: readonly Given[]): Promise<void> =>
  panel.evaluate(
    async ([event, list]) => {
      const data = new DataTransfer();
      for (const { name, type, text = '', picture } of list) {
        let bytes: BlobPart = text;
        if (picture) {
          const canvas = new OffscreenCanvas(picture.width, picture.height);
          const context = canvas.getContext('2d');
          if (context) context.fillStyle = '#8a5a00';
          context?.fillRect(0, 0, picture.width, picture.height / 2);
          bytes = await canvas.convertToBlob({ type });
        }
        data.items.add(new File([bytes], name, { type }));
      }
      const target = document.querySelector(event === 'paste' ? 'textarea' : '.panel');
      const options = { bubbles: true, cancelable: true };
      target?.dispatchEvent(
        event === 'paste'
          ? new ClipboardEvent('paste', { ...options, clipboardData: data })
          : new DragEvent('drop', { ...options, dataTransfer: data }),
      );
    },
    [how, given] as const,
  );

const pdf = '%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF';

test('files are pasted, dropped, taken out and sent with words; both sides see them, after a reload too', async () => {
  await using stage = await openStage();
  const visit = await stage.visit();
  const panel = await visit.open();
  await visit.say('hello');
  await panel.getByText('Sent', { exact: true }).waitFor(patience);

  await panel.getByRole('button', { name: 'Files and pictures' }).click();
  await panel
    .getByText('You can send pictures and documents, up to 10 MB each, 5 at once.')
    .waitFor(patience);
  await photograph(visit.page, 'files-ways');
  await give(panel, 'paste', [{ name: 'lid.png', type: 'image/png', picture: { width: 600, height: 400 } }]);
  await give(panel, 'drop', [
    { name: 'bill.pdf', type: 'application/pdf', text: pdf },
    { name: 'page.html', type: 'text/html', text: '<script>alert(1)</script>' },
  ]);
  await panel.getByText('Files of this kind are not taken.').waitFor(patience);
  await expect.poll(() => panel.getByText('Ready to send').count(), patience).toBe(2);
  await photograph(visit.page, 'files-attached');
  expect(await axeFindings(panel)).toEqual([]);
  await panel.getByRole('button', { name: 'Remove page.html' }).click();
  await panel.getByRole('textbox', { name: 'Message' }).fill('The lid is bent.');
  await panel.getByRole('textbox', { name: 'Message' }).press('Enter');

  const transcript = panel.getByRole('region', { name: 'Messages' });
  const picture = transcript.getByRole('link', { name: 'Picture lid.png, opens in a new tab' });
  const document = transcript.getByRole('link', { name: /^bill.pdf / });
  await picture.waitFor(patience);
  await document.waitFor(patience);
  const isDrawn = () =>
    picture.locator('img').evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0);
  await expect.poll(isDrawn, patience).toBe(true);
  await photograph(visit.page, 'files-sent');
  expect(await axeFindings(panel)).toEqual([]);

  await using helper = await agent(stage.running);
  const { conversations } = (await helper.call('conversation:list')) as { conversations: { id: string }[] };
  const conversation = conversations[0]?.id ?? '';
  const { entries } = (await helper.call('entries:list', { conversation })) as {
    entries: { type: string; data: { parts?: { kind: string; file?: { name: string } }[] } }[];
  };
  const parts = entries.filter(({ type }) => type === 'message').at(-1)?.data.parts ?? [];
  expect(parts.map(({ kind, file }) => file?.name ?? kind)).toEqual(['text', 'lid.png', 'bill.pdf']);

  await visit.page.reload();
  await visit.launcher.click();
  const again = await panelOf(visit.page);
  await again.getByRole('link', { name: 'Picture lid.png, opens in a new tab' }).waitFor(patience);
  const address = await again.getByRole('link', { name: /^bill.pdf / }).getAttribute('href');
  const saved = await visit.page.request.get(`${stage.relay}${address}`);
  expect(await saved.text()).toBe(pdf);
  expect(saved.headers()).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': expect.stringMatching(/^attachment/),
  });
  // The browser writes down itself that one was refused.
  expect(visit.complaints.filter((each) => !/status of 415/.test(each))).toEqual([]);
});

test('an upload whose line dies waits, says so truly, and goes on by itself; cancelled, it is gone', async () => {
  await using stage = await openStage();
  const visit = await stage.visit();
  const panel = await visit.open();
  await visit.say('hello');
  await panel.getByText('Sent', { exact: true }).waitFor(patience);
  await panel.getByRole('button', { name: 'Files and pictures' }).click();
  await panel.getByText('You can send').waitFor(patience);
  await visit.page.context().setOffline(true);
  await give(panel, 'drop', [
    { name: 'one.txt', type: 'text/plain', text: 'one' },
    { name: 'two.txt', type: 'text/plain', text: 'two' },
  ]);
  const waiting = panel.getByText('No connection. It goes on by itself while this page stays open.');
  await expect.poll(() => waiting.count(), patience).toBe(2);
  await panel.getByRole('button', { name: 'Cancel two.txt' }).click();
  await panel.getByRole('button', { name: 'Send', exact: true }).click();
  await panel.getByText('Goes as soon as the files are through.').waitFor(patience);
  await visit.page.context().setOffline(false);
  await panel.getByRole('link', { name: /^one.txt / }).waitFor(patience);
  expect(await panel.getByText('two.txt').count()).toBe(0);
});

test('on a small screen with a finger there is a camera, and nothing sticks out', async () => {
  await using stage = await openStage();
  const options = { viewport: { width: 375, height: 667 }, hasTouch: true, isMobile: true };
  const visit = await stage.visit({ ...options, colorScheme: 'dark' });
  const panel = await visit.open();
  await panel.getByRole('button', { name: 'Files and pictures' }).click();
  const camera = panel.getByLabel('Take a photo');
  await camera.waitFor({ ...patience, state: 'attached' });
  expect(await camera.getAttribute('capture')).toBe('environment');
  await give(panel, 'drop', [
    { name: `${'long-name-'.repeat(12)}.png`, type: 'image/png', picture: { width: 30, height: 30 } },
  ]);
  await panel.getByText('Ready to send').waitFor(patience);
  const sticksOut = await panel.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(sticksOut).toBe(false);
  await photograph(visit.page, 'files-phone');
});

test('at the desk a picture opens in a viewer, and what is pasted there reaches the shopper; a note’s file does not', async () => {
  await using demo = await openDemo();
  await using browser = await openBrowser();
  const desk = await openPage(browser);
  await desk.page.goto(demo.deskLink);
  await desk.page.getByRole('tab', { name: /^Waiting \d/ }).waitFor(patience);
  const shop = await openPage(browser);
  await shop.page.goto(demo.shop);
  const panel = await widgetOn(shop.page).open();
  await panel.getByRole('button', { name: 'Files and pictures' }).click();
  await panel.getByText('You can send').waitFor(patience);
  await give(panel, 'paste', [{ name: 'lid.png', type: 'image/png', picture: { width: 1200, height: 800 } }]);
  await panel.getByText('Ready to send').waitFor(patience);
  await panel.getByRole('textbox', { name: 'Message' }).fill('The lid is bent, look.');
  await panel.getByRole('textbox', { name: 'Message' }).press('Enter');

  const row = desk.page.getByRole('option', { name: /The lid is bent/ });
  await row.waitFor(patience);
  await row.click();
  const log = desk.page.getByRole('log');
  await log.getByRole('button', { name: 'Open the picture lid.png' }).click(patience);
  const whole = desk.page.getByRole('dialog').getByRole('img', { name: 'lid.png' });
  await expect
    .poll(() => whole.evaluate((image: HTMLImageElement) => image.naturalWidth), patience)
    .toBe(1200);
  await photograph(desk.page, 'files-desk-viewer');
  await desk.page.keyboard.press('Escape');

  const main = desk.page.mainFrame();
  const composer = desk.page.getByRole('textbox', { name: 'Message' });
  await give(main, 'paste', [{ name: 'label.pdf', type: 'application/pdf', text: pdf }]);
  await desk.page.getByText('1 of 1 files are ready.').waitFor({ ...patience, state: 'attached' });
  await composer.fill('Here is a label.');
  await photograph(desk.page, 'files-desk-attached');
  await composer.press('Enter');
  await panel.getByRole('link', { name: /^label.pdf / }).waitFor(patience);

  await desk.page.getByRole('button', { name: /^Note/ }).click();
  await give(main, 'paste', [{ name: 'ours.txt', type: 'text/plain', text: 'Third one this week.' }]);
  await desk.page.getByText('1 of 1 files are ready.').waitFor({ ...patience, state: 'attached' });
  await desk.page.getByRole('textbox', { name: 'Note' }).press('Enter');
  await log.getByRole('link', { name: /^ours.txt / }).waitFor(patience);
  await desk.page.reload();
  await desk.page.getByRole('tab', { name: /^Mine/ }).click(patience);
  await desk.page.getByRole('option', { name: /label/ }).first().click(patience);
  await log.getByRole('button', { name: 'Open the picture lid.png' }).waitFor(patience);
  await log.getByRole('link', { name: /^ours.txt / }).waitFor(patience);
  await photograph(desk.page, 'files-desk');
  expect(await panel.getByText('ours.txt').count()).toBe(0);
  expect([...desk.complaints, ...shop.complaints]).toEqual([]);
});
