import { agent, until } from '@shopbell-test/kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { widgetOn } from './shopper-page.ts';
import { openSite, openStage, shopPage, type Stage } from './widget-stage.ts';

let stage: Stage;
let foreign: Awaited<ReturnType<typeof openSite>>;
beforeAll(async () => {
  stage = await openStage();
  foreign = await openSite();
});
afterAll(async () => {
  await foreign[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
});

type Spy = { seen: string[] };

/** Runs in the shop’s page before anything else, as a script of a third party could. */
const spy = `<script>
  window.seen = [];
  const note = (name, values) => {
    for (const value of values) try { seen.push(name + ' ' + JSON.stringify(value)); } catch { seen.push(name); }
  };
  const wrap = (object, name) => {
    const own = object[name];
    object[name] = function (...values) { note(name, values); return own.apply(this, values); };
  };
  wrap(window, 'postMessage');
  wrap(window, 'fetch');
  wrap(MessagePort.prototype, 'postMessage');
  wrap(WebSocket.prototype, 'send');
  wrap(XMLHttpRequest.prototype, 'open');
  wrap(EventTarget.prototype, 'dispatchEvent');
  for (const name of ['setItem', 'getItem']) wrap(Storage.prototype, name);
  const Channel = MessageChannel;
  window.MessageChannel = class extends Channel {
    constructor() {
      super();
      for (const port of [this.port1, this.port2]) port.addEventListener('message', ({ data }) => note('heard', [data]));
    }
  };
  addEventListener('message', ({ data }) => note('message', [data]));
</script>`;

test('scripts of the shop’s page that patch everything learn no text and no token', async () => {
  stage.site.pages.set('/spied', shopPage(stage.relay, { head: spy }));
  const { page } = await openPage(stage.browser);
  await page.goto(`${stage.site.url}/spied`);
  const widget = widgetOn(page);
  const panel = await widget.open();
  await widget.say('My secret is oolong');
  await panel.getByText('Sent', { exact: true }).waitFor();
  using nora = Object.assign(await agent(stage.running), { [Symbol.dispose]: () => nora.close() });
  const { conversations } = (await nora.call('conversation:list', {})) as { conversations: { id: string }[] };
  await nora.reply(conversations[0]?.id ?? '', 'Your secret is safe');
  await panel.getByRole('region').getByText('Your secret is safe').waitFor();

  // A second port, and news the panel never sent, are not listened to.
  await page.evaluate((relay) => {
    const frame = document.querySelector('shopbell-chat')?.shadowRoot?.querySelector('iframe')?.contentWindow;
    const { port1, port2 } = new MessageChannel();
    port1.start();
    frame?.postMessage('shopbell', '*', [port2]);
    for (const message of [['identify', { name: 'Mallory' }, false], ['logout'], ['prefill', 'Buy this']])
      port1.postMessage(message);
    for (const data of [['unread', 9, 'Spoofed'], ['close'], 'shopbell'])
      dispatchEvent(new MessageEvent('message', { data, origin: relay, source: frame ?? null }));
  }, stage.relay);
  await widget.say('Still me');
  await panel.getByText('Still me', { exact: true }).waitFor();
  expect(await panel.getByRole('region').getByText('My secret is oolong', { exact: true }).count()).toBe(1);
  const reach = await page.evaluate(() => {
    const frame = document.querySelector('shopbell-chat')?.shadowRoot?.querySelector('iframe');
    return frame?.contentDocument ?? null;
  });
  expect(reach).toBe(null);
  const seen = (await page.evaluate(() => (globalThis as unknown as Spy).seen)).join('\n');
  // The spy did see what crosses: the port’s messages, both ways.
  expect(seen).toMatch(/postMessage \["open"/);
  expect(seen).toMatch(/heard \["emit","message"/);
  expect(seen).not.toMatch(/oolong|secret is|sbt_|Still me|cnv_|shp_/);
  expect(await page.getByRole('button', { name: 'Spoofed' }).count()).toBe(0);
  const { conversations: after } = (await nora.call('conversation:list', {})) as {
    conversations: { shopper: unknown }[];
  };
  expect(JSON.stringify(after)).not.toContain('Mallory');
});

test('a foreign page may neither frame the panel nor speak to one it opens', async () => {
  foreign.pages.set(
    '/',
    `<!doctype html><title>Elsewhere</title><iframe src="${stage.relay}/panel?shop=demo"></iframe>
    <script>
      window.seen = [];
      const offer = (target) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => seen.push(JSON.stringify(data));
        target.postMessage('shopbell', '*', [port2]);
        port1.postMessage(['identify', { name: 'Mallory' }, true]);
        port1.postMessage(['open', false]);
      };
      window.spread = (popup) => { offer(frames[0]); if (popup) offer(popup); };
    </script>`,
  );
  const { page, complaints } = await openPage(stage.browser);
  await page.goto(foreign.url);
  await until('the refusal', () => complaints.some((each) => each.includes('frame-ancestors')));
  const opening = page.waitForEvent('popup');
  await page.evaluate((relay) => {
    const page = globalThis as unknown as { popup: Window | null };
    page.popup = window.open(`${relay}/panel?shop=demo`);
  }, stage.relay);
  const popup = await opening;
  await popup.getByRole('textbox', { name: 'Message' }).waitFor();
  await page.evaluate(() => {
    const there = globalThis as unknown as { spread(popup: Window | null): void; popup: Window | null };
    there.spread(there.popup);
  });
  // Once the panel has drawn again, the messages before it have been heard.
  await popup.getByRole('textbox', { name: 'Message' }).fill('typed');
  await popup.getByRole('button', { name: 'Send' }).click();
  expect(await page.evaluate(() => (globalThis as unknown as Spy).seen)).toEqual([]);
  expect(await page.frames()[1]?.locator('#panel').count()).toBe(0);
});

test('a foreign frame beside the panel that offers it ports is not heard, and the shop’s page is', async () => {
  foreign.pages.set(
    '/ad',
    `<!doctype html><title>Ad</title><script>
      window.seen = []; window.offers = 0;
      setInterval(() => {
        for (let index = 0; index < parent.frames.length; index += 1) {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = ({ data }) => seen.push(JSON.stringify(data));
          parent.frames[index].postMessage('shopbell', '*', [port2]);
          port1.postMessage(['prefill', 'Buy this']);
          offers += 1;
        }
      }, 5);
    </script>`,
  );
  stage.site.pages.set('/ads', shopPage(stage.relay, { head: `<iframe src="${foreign.url}/ad"></iframe>` }));
  const { page } = await openPage(stage.browser);
  await page.goto(`${stage.site.url}/ads`);
  const widget = widgetOn(page);
  const panel = await widget.open();
  await widget.say('Only the shop hears this');
  await panel.getByText('Sent', { exact: true }).waitFor();
  const ad = page.frames().find((frame) => frame.url().startsWith(foreign.url));
  expect(await ad?.evaluate(() => (globalThis as unknown as { offers: number }).offers)).toBeGreaterThan(0);
  expect(await ad?.evaluate(() => (globalThis as unknown as Spy).seen)).toEqual([]);
  expect(await panel.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('');
});
