import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPage } from './browser.ts';
import { widgetOn } from './shopper-page.ts';
import { openStage, shopPage, type Stage } from './widget-stage.ts';

const built = new URL('../../../packages/widget/dist/index.js', import.meta.url);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  stage.site.pages.set('/widget.js', { type: 'text/javascript', text: await readFile(built, 'utf8') });
  stage.site.pages.set(
    '/bundled',
    `<!doctype html><html lang="en"><title>Bundled</title><h1>Kettles</h1>
    <script type="module">import { createShopbell } from '/widget.js'; Object.assign(window, { createShopbell });</script></html>`,
  );
});
afterAll(() => stage[Symbol.asyncDispose]());

type Api = Record<string, (...values: unknown[]) => unknown>;
type Module = { createShopbell(options: object): Api };
type Bench = Module & { api: Api; heard: string[]; left: Map<string, number>; timers: Set<unknown> };

/** Counts what is left on the page: listeners on window, document and the visual viewport, and timers. */
const countLeftovers = (page: Page) =>
  page.addInitScript(() => {
    const left = new Map<string, number>();
    const timers = new Set<unknown>();
    Object.assign(globalThis, { left, timers, heard: [] });
    // Called with their own `this` below.
    const own = {
      add: Reflect.get(EventTarget.prototype, 'addEventListener') as (...all: unknown[]) => void,
      remove: Reflect.get(EventTarget.prototype, 'removeEventListener') as (...all: unknown[]) => void,
    };
    const nameOf = (target: unknown): string => target?.constructor?.name ?? 'Window';
    const kept = new WeakMap<object, Set<string>>();
    const change = (target: unknown, type: string, by: number): void => {
      const key = `${nameOf(target)} ${type}`;
      left.set(key, (left.get(key) ?? 0) + by);
    };
    EventTarget.prototype.addEventListener = function add(type, listener, options) {
      const all: unknown[] = [window, document, document.documentElement, visualViewport];
      const shared = all.includes(this);
      const { signal, once } = typeof options === 'object' ? options : {};
      if (shared && listener && !signal?.aborted) {
        const known = kept.get(listener) ?? new Set();
        if (!known.has(type)) change(this, type, 1);
        kept.set(listener, known.add(type));
        const over = (): void => {
          if (known.delete(type)) change(this, type, -1);
        };
        if (signal) own.add.call(signal, 'abort', over);
        if (once) own.add.call(this, type, over, { once: true });
      }
      own.add.call(this, type, listener, options);
    };
    EventTarget.prototype.removeEventListener = function remove(type, listener, options) {
      if (listener && kept.get(listener)?.delete(type)) change(this, type, -1);
      own.remove.call(this, type, listener, options);
    };
    const { setTimeout, clearTimeout } = globalThis;
    Object.assign(globalThis, {
      setTimeout: (act: () => void, ms: number) => {
        const timer = setTimeout(() => {
          timers.delete(timer);
          act();
        }, ms);
        timers.add(timer);
        return timer;
      },
      clearTimeout: (timer: number) => {
        timers.delete(timer);
        clearTimeout(timer);
      },
    });
  });

const leftovers = (page: Page) =>
  page.evaluate(() => {
    const { left, timers } = globalThis as unknown as Bench;
    return {
      // The pointer’s are the browser driver’s own.
      listeners: [...left].filter(
        ([name, count]) => count !== 0 && !/mouse|pointer|touch|click|contextmenu|playwright/.test(name),
      ),
      timers: timers.size,
      nodes: document.querySelectorAll('shopbell-chat, iframe').length,
      frames: window.length,
    };
  });

const create = (page: Page, relay: string) =>
  page.evaluate((address) => {
    const bench = globalThis as unknown as Bench;
    bench.api = bench.createShopbell({ shop: 'demo', relay: address });
  }, relay);

test('the module imports where there is no page, and does nothing there', async () => {
  expect(typeof document).toBe('undefined');
  const module = (await import(fileURLToPath(built))) as Module;
  const api = module.createShopbell({ shop: 'demo', relay: 'https://chat.example' });
  for (const [name, method] of Object.entries(api)) expect(() => method(['open']), name).not.toThrow();
  expect(api['on']?.('ready', () => {})).toBeTypeOf('function');
});

test('the module’s widget works, is heard late too, and leaves no node, listener or timer', async () => {
  const { page, complaints } = await openPage(stage.browser);
  await countLeftovers(page);
  await page.goto(`${stage.site.url}/bundled`);
  const clean = await leftovers(page);
  await create(page, stage.relay);
  const widget = widgetOn(page);
  const panel = await widget.open();
  await widget.say('From a bundle');
  await panel.getByText('Sent', { exact: true }).waitFor();
  const aliases = await page.evaluate(async () => {
    const { api, heard } = globalThis as unknown as Bench;
    const undo = api['on']?.('ready', () => heard.push('ready')) as () => void;
    api['once']?.('unread', ({ count }: { count: number }) => heard.push(`unread ${count}`));
    const off = api['on']?.('close', () => heard.push('close')) as () => void;
    await Promise.resolve();
    undo();
    api['minimize']?.();
    off();
    api['maximize']?.();
    api['minimize']?.();
    api['push']?.(['on', 'destroy', () => heard.push('destroy')]);
    return [
      'boot update',
      'shutdown destroy',
      'setUser identify',
      'reset logout',
      'maximize open',
      'minimize close',
    ]
      .map((pair) => pair.split(' '))
      .filter(([one = '', other = '']) => typeof api[one] !== 'function' || api[one] !== api[other]);
  });
  expect(aliases).toEqual([]);
  expect((await leftovers(page)).listeners).not.toEqual(clean.listeners);
  await page.evaluate(() => (globalThis as unknown as Bench).api['shutdown']?.());
  expect(await page.evaluate(() => (globalThis as unknown as Bench).heard)).toEqual([
    'ready',
    'unread 0',
    'close',
    'destroy',
  ]);
  expect(await leftovers(page)).toEqual(clean);
  expect(complaints).toEqual([]);
});

test('what is destroyed while it loads leaves nothing either, and can be begun again', async () => {
  const { page, complaints } = await openPage(stage.browser);
  await countLeftovers(page);
  await page.goto(`${stage.site.url}/bundled`);
  const clean = await leftovers(page);
  await create(page, stage.relay);
  await page.evaluate(() => {
    const { api } = globalThis as unknown as Bench;
    api['open']?.();
    api['destroy']?.();
  });
  expect(await leftovers(page)).toEqual(clean);
  await create(page, stage.relay);
  await widgetOn(page).open();
  expect(complaints).toEqual([]);
});

test('calls queued before the script tag’s script are made in order, once it is there', async () => {
  const { page } = await openPage(stage.browser);
  const head = `<script>
    window.heard = [];
    (window.Shopbell ??= []).push(['on', 'ready', () => heard.push('ready')]);
    (window.Shopbell ??= []).push(['on', 'open', () => heard.push('open')]);
    (window.Shopbell ??= []).push(['prefill', 'I would like']);
    (window.Shopbell ??= []).push(['open']);
  </script>`;
  stage.site.pages.set('/queue', shopPage(stage.relay, { head }));
  await page.goto(`${stage.site.url}/queue`);
  const composer = page.frameLocator('iframe').getByRole('textbox', { name: 'Message' });
  await composer.waitFor();
  await page.waitForFunction(() => (globalThis as unknown as Bench).heard.length === 2);
  expect(await page.evaluate(() => (globalThis as unknown as Bench).heard)).toEqual(['open', 'ready']);
  expect(await composer.inputValue()).toBe('I would like');
});
