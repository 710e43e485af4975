import axe from 'axe-core';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, openPage, photographWhole, wcag } from './browser.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('../../../packages/widget/test/catalogue/build.ts', import.meta.url));

let browser: Browser;
let folder: string;
beforeAll(async () => {
  browser = await openBrowser();
  folder = await mkdtemp(join(tmpdir(), 'catalogue-'));
  await run(process.execPath, ['--conditions=source', program, join(folder, 'catalogue.html')]);
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

type State = { view: string; name: string };
type Shown = State & { locale: string; theme: string };
/** What the page offers, and what of it these tests add. */
type Offered = {
  catalogue: { list: State[]; show(asked: Partial<Shown>): Promise<void>; light(theme: string): void };
  axe: typeof axe;
  layoutFaults: (doc: Document) => string[];
};

const phone = { width: 375, height: 667 };

/** What no rule of axe’s measures: what sticks out or is cut, what is too small for a thumb or makes a phone zoom. */
const layoutFaults = (doc: Document): string[] => {
  const named = (element: HTMLElement): string =>
    `${element.tagName.toLowerCase()}.${element.className} “${(element.ariaLabel ?? element.innerText).slice(0, 40)}”`;
  const all = (selector: string): HTMLElement[] => [...doc.querySelectorAll<HTMLElement>(selector)];
  const isSeen = (element: HTMLElement): boolean =>
    element.getClientRects().length > 0 && !element.matches('.sb-hidden');
  const isInText = (element: HTMLElement): boolean => element.matches('.text a, .sb-prose a, .article a');
  // A box is ticked by its words, too.
  const target = (element: HTMLElement): Element =>
    (element instanceof HTMLInputElement && element.type === 'checkbox' && element.labels?.[0]) || element;
  const sizes = all('button, a[href], select, input, summary').filter(
    (each) => isSeen(each) && !isInText(each),
  );
  return [
    ...all('.scroller, .panel, .sb-card, .offered, .tray, .bubble, .emojis')
      .filter((each) => each.scrollWidth > each.clientWidth + 1)
      .map((each) => `sticks out: ${named(each)}`),
    ...sizes
      .map((each) => ({ each, box: target(each).getBoundingClientRect() }))
      .filter(({ each, box }) => box.height < 44 || (each.matches('.emoji') && box.width < 44))
      .map(({ each, box }) => `too low, ${Math.round(box.height)} px: ${named(each)}`),
    ...all('input:not([type=checkbox], .sb-hidden), select, textarea')
      .filter((each) => isSeen(each) && Number.parseFloat(getComputedStyle(each).fontSize) < 16)
      .map((each) => `makes a phone zoom: ${named(each)}`),
    ...all('.sb-amount')
      .filter((each) => isSeen(each) && each.offsetHeight > 24)
      .map((each) => `an amount is broken: ${named(each)}`),
  ];
};

/** Opens the catalogue with what judges it. */
const openCatalogue = async (hash = '', options: Parameters<typeof openPage>[1] = {}) => {
  // What moves is judged where it stands still.
  const opened = await openPage(browser, { viewport: phone, reducedMotion: 'reduce', ...options });
  await opened.page.addInitScript(axe.source);
  await opened.page.addInitScript(`globalThis.layoutFaults = ${layoutFaults.toString()}`);
  await opened.page.route('https://pictures.example/**', (route) =>
    route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' }),
  );
  await opened.page.goto(`${pathToFileURL(join(folder, 'catalogue.html')).href}${hash}`);
  await opened.page.waitForFunction(() => 'catalogue' in globalThis);
  return opened;
};

const listOf = (page: Page) => page.evaluate(() => (globalThis as unknown as Offered).catalogue.list);
const show = (page: Page, asked: Partial<Shown>) =>
  page.evaluate((wanted) => (globalThis as unknown as Offered).catalogue.show(wanted), asked);

/** Shows one state after the other, and writes down what is wrong with each: in dark, of the colours. */
const judge = (page: Page, locale: string, states?: readonly State[]) =>
  page.evaluate(
    async ({ given, locale: spoken, tags }) => {
      const { catalogue, axe: judge, layoutFaults: faults } = globalThis as unknown as Offered;
      const found: string[] = [];
      const ask = async (type: 'tag' | 'rule', values: string[]): Promise<string[]> => {
        const { violations } = await judge.run(document, {
          runOnly: { type, values },
          resultTypes: ['violations'],
        });
        return violations.flatMap(({ id, nodes }) =>
          nodes.map(({ target, failureSummary }) => `${id} at ${String(target)}: ${failureSummary ?? ''}`),
        );
      };
      for (const state of given ?? catalogue.list) {
        await catalogue.show({ locale: spoken, theme: 'light', ...state });
        const told = [...(await ask('tag', tags)), ...faults(document)];
        catalogue.light('dark');
        told.push(...(await ask('rule', ['color-contrast'])).map((each) => `dark: ${each}`));
        found.push(...told.map((each) => `${spoken}, ${state.view}, ${state.name}: ${each}`));
      }
      return found;
    },
    { given: states, locale, tags: wcag },
  );

const looks = [
  { locale: 'en-GB', theme: 'light' },
  { locale: 'de-DE', theme: 'dark' },
  { locale: 'ar-EG', theme: 'light' },
];

describe.concurrent.each(looks)('in $locale', ({ locale, theme }) => {
  test(
    'axe finds nothing in any state of any view, light and dark, and nothing sticks out or is too small',
    { timeout: 150_000 },
    async () => {
      const { page, complaints, context } = await openCatalogue();
      const list = await listOf(page);
      expect(list.length).toBeGreaterThanOrEqual(155);
      expect(await judge(page, locale)).toEqual([]);
      for (const view of new Set(list.map((each) => each.view))) {
        if (view === 'launcher') continue;
        await page.setViewportSize({ width: 1_640, height: 900 });
        await show(page, { locale, theme, view });
        await photographWhole(page, `catalogue ${locale} ${view}`);
      }
      expect(complaints).toEqual([]);
      await context.close();
    },
  );
});

test('no state sticks out at 320 px, where text is spaced as wide as a reader may want it, in German', async () => {
  const { page, context } = await openCatalogue('', { viewport: { width: 320, height: 568 } });
  await page.addStyleTag({
    content:
      '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }',
  });
  const states = (await listOf(page)).filter(({ view }) => view !== 'launcher');
  const found = await page.evaluate(async (given) => {
    const { catalogue, layoutFaults: faults } = globalThis as unknown as Offered;
    const all: string[] = [];
    for (const state of given) {
      await catalogue.show({ locale: 'de-DE', theme: 'dark', ...state });
      all.push(...faults(document).map((each) => `${state.view}, ${state.name}: ${each}`));
    }
    return all;
  }, states);
  // An amount may break where letters are spaced so wide.
  expect(found.filter((each) => !each.includes('an amount'))).toEqual([]);
  await context.close();
});

test('in forced colours every bubble, card, control and picked thing keeps an edge', async () => {
  const { page, context } = await openCatalogue('', { forcedColors: 'active' });
  const states = (await listOf(page)).filter(({ view }) => view !== 'launcher');
  const bare: string[] = [];
  for (const state of states) {
    await show(page, { locale: 'en-GB', theme: 'light', ...state });
    const found = await page.evaluate(() =>
      [
        ...document.querySelectorAll<HTMLElement>(
          '.bubble, .sb-card, .offered, button:not(.close), select, textarea',
        ),
      ]
        .filter((each) => !each.closest('.story .sb-card'))
        .filter(
          (each) =>
            getComputedStyle(each).borderTopStyle !== 'solid' &&
            getComputedStyle(each).borderTopStyle !== 'dashed',
        )
        .map((each) => `${each.className} ${each.innerText.slice(0, 40)}`),
    );
    bare.push(...found.map((each) => `${state.view}, ${state.name}: ${each}`));
  }
  expect(bare).toEqual([]);
  await page.setViewportSize({ width: 1_640, height: 900 });
  await show(page, { locale: 'en-GB', theme: 'light', view: 'consent' });
  await photographWhole(page, 'catalogue forced colours');
  await context.close();
});

const early: State[] = [
  { view: 'cards', name: 'order' },
  { view: 'consent', name: 'asked' },
  { view: 'identity', name: 'asked' },
  { view: 'files', name: 'nothing chosen' },
  { view: 'files', name: 'sent' },
  { view: 'forms', name: 'in the conversation' },
  { view: 'forms', name: 'before the first message' },
];

test.each(['coming', 'failing'])(
  'before a late part is there, %s, its place says so and breaks no rule',
  async (late) => {
    const { page, context } = await openCatalogue(`#late=${late}`);
    const words = late === 'coming' ? 'One moment …' : 'This is not here yet.';
    for (const state of early) {
      await show(page, { locale: 'en-GB', theme: 'light', ...state });
      // A file is told by its name meanwhile.
      const said = state.name === 'sent' ? 'tin.jpg' : words;
      await page.getByText(said).first().waitFor();
    }
    expect(await judge(page, 'en-GB', early)).toEqual([]);
    await context.close();
  },
);

test('axe and the measures would see what is wrong', async () => {
  const { page, context } = await openCatalogue();
  await page.addStyleTag({
    content:
      '.sb-muted, .name { color: #bbb !important } .attach { min-block-size: 0; block-size: 20px } .text { white-space: pre }',
  });
  const states = [
    { view: 'messages', name: 'long words' },
    { view: 'files', name: 'may be sent' },
  ];
  const found = (await judge(page, 'en-GB', states)).join('\n');
  for (const fault of ['color-contrast at', 'sticks out', 'too low, 20 px']) expect(found).toContain(fault);
  await context.close();
});
