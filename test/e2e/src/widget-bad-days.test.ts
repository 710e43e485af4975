import { agent, until, withoutLimits, type AgentPeer } from '@shopbell-test/kit';
import { createRelay } from '@shopbell/server';
import type { Frame } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStage, type Stage } from './widget-stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

type Entry = { type: string; publicSeq?: number; data: { parts?: { text: string }[] } };

/** Everything said in the only conversation there is, in order. */
const transcript = async (nora: AgentPeer): Promise<string[]> => {
  const { conversations } = (await nora.call('conversation:list', {})) as { conversations: { id: string }[] };
  expect(conversations).toHaveLength(1);
  const [{ id } = { id: '' }] = conversations;
  const { entries } = (await nora.call('entries:list', { conversation: id })) as { entries: Entry[] };
  return entries.flatMap(({ data }) => data.parts?.map(({ text }) => text) ?? []);
};

const theConversation = async (nora: AgentPeer): Promise<string> => {
  const { conversations } = (await nora.call('conversation:list', {})) as { conversations: { id: string }[] };
  return conversations[0]?.id ?? '';
};

/** The words of each message on screen, in order. */
const shown = (panel: Frame): Promise<string[]> => panel.locator('.bubble').allInnerTexts();
const waiting = (panel: Frame) =>
  panel.getByRole('dialog').locator('header').getByText('No connection. We keep trying.');
const unsent = (panel: Frame) => panel.getByText('Not sent yet. We keep trying.');

test('a relay that is restarted while the shopper types and messages wait loses and doubles nothing', async () => {
  const { open, say, page, complaints } = await stage.visit();
  const panel = await open();
  await say('One');
  await panel.getByText('Sent', { exact: true }).waitFor();
  const composer = panel.getByRole('textbox', { name: 'Message' });
  await composer.pressSequentially('Half a sen');
  await stage.running.relay.close();
  await waiting(panel).waitFor();
  await composer.pressSequentially('tence');
  await composer.press('Enter');
  await unsent(panel).first().waitFor();
  await say('Three');
  expect(await panel.getByText('Sent', { exact: true }).count()).toBe(1);
  // The shopper loads the page anew, twice: what waits lies in the frame’s storage.
  await page.reload();

  const { running } = stage;
  await using second = await createRelay({
    databaseUrl: running.database,
    url: stage.relay,
    limits: withoutLimits,
  });
  await second.listen({ port: running.port, host: '127.0.0.1' });
  await page.reload();
  const again = await open();
  await until(
    'everything to be sent',
    async () => (await shown(again)).length === 3 && (await unsent(again).count()) === 0,
  );
  await waiting(again).waitFor({ state: 'detached' });
  expect(await shown(again)).toEqual(['One', 'Half a sentence', 'Three']);
  await using nora = await agent(running);
  expect(await transcript(nora)).toEqual(['One', 'Half a sentence', 'Three']);
  expect(complaints.filter((each) => each.startsWith('error'))).toEqual([]);
});

test('where WebSockets are blocked it speaks HTTP, both ways', async () => {
  const { page, open, say } = await stage.visit({}, (page) =>
    page.routeWebSocket(/socket\.io/, (web) => web.close()),
  );
  const panel = await open();
  const posted: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') posted.push(new URL(request.url()).pathname);
  });
  await say('Can you hear me?');
  await panel.getByText('Sent', { exact: true }).waitFor({ timeout: 15_000 });
  expect(posted).toContain('/v1/shopper/message:send');
  expect(await waiting(panel).count()).toBe(0);
  await using nora = await agent(stage.running);
  await nora.reply(await theConversation(nora), 'Loud and clear.');
  await panel.getByRole('region').getByText('Loud and clear.', { exact: true }).waitFor();
  expect(await shown(panel)).toEqual(['Can you hear me?', 'Loud and clear.']);
  const conversation = await theConversation(nora);
  await nora.call('read:mark', { conversation, publicSeq: 3 });
  await panel.getByText('Seen', { exact: true }).waitFor();
  await nora.call('conversation:watch', { conversation, after: 0 });
  await panel.getByRole('textbox', { name: 'Message' }).pressSequentially('So');
  await nora.hears(
    'typing:changed',
    ({ by, typing }: { by: { kind: string }; typing: boolean }) => by.kind === 'shopper' && typing,
  );
  await until('typing on screen', async () => {
    await nora.call('typing:set', { conversation, typing: true });
    return (await panel.locator('.typing').count()) === 1;
  });
});

