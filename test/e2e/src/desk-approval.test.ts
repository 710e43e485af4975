import { connectPeer, freshNonce, shopper, until, type ShopperPeer } from '@shopbell-test/kit';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { axeFindings, openBrowser, openPage, photograph } from './browser.ts';
import { openRelay, type Running } from './open-relay.ts';

type Task = { id: string; ask: 'plan' | 'run' | 'verify'; lease: number; input: { order: string } };

const refund = {
  name: 'order.refund',
  version: 1,
  title: 'Refund an order',
  effect: 'write',
  identity: 'anyone',
  steps: ['plan', 'verify'],
  input: {
    type: 'object',
    properties: {
      order: { type: 'string', title: 'Order number' },
      reason: { type: 'string', title: 'Reason' },
    },
    required: ['order', 'reason'],
  },
  output: { type: 'object', required: ['refund'] },
};
const money = { amount: 4_990, currency: 'EUR' };

const lines = [{ title: 'Kettle, brass', quantity: 1, amount: money }];
const cardOf = (order: string, status: 'planned' | 'issued') => ({
  kind: 'refund',
  version: 1,
  order,
  lines,
  total: money,
  status,
});

/** What the back office says to each asking; what it ran is kept. */
const answerTo = ({ ask, input, id }: Task, ran: string[]): object => {
  if (ask === 'verify') return { step: 'verified' };
  if (ask === 'run') {
    ran.push(id);
    return { step: 'succeeded', output: { refund: 'RF-1' }, card: cardOf(input.order, 'issued') };
  }
  const summary = `Refund €49.90 for order ${input.order} to the card it was paid with.`;
  const agreement = { confirm: true, approve: 'supervisor', amount: money };
  return { step: 'planned', plan: { summary, card: cardOf(input.order, 'planned'), ...agreement } };
};

/** A back office with one write, over the limit of whoever asks: the shopper and a supervisor have to agree. */
const openOffice = async ({ url, office }: Running) => {
  const ran: string[] = [];
  const peer = await connectPeer({ url, namespace: '/agent', auth: { key: office.key } });
  await peer.call('session:open');
  peer.onEvent((event, payload) => {
    if (event !== 'action:assigned') return;
    const task = payload as Task;
    peer
      .call('action:report', { action: task.id, lease: task.lease, ...answerTo(task, ran) })
      .catch(() => peer.close());
  });
  await peer.call('office:open', { actions: [refund] });
  return { ran, [Symbol.asyncDispose]: async () => peer.close() };
};

const signIn = async (page: Page, { relay, url, shop }: Running, person: string): Promise<void> => {
  const code = await relay.admin.signInCode({ shop, person });
  await page.goto(`${url}/desk#code=${code}`);
  await page
    .getByRole('tab', { name: /^Waiting \d/ })
    .first()
    .waitFor();
};

/** From the inbox to the conversation, by keys alone. */
const openFirst = async (page: Page): Promise<void> => {
  await page.getByRole('option', { name: /money back/ }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByText('money back').waitFor();
};

const askAtDesk = async (page: Page, order: string): Promise<void> => {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search for an action' }).fill('refund');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: /Order number/ }).fill(order);
  await page.getByRole('textbox', { name: /Reason/ }).fill('It arrived broken');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Send the request' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
};

type Seen = { data: { action: string; step: string; plan?: { digest: string } } };
const confirm = async (marta: ShopperPeer): Promise<void> => {
  const planned = await until('the plan', () =>
    marta.heard.map(({ payload }) => payload as Partial<Seen> | null).find((payload) => payload?.data?.plan),
  );
  const { action, plan } = planned.data ?? {};
  await marta.call('action:confirm', { action, digest: plan?.digest, nonce: freshNonce() });
};

test('a refund is asked for at one desk, confirmed by the shopper, approved by keys at another, and checked', async () => {
  await using running = await openRelay();
  await using office = await openOffice(running);
  await using browser = await openBrowser();
  const asking = await openPage(browser);
  const deciding = await openPage(browser, { bypassCSP: true });
  const marta = await shopper(running);
  const { conversation } = await marta.say('I would like my money back');
  await marta.call('conversation:watch', { conversation, after: 0 });
  await signIn(asking.page, running, running.agent.id);
  await signIn(deciding.page, running, running.supervisor.id);
  await openFirst(asking.page);
  await openFirst(deciding.page);

  await askAtDesk(asking.page, 'LT-1042');
  const asked = asking.page.getByRole('article', { name: 'Refund an order' });
  const story = deciding.page.getByRole('article', { name: 'Refund an order' });
  await asked.getByText('Waits for the shopper and a supervisor').waitFor();
  await asked.getByText('A supervisor has to approve this.').waitFor();
  expect(await asked.getByRole('button', { name: 'Approve' }).count()).toBe(0);
  await confirm(marta);
  await story.getByText('Waits for a supervisor').waitFor();
  await deciding.page.keyboard.press('y');
  await photograph(deciding.page, 'desk-approval');
  expect(await axeFindings(deciding.page)).toEqual([]);
  expect(office.ran).toEqual([]);
  await deciding.page.keyboard.press('Enter');

  for (const each of [asked, story]) {
    await each.getByText('Done and checked').waitFor();
    await each.getByText('Checked in the shop').waitFor();
    await each.getByText('Approved by Edsger').waitFor();
  }
  await photograph(deciding.page, 'desk-approved');
  expect(office.ran).toHaveLength(1);
  expect([...asking.complaints, ...deciding.complaints]).toEqual([]);
  marta.close();
});

test('what a supervisor rejects by keys ends with the reason, which the shopper never receives', async () => {
  await using running = await openRelay();
  await using office = await openOffice(running);
  await using browser = await openBrowser();
  const asking = await openPage(browser);
  const deciding = await openPage(browser, { bypassCSP: true, colorScheme: 'dark' });
  const marta = await shopper(running);
  const { conversation } = await marta.say('I would like my money back');
  await marta.call('conversation:watch', { conversation, after: 0 });
  await signIn(asking.page, running, running.agent.id);
  await signIn(deciding.page, running, running.supervisor.id);
  await openFirst(asking.page);
  await openFirst(deciding.page);
  await askAtDesk(asking.page, 'LT-1042');

  await deciding.page.getByRole('button', { name: 'Approve' }).waitFor();
  await deciding.page.keyboard.press('x');
  await deciding.page.getByLabel('Why not?').fill('The kettle was never sent');
  expect(await axeFindings(deciding.page)).toEqual([]);
  await deciding.page.keyboard.press('Enter');
  const asked = asking.page.getByRole('article', { name: 'Refund an order' });
  await asked.getByText('Declined by Edsger').waitFor();
  await asked.getByText('The kettle was never sent').first().waitFor();
  await until('the shopper to hear of the end', () => JSON.stringify(marta.heard).includes('"declined"'));
  expect(JSON.stringify(marta.heard)).not.toContain('never sent');
  expect(office.ran).toEqual([]);
  expect([...asking.complaints, ...deciding.complaints]).toEqual([]);
  marta.close();
});
