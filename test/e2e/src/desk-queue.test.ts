import { freshNonce, shopper, until, type ShopperPeer } from '@shopbell-test/kit';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { axeFindings, openBrowser, openPage, photograph } from './browser.ts';
import { openConversation, openRefundOffice, pickAction, signIn } from './desk-office.ts';
import { openRelay } from './open-relay.ts';

const words = 'I would like my money back';

type Seen = { data: { action: string; step: string; plan?: { digest: string } } };
const planHeard = (marta: ShopperPeer): Partial<Seen> | undefined =>
  marta.heard.map(({ payload }) => payload as Partial<Seen> | null).find((each) => each?.data?.plan) ??
  undefined;
const confirm = async (marta: ShopperPeer): Promise<void> => {
  const planned = await until('the plan', () => planHeard(marta));
  const { action, plan } = planned.data ?? {};
  await marta.call('action:confirm', { action, digest: plan?.digest, nonce: freshNonce() });
};

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.id || (document.activeElement?.textContent ?? ''));

/** Looks the order up, then fills the refund of its first line, by keys alone, up to the plan. */
const askToThePlan = async (page: Page): Promise<void> => {
  await pickAction(page, 'look up');
  await page.keyboard.type('LT-1042');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Back to the conversation' }).waitFor();
  await until('the way back to have the focus', async () => (await focused(page)).includes('Back to'));
  await page.keyboard.press('Enter');
  await pickAction(page, 'refund');
  expect(await page.getByLabel(/Order number/).inputValue()).toBe('LT-1042');
  await page.getByRole('checkbox', { name: /Kettle/ }).focus();
  await page.keyboard.press('Space');
  expect(await page.getByRole('textbox', { name: 'Amount', exact: true }).inputValue()).toBe('49.90');
  await page.getByRole('textbox', { name: 'Reason' }).focus();
  await page.keyboard.type('It arrived broken');
};

test('a refund over the limit is looked at before it is sent, comes into the queue without a reload, and is approved by keys', async () => {
  await using running = await openRelay();
  await using office = await openRefundOffice(running);
  await using browser = await openBrowser();
  const asking = await openPage(browser, { bypassCSP: true });
  const deciding = await openPage(browser, { bypassCSP: true });
  const marta = await shopper(running);
  const { conversation } = await marta.say(words);
  await marta.call('conversation:watch', { conversation, after: 0 });
  await signIn(asking.page, running, running.agent.id);
  await signIn(deciding.page, running, running.supervisor.id);
  await deciding.page.keyboard.press('4');
  await deciding.page.getByText('Nothing waits for an approval.').waitFor();

  await openConversation(asking.page, words);
  await askToThePlan(asking.page);
  await photograph(asking.page, 'desk-form-filled');
  expect(await axeFindings(asking.page)).toEqual([]);
  await asking.page.keyboard.press('Enter');
  const dialog = asking.page.getByRole('dialog');
  await dialog.getByText('Refund €49.90 for order LT-1042 to the card it was paid with.').waitFor();
  await dialog.getByText('A supervisor has to approve it.').waitFor();
  await until('Send to have the focus', async () =>
    (await focused(asking.page)).includes('Send the request'),
  );
  await photograph(asking.page, 'desk-plan-preview');
  expect(await axeFindings(asking.page)).toEqual([]);
  expect(planHeard(marta)).toBeUndefined();
  expect(await deciding.page.locator('.approval').count()).toBe(0);
  await asking.page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });

  const queued = deciding.page.locator('.approval');
  await queued.getByText('Refund €49.90 for order LT-1042').first().waitFor();
  await queued.getByText('€49.90', { exact: true }).first().waitFor();
  await deciding.page.keyboard.press('j');
  await deciding.page.keyboard.press('y');
  await photograph(deciding.page, 'desk-queue');
  expect(await axeFindings(deciding.page)).toEqual([]);
  expect(office.ran).toEqual([]);
  await deciding.page.keyboard.press('Enter');
  await deciding.page.getByText('Nothing waits for an approval.').waitFor();

  await confirm(marta);
  const story = asking.page.getByRole('article', { name: 'Refund an order' });
  await story.getByText('Done and checked').waitFor();
  await story.getByText('Approved by Edsger').waitFor();
  expect(office.ran).toHaveLength(1);
  expect([...asking.complaints, ...deciding.complaints]).toEqual([]);
  marta.close();
});

test('of two supervisors at the queue, the one who comes second is told who decided', async () => {
  await using running = await openRelay();
  await using office = await openRefundOffice(running);
  await using browser = await openBrowser();
  const asking = await openPage(browser);
  const first = await openPage(browser);
  const second = await openPage(browser, {
    bypassCSP: true,
    colorScheme: 'dark',
    viewport: { width: 375, height: 740 },
  });
  const { relay, shop } = running;
  const grace = await relay.admin.addPerson({ shop, kind: 'agent', role: 'supervisor', name: 'Grace' });
  const marta = await shopper(running);
  await marta.say(words);
  await signIn(asking.page, running, running.agent.id);
  await openConversation(asking.page, words);
  await askToThePlan(asking.page);
  await asking.page.keyboard.press('Enter');
  await asking.page.getByRole('button', { name: 'Send the request' }).waitFor();
  await asking.page.keyboard.press('Enter');
  await signIn(first.page, running, running.supervisor.id);
  await signIn(second.page, running, grace.id);
  for (const { page } of [first, second]) {
    await page.keyboard.press('4');
    await page.locator('.approval').waitFor();
    await until('the plan to have the focus', async () => (await focused(page)).startsWith('approval-'));
  }
  await photograph(second.page, 'desk-queue-375-dark');
  expect(await axeFindings(second.page)).toEqual([]);
  await first.page.keyboard.press('x');
  await first.page.getByLabel('Why not?').fill('The kettle was never sent');
  await first.page.keyboard.press('Enter');

  await second.page.getByText('Refund an order: Declined by Edsger').waitFor();
  await second.page.getByText('Nothing waits for an approval.').waitFor();
  await asking.page.getByText('The kettle was never sent').first().waitFor();
  expect(office.ran).toEqual([]);
  expect([...asking.complaints, ...first.complaints, ...second.complaints]).toEqual([]);
  marta.close();
});
