import { agent as openAgent, freshNonce } from '@shopbell-test/kit';
import type { BrowserContextOptions, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFindings, openPage, photograph } from './browser.ts';
import { hostileHtml } from './hostile-html.ts';
import { handsOn, watchKeyboard } from './keyboard.ts';
import { panelOf } from './shopper-page.ts';
import { openStage, shopPage, type Stage } from './widget-stage.ts';

const returns = `<h1>How it goes</h1><p>Send it back within <b>thirty days</b>. Read <a href="https://shop.example/returns">all the terms</a>,
  <a href="mailto:help@shop.example">write</a> or <a href="tel:+49301234">call</a>, not <a href="http://shop.example">so</a>.</p>
  <h2>What it costs</h2><table><tr><th>Parcel</th><th>Price</th><th>Days until it is with us again, about</th></tr>
  <tr><td>small</td><td>3,90</td><td>2</td></tr></table><h3>Steps</h3><ol><li>Pack it</li><li>Print the <code>label</code></li></ol>
  <p><img src="https://evil.example/x.png" alt="A parcel on a counter"></p><blockquote>Kettles that were boiled dry stay yours.</blockquote>`;
const arabic = `<p>أعد المنتج خلال <b>ثلاثين يومًا</b>. اقرأ <a href="https://shop.example/returns">كل الشروط</a>.</p>
  <h2>الخطوات</h2><ol><li>غلّف المنتج</li><li>اطبع الملصق</li></ol>`;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const { admin } = stage.running.relay;
  const save = (id: string, language: string, [title, html]: [string, string]) =>
    admin.saveArticle({ shop: 'demo', id, language, title, html });
  await save('returns', 'en', ['How to return a parcel', returns]);
  await save('shipping', 'en', ['When it comes', '<p>Parcels take two days, letters three.</p>']);
  await save('warranty', 'en', [
    'Warranty',
    '<p>Two years on every kettle, five on its body. Keep the bill.</p>',
  ]);
  await save('returns', 'ar', ['كيف تعيد طردًا', arabic]);
  await save('shipping', 'ar', ['متى يصل طلبي', '<p>تصل الطرود خلال يومين.</p>']);
  stage.site.pages.set('/ar', shopPage(stage.relay, { root: 'lang="ar" dir="rtl"' }));
});
afterAll(() => stage[Symbol.asyncDispose]());

const openAt = async (path: string, options: BrowserContextOptions) => {
  const { page, complaints } = await openPage(stage.browser, { bypassCSP: true, ...options });
  page.setDefaultTimeout(20_000);
  await watchKeyboard(page);
  await page.goto(stage.site.url + path);
  const hands = handsOn(page);
  await hands.tabTo('Chat');
  await hands.press('Enter');
  await page.locator('iframe[src*="/panel"]').waitFor();
  const panel = await panelOf(page);
  await panel.locator('.empty button').waitFor();
  return { page, complaints, hands, panel };
};

const lateFiles = (panel: Frame): Promise<string[]> =>
  panel.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .flatMap(({ name }) => /late\/([a-z-]+)-[\w-]{8}\.js/.exec(name)?.[1] ?? []),
  );

/** Whether the chat beneath can be neither reached nor read out. */
const isCovered = (panel: Frame): Promise<boolean> =>
  panel
    .locator('.panel > *:not(.articles)')
    .evaluateAll((parts) => parts.every((part) => (part as HTMLElement).inert));

const looks: [name: string, path: string, options: BrowserContextOptions][] = [
  ['desktop', '/', { viewport: { width: 1440, height: 900 } }],
  ['phone, dark', '/', { viewport: { width: 375, height: 740 }, colorScheme: 'dark' }],
];

