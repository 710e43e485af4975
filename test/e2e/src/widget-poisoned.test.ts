import { agent, until, type AgentPeer } from '@shopbell-test/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { poison } from './poison.ts';
import { widgetOn } from './shopper-page.ts';
import { openSite, openStage, shopPage, type Stage } from './widget-stage.ts';

let stage: Stage;
let foreign: Awaited<ReturnType<typeof openSite>>;
let nora: AgentPeer;
beforeAll(async () => {
  stage = await openStage();
  foreign = await openSite();
  nora = await agent(stage.running);
});
afterAll(async () => {
  nora.close();
  await foreign[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
});

type Hostile = { report: () => string; seen: string[]; ports: MessagePort[] };
type Listed = { conversations: { id: string; shopper: { id: string } }[] };

/** What the relay knows of who has the newest conversation. */
const newest = async () => {
  const { conversations } = (await nora.call('conversation:list', {})) as Listed;
  const [first] = conversations;
  const { shopper } = (await nora.call('shopper:get', { shopper: first?.shopper.id })) as {
    shopper: { claimed: object; verified: unknown };
  };
  return { conversation: first?.id ?? '', count: conversations.length, ...shopper };
};

test('a page whose prototypes, promises, events and JSON are patched learns no text and no token, and the chat works', async () => {
  stage.site.pages.set(
    '/poisoned',
    shopPage(stage.relay, { head: `<script>(${poison.toString()})()</script>` }),
  );
  const { page, context } = await openPage(stage.browser);
  await page.goto(`${stage.site.url}/poisoned`);
  const widget = widgetOn(page);
  const panel = await widget.open();
  await widget.say('My secret is oolong');
  await panel.getByText('Sent', { exact: true }).waitFor();
  const { conversation } = await newest();
  await nora.reply(conversation, 'Your secret is safe');
  await panel.getByRole('region').getByText('Your secret is safe').waitFor();
  const file = { name: 'oolong.txt', mimeType: 'text/plain', buffer: Buffer.from('secret leaves') };
  await panel.getByRole('button', { name: 'Files and pictures' }).click();
  await panel.getByLabel('Choose files').setInputFiles(file);
  await panel.getByText('Ready to send').waitFor();
  await panel.getByRole('button', { name: 'Send', exact: true }).click();
  await panel.getByRole('link', { name: /oolong/ }).waitFor();
  await panel.getByRole('button', { name: 'Close chat' }).click();
  const seen = await page.evaluate(() => (globalThis as unknown as Hostile).report());
  // It was listening, at each of these.
  for (const told of [
    'postMessage',
    'heard [[\\"emit\\",\\"message\\"',
    'EventTarget.addEventListener',
    'Promise.then',
    'Array.',
  ])
    expect(seen).toContain(told);
  expect(seen).not.toMatch(/oolong|secret|sbt_|cnv_|shp_|fil_/);
  await context.close();
});

test('a script that has taken the page’s own end of the bridge signs nobody in: what it says is a claim, a forged JWT nothing', async () => {
  stage.site.pages.set(
    '/taken',
    shopPage(stage.relay, { head: `<script>(${poison.toString()})()</script>` }),
  );
  const { page, context } = await openPage(stage.browser);
  await page.goto(`${stage.site.url}/taken`);
  const widget = widgetOn(page);
  const panel = await widget.open();
  await widget.say('Who am I');
  await panel.getByText('Sent', { exact: true }).waitFor();
  const before = await newest();
  await page.evaluate(() => {
    const [port] = (globalThis as unknown as Hostile).ports;
    const part = (value: object) => btoa(JSON.stringify(value)).replaceAll('=', '');
    const forged = `${part({ alg: 'none', kid: 'k1' })}.${part({ sub: 'admin', aud: 'demo', exp: 4e9 })}.`;
    port?.postMessage(['identify', { name: 'Mallory', email: 'mallory@example.com' }, true]);
    port?.postMessage(['jwt', forged]);
  });
  await until(
    'the claim is told',
    async () => JSON.stringify((await newest()).claimed).includes('Mallory'),
    40_000,
  );
  await widget.say('Still the same');
  await panel.getByText('Still the same', { exact: true }).waitFor();
  const after = await newest();
  expect(after).toMatchObject({ conversation: before.conversation, count: before.count, verified: null });
  const seen = await page.evaluate(() => (globalThis as unknown as Hostile).report());
  expect(seen).not.toMatch(/Who am I|Still the same|sbt_|cnv_|shp_/);
  await context.close();
});

test('framed by a stranger, the shop’s page shows no panel: nobody can be led to press a button in it', async () => {
  foreign.pages.set(
    '/bait',
    `<!doctype html><title>Win a kettle</title><iframe src="${stage.site.url}/" width="900" height="700"></iframe>`,
  );
  const { page, complaints, context } = await openPage(stage.browser);
  await page.goto(`${foreign.url.replace('localhost', '127.0.0.1')}/bait`);
  const shop = page.frameLocator('iframe');
  await shop.getByRole('button', { name: 'Chat' }).click();
  await until('the refusal', () => complaints.some((each) => each.includes('frame-ancestors')));
  for (const frame of page.frames()) expect(await frame.locator('#panel, textarea').count()).toBe(0);
  await shop.getByText('No connection. Retrying.').waitFor();
  await context.close();
});

test('a popup, its opener and a frame in a frame that speak to the panel are not heard', async () => {
  const speak = `const offer = (target) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => seen.push(JSON.stringify(data));
      target.postMessage('shopbell', '*', [port2]);
      port1.postMessage(['identify', { name: 'Mallory' }, true]);
      port1.postMessage(['prefill', 'Buy this']);
    };
    window.seen = []; window.offers = 0;
    const all = (root) => { for (let index = 0; index < root.frames.length; index += 1) { offer(root.frames[index]); offers += 1; } };`;
  foreign.pages.set(
    '/popup',
    `<!doctype html><title>Popup</title><script>${speak} setInterval(() => opener && all(opener), 5)</script>`,
  );
  foreign.pages.set(
    '/deep',
    `<!doctype html><title>Deep</title><script>${speak} setInterval(() => all(top), 5)</script>`,
  );
  foreign.pages.set('/frame', `<!doctype html><title>Frame</title><iframe src="/deep"></iframe>`);
  stage.site.pages.set(
    '/spoken-to',
    shopPage(stage.relay, { head: `<iframe src="${foreign.url}/frame"></iframe>` }),
  );
  const { page, context } = await openPage(stage.browser);
  await page.goto(`${stage.site.url}/spoken-to`);
  const opening = page.waitForEvent('popup');
  await page.evaluate((address) => void window.open(address), `${foreign.url}/popup`);
  const popup = await opening;
  const widget = widgetOn(page);
  const panel = await widget.open();
  await widget.say('Only the shop hears this');
  await panel.getByText('Sent', { exact: true }).waitFor();
  const deep = page.frames().find((frame) => frame.url().endsWith('/deep'));
  const told = () => [
    (globalThis as unknown as { offers: number }).offers > 0,
    (globalThis as unknown as Hostile).seen,
  ];
  expect(await deep?.evaluate(told)).toEqual([true, []]);
  expect(await popup.evaluate(told)).toEqual([true, []]);
  expect(await panel.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('');
  expect(JSON.stringify((await newest()).claimed)).not.toContain('Mallory');
  await context.close();
});