test('where storage is refused the chat works, and keeps nothing', async () => {
  const { page, open, say } = await stage.visit({}, (page) =>
    page.addInitScript(() => {
      const refuse = (): never => {
        throw new DOMException('The request was denied.', 'SecurityError');
      };
      for (const name of ['localStorage', 'indexedDB'])
        Object.defineProperty(globalThis, name, { get: refuse });
      LockManager.prototype.request = async () => refuse();
    }),
  );
  const panel = await open();
  await say('Nothing is kept?');
  await panel.getByText('Sent', { exact: true }).waitFor();
  await using nora = await agent(stage.running);
  await nora.reply(await theConversation(nora), 'Nothing.');
  await panel.getByRole('region').getByText('Nothing.', { exact: true }).waitFor();
  await page.reload();
  const again = await open();
  await again.getByText('How can we help?').waitFor();
  expect(await shown(again)).toEqual([]);
});

test('offline it says so and keeps what is written; online again everything arrives once', async () => {
  const { page, open, say } = await stage.visit();
  const panel = await open();
  await say('Before');
  await panel.getByText('Sent', { exact: true }).waitFor();
  await using nora = await agent(stage.running);
  const conversation = await theConversation(nora);

  await page.context().setOffline(true);
  stage.network.cut();
  await waiting(panel).waitFor();
  for (const text of ['In the tunnel', 'Still in it']) await say(text);
  await unsent(panel).nth(1).waitFor();
  await nora.reply(conversation, 'From the other side');
  expect(await shown(panel)).toEqual(['Before', 'In the tunnel', 'Still in it']);

  await page.context().setOffline(false);
  await panel.getByRole('region').getByText('From the other side', { exact: true }).waitFor();
  await until('everything to be sent', async () => (await unsent(panel).count()) === 0);
  await waiting(panel).waitFor({ state: 'detached' });
  const order = ['Before', 'From the other side', 'In the tunnel', 'Still in it'];
  await until('one order', async () => (await shown(panel)).join() === order.join());
  await until('all of it stored', async () => (await transcript(nora)).join() === order.join());
});

test('a clock that is wrong by a day changes neither the order nor the day on screen', async () => {
  const { open, say, page } = await stage.visit({}, (page) =>
    page.addInitScript(() => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + 86_400_000;
    }),
  );
  const panel = await open();
  await say('What day is it?');
  await panel.getByText('Sent', { exact: true }).waitFor();
  await using nora = await agent(stage.running);
  await nora.reply(await theConversation(nora), 'Today.');
  await until('the answer', async () => (await shown(panel)).length === 2);
  stage.network.refuse(true);
  stage.network.cut();
  await waiting(panel).waitFor();
  await say('Are you sure?');
  await unsent(panel).waitFor();
  stage.network.refuse(false);
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await until('all of it stored', async () => (await transcript(nora)).length === 3, 30_000);
  expect(await shown(panel)).toEqual(['What day is it?', 'Today.', 'Are you sure?']);
  expect(await panel.locator('.day').allInnerTexts()).toEqual(['Today']);
});

test('a line that died in silence is noticed on waking, long before its heartbeat tells', async () => {
  const { open, say } = await stage.visit();
  const panel = await open();
  await say('Before the tunnel');
  await panel.getByText('Sent', { exact: true }).waitFor();
  await using nora = await agent(stage.running);
  stage.network.freeze();
  await nora.reply(await theConversation(nora), 'Are you there?');
  await panel.evaluate(() => dispatchEvent(new Event('online')));
  const startedAt = performance.now();
  await until('the silence noticed', async () => (await waiting(panel).count()) === 1);
  stage.network.heal();
  await panel.getByRole('region').getByText('Are you there?', { exact: true }).waitFor();
  // The heartbeat alone takes 18 s.
  expect(performance.now() - startedAt).toBeLessThan(15_000);
});