describe('help articles', () => {
  test.each(looks)(
    'are found and read by keyboard while nobody is there: %s',
    async (name, path, options) => {
      const { page, complaints, hands, panel } = await openAt(path, options);
      await panel.getByText('Nobody is here right now.', { exact: false }).waitFor();
      await photograph(page, `articles entry, ${name}`);
      // Before anything was said, and at any time from the head of the panel.
      await hands.tabTo('Help articles', 'Shift+Tab');
      await hands.press('Enter');
      await panel.getByRole('button', { name: /^How to return a parcel/ }).waitFor();
      expect(await isCovered(panel)).toBe(true);
      expect(await axeFindings(panel)).toEqual([]);
      await photograph(page, `articles list, ${name}`);
      expect(await lateFiles(panel)).not.toContain('safe-html');
      if ((await hands.focused()).tag !== 'input') await hands.tabTo('Search help articles');
      await hands.type('thirty');
      await panel.getByText('1 article found').waitFor();
      await hands.tabTo(/^How to return a parcel/);
      await hands.press('Enter');
      expect((await hands.focused()).name).toBe('How to return a parcel');
      await panel.getByRole('heading', { name: 'What it costs', level: 4 }).waitFor();
      expect(await lateFiles(panel)).toContain('safe-html');
      expect(await axeFindings(panel)).toEqual([]);
      await photograph(page, `articles one, ${name}`);
      await hands.press('Escape');
      expect((await hands.focused()).name).toMatch(/^How to return a parcel/);
      await hands.tabTo('Back to the chat', 'Shift+Tab');
      await hands.press('Enter');
      expect((await hands.focused()).name).toBe('Help articles');
      expect(await isCovered(panel)).toBe(false);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  test('link to https, mail and telephone alone, in a tab of their own', async () => {
    const { page, complaints, hands, panel } = await openAt('/', {});
    await hands.tabTo('Help articles', 'Shift+Tab');
    await hands.press('Enter');
    await panel.getByRole('button', { name: /^How to return a parcel/ }).click();
    const article = panel.locator('.article');
    await article.getByText('thirty days').waitFor();
    const links = await article
      .locator('a')
      .evaluateAll((all) =>
        all.map((link) => ['href', 'target', 'rel'].map((name) => link.getAttribute(name))),
      );
    expect(links).toEqual([
      ['https://shop.example/returns', '_blank', 'noopener nofollow noreferrer'],
      ['mailto:help@shop.example', null, null],
      ['tel:+49301234', null, null],
      [null, null, null],
    ]);
    // A picture of elsewhere is not asked for: its words stand in its place.
    expect(await article.locator('img').count()).toBe(0);
    await article.getByText('A parcel on a counter').waitFor();
    expect(complaints).toEqual(['console: a pointer was used']);
    await page.context().close();
  });

  test('read from right to left in Arabic', async () => {
    const { page, complaints, hands, panel } = await openAt('/ar', {
      viewport: { width: 375, height: 740 },
    });
    await hands.tabTo('مقالات المساعدة', 'Shift+Tab');
    await hands.press('Enter');
    await panel.getByRole('button', { name: /كيف تعيد/ }).waitFor();
    await photograph(page, 'articles list, Arabic');
    await hands.tabTo(/كيف تعيد/);
    await hands.press('Enter');
    await panel.getByRole('heading', { name: 'الخطوات' }).waitFor();
    expect(await panel.locator('.article').evaluate((each) => getComputedStyle(each).direction)).toBe('rtl');
    expect(await axeFindings(panel)).toEqual([]);
    await photograph(page, 'articles one, Arabic');
    await hands.press('Escape', 'Escape');
    expect((await hands.focused()).name).toBe('مقالات المساعدة');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('do not hide that somebody answers meanwhile', async () => {
    const { page, hands, panel, complaints } = await openAt('/', {});
    await hands.type('Where is my kettle?');
    await hands.press('Enter');
    await panel.getByText('Sent', { exact: true }).waitFor();
    await hands.tabTo('Help articles', 'Shift+Tab');
    await hands.press('Enter');
    await panel.getByText('Does this not answer it?').waitFor();
    const agent = await openAgent(stage.running);
    const { conversations } = (await agent.call('conversation:list', { status: ['queued'] })) as {
      conversations: { id: string }[];
    };
    const conversation = conversations[0]?.id ?? '';
    const parts = [{ kind: 'text', text: 'On its way.' }];
    await agent.call('message:send', { conversation, nonce: freshNonce(), parts });
    await panel.getByText('1 new message').waitFor();
    await hands.tabTo('Back to the chat');
    await hands.press('Enter');
    await panel.getByText('On its way.', { exact: true }).waitFor();
    expect((await hands.focused()).name).toBe('Message');
    expect(complaints).toEqual([]);
    agent.close();
    await page.context().close();
  });
});

describe('the back button', () => {
  const phone = { viewport: { width: 375, height: 740 } };
  // What the button does, without waiting for a page to load: a step of the frame loads none.
  const goBack = (page: Page) => page.evaluate(() => void setTimeout(() => history.back()));
  const stateOf = (page: Page) => page.evaluate(() => history.state as unknown);
  const articleIn = async (options: BrowserContextOptions) => {
    const opened = await openAt('/', options);
    const { page, panel } = opened;
    await panel.getByRole('button', { name: 'Help articles' }).first().click();
    await panel.getByRole('button', { name: /^How to return a parcel/ }).click();
    await panel.locator('.article').getByText('thirty days').waitFor();
    const isGone = (selector: string) => panel.locator(selector).waitFor({ state: 'detached' });
    return { ...opened, isGone, frame: page.locator('iframe[src*="/panel"]') };
  };

  test('leaves an article, then the list, then the panel where that covers the page, then the page', async () => {
    const { page, panel, frame, isGone } = await articleIn(phone);
    await goBack(page);
    await isGone('.article');
    expect(await panel.locator('.articles').isVisible()).toBe(true);
    await goBack(page);
    await isGone('.articles');
    expect(await frame.isVisible()).toBe(true);
    await goBack(page);
    await frame.waitFor({ state: 'hidden' });
    expect([new URL(page.url()).pathname, await stateOf(page)]).toEqual(['/', null]);
    await goBack(page);
    await page.waitForURL('about:blank');
    await page.context().close();
  });

  test('has nothing left to do where all was left in other ways', async () => {
    const { page, panel, hands, frame, isGone } = await articleIn(phone);
    await hands.press('Escape');
    await isGone('.article');
    await panel.getByRole('button', { name: /^When it comes/ }).click();
    await panel.locator('.article').getByText('two days').waitFor();
    // Closed with everything open: each gives back its own.
    await panel.locator('.articles').getByRole('button', { name: 'Close chat' }).click();
    await frame.waitFor({ state: 'hidden' });
    await expect.poll(() => stateOf(page)).toBeNull();
    await expect.poll(() => panel.evaluate(() => history.state as unknown)).toBeNull();
    await goBack(page);
    await page.waitForURL('about:blank');
    await page.context().close();
  });

  test('beside the page leaves the article, and is the page’s otherwise', async () => {
    const { page, panel, isGone } = await articleIn({});
    await goBack(page);
    await isGone('.article');
    expect(await panel.locator('.articles').isVisible()).toBe(true);
    await panel.getByRole('button', { name: /^When it comes/ }).click();
    await panel.locator('.article').getByText('two days').waitFor();
    // The page has gone on: the article takes no step back that would be the page’s.
    await page.evaluate(() => history.pushState({ page: 'next' }, '', '/next'));
    await expect.poll(() => panel.evaluate(() => history.length)).toBeGreaterThan(2);
    await panel.getByRole('button', { name: 'Back to all articles' }).click();
    await isGone('.article');
    expect([new URL(page.url()).pathname, await stateOf(page)]).toEqual(['/next', { page: 'next' }]);
    await page.context().close();
  });
});

type Html = { safeHtml: (html: string, made: object) => DocumentFragment };

/** Runs in the panel: shows each text as an article, and plays with what comes of it. Gives what should not be there. */
const showAll = async (payloads: string[]): Promise<string[]> => {
  const formsBefore = document.forms.length;
  const { safeHtml } = globalThis as unknown as Html;
  const place = document.querySelector('.article') as HTMLElement;
  const found: string[] = [];
  const isWrong = ({ localName, attributes, namespaceURI }: Element): boolean =>
    namespaceURI !== 'http://www.w3.org/1999/xhtml' ||
    /^(script|style|iframe|object|embed|form|input|button|base|meta|link|template|svg|math|img)$/.test(
      localName,
    ) ||
    [...attributes].some(({ name, value }) =>
      name === 'href'
        ? !/^(https|mailto|tel):/.test(value)
        : /^(on|style$|id$|name$|src|ping|form|action|is$|srcdoc|xlink)/.test(name) ||
          (name === 'class' && !/^(wide|sb-hidden)$/.test(value)),
    );
  const events = ['click', 'mouseover', 'pointerover', 'focus', 'error', 'load', 'toggle', 'animationstart'];
  place.addEventListener('click', (event) => event.preventDefault());
  for (const [index, html] of payloads.entries()) {
    place.replaceChildren(safeHtml(html, { origins: ['https://shop.example'], opensNewTab: 'new' }));
    for (const element of place.querySelectorAll('*')) {
      if (isWrong(element)) found.push(`${element.outerHTML} from ${html}`);
      for (const type of events) element.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }));
    }
    if (index % 8 === 0) await new Promise((next) => requestAnimationFrame(next));
  }
  if ('ran' in globalThis) found.push('a payload ran');
  if (document.forms.length !== formsBefore) found.push('there is another form');
  if (document.getElementById('panel')?.parentElement !== document.body) found.push('the panel is another');
  return found;
};

/** Runs in the panel: whether text can be made HTML by anybody but the sanitiser. */
const tryPolicies = (): string[] => {
  const { trustedTypes } = globalThis as {
    trustedTypes?: { createPolicy: (name: string, rules: object) => unknown };
  };
  const attempts = {
    innerHTML: () => (document.createElement('p').innerHTML = '<b>x</b>'),
    other: () => trustedTypes?.createPolicy('other', {}),
    again: () => trustedTypes?.createPolicy('dompurify', {}),
    default: () => trustedTypes?.createPolicy('default', {}),
  };
  return Object.entries(attempts).flatMap(([name, attempt]) => {
    try {
      attempt();
      return [name];
    } catch {
      return [];
    }
  });
};

const openFirst = async (page: Page): Promise<Frame> => {
  await page.goto(stage.site.url);
  await page.getByRole('button', { name: /^Chat/ }).click();
  const panel = await panelOf(page);
  await panel.locator('.empty button').click();
  await panel.getByRole('button', { name: /^How to return a parcel/ }).click();
  await panel.locator('.article').getByText('thirty days').waitFor();
  return panel;
};

test(
  `of ${hostileHtml.length} hostile articles none runs, asks for anything, violates the policy or takes a name`,
  { timeout: 120_000 },
  async () => {
    expect(hostileHtml.length).toBeGreaterThan(300);
    const { page, complaints } = await openPage(stage.browser);
    await page.addInitScript(() =>
      addEventListener('securitypolicyviolation', ({ violatedDirective, sample }) =>
        console.error(`violation: ${violatedDirective} ${sample}`),
      ),
    );
    const panel = await openFirst(page);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const file = await panel.evaluate(
      () =>
        performance.getEntriesByType('resource').find(({ name }) => name.includes('safe-html'))?.name ?? '',
    );
    await panel.evaluate(`import(${JSON.stringify(file)}).then((part) => Object.assign(globalThis, part))`);
    const before = panel.url();
    expect(await panel.evaluate(showAll, hostileHtml)).toEqual([]);
    expect(complaints).toEqual([]);
    expect(asked).toEqual([]);
    expect(panel.url()).toBe(before);
    expect(page.context().pages()).toHaveLength(1);
    // One policy there is, and it is taken: whoever else wants to write HTML is refused.
    expect(await panel.evaluate(tryPolicies)).toEqual([]);
    await page.context().close();
  },
);

test(
  'a shop’s article as hostile as can be is shown as what is left of it',
  { timeout: 60_000 },
  async () => {
    const { page, complaints } = await openPage(stage.browser);
    const foreign: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith('http://localhost')) foreign.push(request.url());
    });
    const html = hostileHtml.filter((each) => each.length < 300 && !/plaintext|<!--|<\?|CDATA/.test(each));
    await stage.running.relay.admin.saveArticle({
      shop: 'demo',
      id: 'hostile',
      language: 'en',
      title: 'Hostile',
      html: `<p>Beginning</p>${html.join('\n').slice(0, 40_000)}`,
    });
    await page.goto(stage.site.url);
    await page.getByRole('button', { name: /^Chat/ }).click();
    const panel = await panelOf(page);
    await panel.locator('.empty button').click();
    await panel.getByRole('button', { name: /^Hostile/ }).click();
    await panel.locator('.article').getByText('Beginning').waitFor();
    await panel.getByRole('button', { name: 'Back to all articles' }).click();
    await panel.getByRole('button', { name: /^Hostile/ }).waitFor();
    expect([...complaints, ...foreign]).toEqual([]);
    await stage.running.relay.admin.removeArticle('demo', 'hostile');
    await page.context().close();
  },
);
