import { freshNonce, shopper, until } from '@shopbell-test/kit';
import { expect, test } from 'vitest';
import { axeFindings, openBrowser, openPage, photograph } from './browser.ts';
import { signIn } from './desk-office.ts';
import { openRelay } from './open-relay.ts';

test('R46 what was said long before in a conversation is found by keys, its words marked, at 375 and 1440 px', async () => {
  await using running = await openRelay();
  await using browser = await openBrowser();
  const { page, complaints } = await openPage(browser, { bypassCSP: true });
  for (const [about, more] of [
    ['The lid of my Größe-M teapot arrived broken, order LT-20417', 'Never mind, I found the other lid'],
    ['Do you have the teapot in blue as well? <b>It</b> is for my sister', 'Thank you!'],
    ['Where is the invoice', 'Got it'],
  ] as const) {
    const peer = await shopper(running);
    const { conversation } = await peer.say(about);
    await peer.call('message:send', {
      conversation,
      nonce: freshNonce(),
      parts: [{ kind: 'text', text: more }],
    });
    peer.close();
  }
  await signIn(page, running, running.agent.id);
  const field = page.getByRole('searchbox');
  await page.keyboard.press('/');
  await until('the field to have the focus', () => field.evaluate((box) => box === document.activeElement));
  await page.keyboard.type('grosse teap');
  const rows = page.locator('.row');
  await page.locator('.row mark').first().waitFor();
  expect(await rows.count()).toBe(1);
  expect(await page.locator('.row mark').allTextContents()).toEqual(['Größe', 'teapot']);
  await field.fill('teapot');
  await until('both teapots', async () => (await page.locator('.row mark').count()) === 2);
  for (const [name, width] of [
    ['375', 375],
    ['1440', 1_440],
  ] as const) {
    await page.setViewportSize({ width, height: 812 });
    await photograph(page, `desk-search-${name}`);
    expect(await axeFindings(page)).toEqual([]);
  }
  expect(await rows.first().textContent()).toContain('<b>It</b>');
  await field.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByText('LT-20417', { exact: false }).first().waitFor();
  await page.keyboard.press('/');
  await field.fill('zeppelin');
  await page.getByText('Nothing here matches “zeppelin”.').waitFor();
  await photograph(page, 'desk-search-nothing');
  await page.keyboard.press('Escape');
  expect(await field.inputValue()).toBe('');
  expect(complaints).toEqual([]);
});
