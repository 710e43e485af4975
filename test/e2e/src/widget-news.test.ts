import { agent, freshNonce, office, until, type AgentPeer } from '@shopbell-test/kit';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { photograph } from './browser.ts';
import { openStage, type Stage } from './widget-stage.ts';

let stage: Stage;
let nora: AgentPeer;
beforeAll(async () => {
  stage = await openStage();
  nora = await agent(stage.running);
});
afterAll(async () => {
  nora.close();
  await stage[Symbol.asyncDispose]();
});

const euro = (amount: number) => ({ amount, currency: 'EUR' });

const orderOf = (lines: number) => ({
  kind: 'order',
  version: 1,
  number: `AS-${lines}`,
  status: 'shipped',
  placedAt: Date.UTC(2026, 10, 20),
  lines: Array.from({ length: lines }, (_, index) => ({
    title: `Kettle ${index + 1}`,
    quantity: 1,
    price: euro(1_000),
    total: euro(1_000),
    // It comes late or never; its place is there from the start.
    picture: `${stage.site.url}/kettle.svg`,
  })),
  charges: [],
  total: euro(1_000 * lines),
});

/** Where the conversation is after the shopper has said something. */
const begin = async (say: (text: string) => Promise<void>, text: string): Promise<string> => {
  await say(text);
  const found = await until('the conversation', async () => {
    const { conversations } = (await nora.call('conversation:list', {})) as {
      conversations: { id: string; preview: { text: string } | null }[];
    };
    return conversations.find((each) => JSON.stringify(each.preview).includes(text));
  });
  return found.id;
};

/** Where the latest card stands in the view, in pixels: what is cut off above and below. */
const cutOff = (panel: Frame, card: string) =>
  panel.getByRole('article', { name: card }).evaluate((article) => {
    const view = article.closest('.scroller')?.getBoundingClientRect() ?? new DOMRect();
    const { top, bottom } = article.getBoundingClientRect();
    return { above: Math.max(0, view.top - top), below: Math.max(0, bottom - view.bottom) };
  });

const swings = (page: Page) => page.evaluate(() => (globalThis as { swings?: number }).swings ?? 0);
const countSwings = (page: Page) =>
  page.addInitScript(() => {
    const animate = Reflect.get<Element, 'animate'>(Element.prototype, 'animate');
    Element.prototype.animate = function count(...values) {
      const page = globalThis as { swings?: number };
      page.swings = (page.swings ?? 0) + 1;
      return Reflect.apply(animate, this, values);
    };
  });

test('an order that comes from an action ends whole in view; a taller one shows its top, and the way to its end', async () => {
  const { open, say, page } = await stage.visit();
  const panel = await open();
  const conversation = await begin(say, 'Where are my kettles?');
  for (const text of ['One moment.', 'I look.', 'Still looking.', 'It is a long list.'])
    await nora.reply(conversation, text);
  await using desk = await office(stage.running, ['order.lookup'], () => undefined);
  const show = async (lines: number): Promise<void> => {
    const input = { conversation, nonce: freshNonce(), name: 'order.lookup', input: {} };
    const { action } = await nora.call('action:request', input);
    type Task = { id: string; lease: number };
    const { lease } = (await desk.hears('action:assigned', (task: Task) => task.id === action)) as Task;
    // The line that says it is being looked up gives its place to the card: the list grows without another item.
    await panel.getByText('order.lookup …').waitFor();
    await desk.call('action:report', { action, lease, step: 'succeeded', output: {}, card: orderOf(lines) });
    await panel.getByRole('article', { name: `Order AS-${lines}` }).waitFor();
  };

  await show(3);
  await until('the card in view', async () => (await cutOff(panel, 'Order AS-3')).below === 0);
  expect(await cutOff(panel, 'Order AS-3')).toEqual({ above: 0, below: 0 });
  expect(await panel.getByRole('button', { name: 'Newest messages' }).count()).toBe(0);

  // Long orders fold: in a low window even what is left of one is taller than the list.
  await page.setViewportSize({ width: 1280, height: 480 });
  await show(12);
  const newest = panel.getByRole('button', { name: 'Newest messages' });
  await newest.waitFor();
  const tall = await cutOff(panel, 'Order AS-12');
  expect(tall.above).toBe(0);
  expect(tall.below).toBeGreaterThan(0);
  await photograph(page, 'widget-tall-card');
  await newest.click();
  await until('its end', async () => (await cutOff(panel, 'Order AS-12')).below === 0);
  await newest.waitFor({ state: 'detached' });
});

test('the launcher swings as a bell only, and what comes while the shopper looks is not unread', async () => {
  const { open, say, page, launcher } = await stage.visit({}, countSwings);
  await page.evaluate(() => {
    const counts: number[] = [];
    Object.assign(globalThis, { counts });
    addEventListener('shopbell:unread', (event) =>
      counts.push((event as CustomEvent<{ count: number }>).detail.count),
    );
  });
  const counts = () => page.evaluate(() => (globalThis as unknown as { counts: number[] }).counts);
  const panel = await open();
  const conversation = await begin(say, 'Is the blue one back?');
  await nora.reply(conversation, 'It is, since this morning.');
  await panel.getByRole('region').getByText('It is, since this morning.').waitFor();
  expect(await swings(page)).toBe(0);
  expect((await counts()).filter((count) => count > 0)).toEqual([]);

  await panel.getByRole('button', { name: 'Close chat' }).click();
  await nora.reply(conversation, 'Shall I put one aside?');
  await page.getByRole('button', { name: 'Chat, 1 unread' }).waitFor();
  expect(await swings(page)).toBe(1);
  await launcher.click();
  await page.getByRole('button', { name: 'Chat', exact: true }).waitFor();
  expect((await counts()).at(-1)).toBe(0);
  expect(await swings(page)).toBe(1);
});
