import { agent as openAgent, freshNonce, readTranscript, until } from '@shopbell-test/kit';
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings, photograph } from './browser.ts';
import { openStage, type Stage } from './widget-stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

const textOf = (n: number): string =>
  `Message ${n}${n % 7 === 0 ? `: ${'a kettle that takes its time. '.repeat(4)}` : ''}`;

/** A shopper who said the first word, and an agent who said the others, up to the n-th; the page is opened anew. */
const talkOf = async (count: number) => {
  const visit = await stage.visit({ bypassCSP: true });
  const { page, open, say } = visit;
  page.setDefaultTimeout(20_000);
  const panel = await open();
  await say('Message 1');
  await panel.getByText('Sent', { exact: true }).waitFor();
  const agent = await openAgent(stage.running);
  const { conversations } = (await agent.call('conversation:list', { status: ['queued'] })) as {
    conversations: { id: string }[];
  };
  const conversation = conversations[0]?.id ?? '';
  const reply = (n: number): Promise<unknown> =>
    agent.call('message:send', {
      conversation,
      nonce: freshNonce(),
      parts: [{ kind: 'text', text: textOf(n) }],
    });
  await page.goto('about:blank');
  for (let from = 2; from <= count; from += 200) {
    const length = Math.min(200, count - from + 1);
    await Promise.all(Array.from({ length }, (_, at) => reply(from + at)));
  }
  let heardBytes = 0;
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => void (heardBytes += payload.length)),
  );
  // What is sent at the same time is stored in an order of the relay’s.
  const stored = (await readTranscript(agent, conversation))
    .filter(({ type }) => type === 'message')
    .map(({ data }) => Number(/\d+/.exec((data as { parts: { text: string }[] }).parts[0]?.text ?? '')?.[0]));
  await page.goto(stage.site.url);
  await visit.launcher.waitFor();
  return { ...visit, agent, stored, reply, heard: () => heardBytes };
};

/** How long it takes from the click until the newest message can be read, in ms. */
const openTo = async ({ open, stored }: { open: () => Promise<Frame>; stored: number[] }) => {
  const startedAt = performance.now();
  const panel = await open();
  await panel
    .getByText(`Message ${stored.at(-1)}`)
    .last()
    .waitFor();
  return { panel, tookMs: performance.now() - startedAt, nodes: await nodesIn(panel) };
};
const nodesIn = (panel: Frame): Promise<number> =>
  panel.evaluate(() => document.querySelectorAll('*').length);
const numbers = (panel: Frame): Promise<number[]> =>
  panel.evaluate(() =>
    [...document.querySelectorAll('.items .bubble')].map((each) =>
      Number(/^Message (\d+)/.exec(each.textContent)?.[1]),
    ),
  );

/** Scrolls to the top again and again, as fast as the panel draws, until the first message is there. */
const scrollUp = (panel: Frame, stored: number[]) =>
  panel.evaluate(async (order) => {
    const places = new Map(order.map((n, at) => [n, at]));
    const list = document.querySelector('.scroller') as HTMLElement;
    const seen = new Set<number>();
    const found = { torn: 0, mostNodes: 0, jumps: 0, seen: 0 };
    const read = (): number[] =>
      [...document.querySelectorAll('.items .bubble')].map((each) =>
        Number(/^Message (\d+)/.exec(each.textContent)?.[1]),
      );
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const endsAt = performance.now() + 120_000;
    while (!seen.has(1) && performance.now() < endsAt) {
      const all = read();
      for (const each of all) seen.add(each);
      const first = places.get(all[0] ?? 0) ?? 0;
      if (all.some((each, at) => places.get(each) !== first + at)) found.torn += 1;
      found.mostNodes = Math.max(found.mostNodes, document.querySelectorAll('*').length);
      list.scrollTop = 0;
      const row = document.querySelectorAll<HTMLElement>('.items > li')[4];
      const before = row?.getBoundingClientRect().top ?? 0;
      const most = first > 0 ? 300 : 0;
      for (let frames = 0; frames < most && read()[0] === all[0]; frames += 1) await frame();
      if (row?.isConnected && Math.abs(row.getBoundingClientRect().top - before) > 2) found.jumps += 1;
    }
    return { ...found, seen: seen.size };
  }, stored);

test(
  'ten thousand messages open as fast as fifty; scrolled up, each is there once, in order, down to the first',
  { timeout: 180_000 },
  async () => {
    const short = await talkOf(50);
    const opened = await openTo(short);
    await short.page.context().close();
    short.agent.close();

    const long = await talkOf(10_000);
    const { page, complaints, agent, reply } = long;
    const { panel, tookMs, nodes } = await openTo(long);
    console.log(
      `opened: 50 in ${Math.round(opened.tookMs)} ms, ${opened.nodes} nodes; 10,000 in ${Math.round(tookMs)} ms, ${nodes} nodes, ${long.heard()} bytes`,
    );
    expect(tookMs).toBeLessThan(3 * opened.tookMs + 500);
    // The first page, and what is kept ready above it.
    expect(long.heard()).toBeLessThan(200_000);
    expect(nodes).toBeLessThan(1_500);

    const up = await scrollUp(panel, long.stored);
    console.log('scrolled up:', up);
    expect(up).toMatchObject({ torn: 0, jumps: 0, seen: 10_000 });
    expect(up.mostNodes).toBeLessThan(3_000);
    await panel.getByText('The conversation begins here.').waitFor();
    // Nothing of it is read aloud.
    expect(await panel.locator('.middle > [role=status]').textContent()).toBe('');
    await photograph(page, 'history, beginning');
    expect(await axeFindings(panel)).toEqual([]);

    // Down again it goes on the same way.
    for (let step = 0; step < 4; step += 1) {
      const last = (await numbers(panel)).at(-1) ?? 0;
      await panel.locator('.scroller').evaluate((list) => void (list.scrollTop = list.scrollHeight));
      await until('more below', async () => ((await numbers(panel)).at(-1) ?? 0) > last);
      const all = await numbers(panel);
      const at = long.stored.indexOf(all[0] ?? 0);
      expect(all).toEqual(long.stored.slice(at, at + all.length));
      expect(all.length).toBeLessThan(400);
    }

    // Far from the newest, it stays where it is as more is said, and says how much is new below.
    await reply(10_001);
    await reply(10_002);
    await panel.getByRole('button', { name: 'Newest messages 2' }).waitFor();
    expect((await numbers(panel)).at(-1)).toBeLessThan(1_500);
    await photograph(page, 'history, news below');
    await panel.getByRole('button', { name: 'Newest messages 2' }).click();
    await panel.locator('.items').getByText('Message 10002').waitFor();
    await until('the newest is read', async () => (await panel.locator('.newest').count()) === 0);
    const newest = await numbers(panel);
    expect(newest).toEqual([...long.stored, 10_001, 10_002].slice(-newest.length));
    expect(newest.length).toBeLessThan(300);
    expect(complaints).toEqual([]);
    agent.close();
    await page.context().close();
  },
);
