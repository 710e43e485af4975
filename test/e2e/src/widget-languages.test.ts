import { agent, until } from '@shopbell-test/kit';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings, openPage, photograph } from './browser.ts';
import { panelOf } from './shopper-page.ts';
import { openStage, shopPage, type Stage } from './widget-stage.ts';

const languages = ['ar', 'de', 'en', 'es', 'fr', 'he', 'it', 'ja', 'nl', 'pl', 'pt', 'zh'];
const folders = {
  panel: '../../../packages/widget/src/words/panel',
  cards: '../../../packages/look/src/words/cards',
};
const wordsOf = (part: keyof typeof folders, language: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, folders[part], `${language}.json`), 'utf8')) as Record<
    string,
    string
  >;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  for (const language of ['ar', 'he', 'ja']) {
    const dir = /ar|he/.test(language) ? 'rtl' : 'ltr';
    stage.site.pages.set(`/${language}`, shopPage(stage.relay, { root: `lang="${language}" dir="${dir}"` }));
  }
  stage.site.pages.set('/none', shopPage(stage.relay, { root: '' }));
});
afterAll(() => stage[Symbol.asyncDispose]());

/** Opens the panel on a page, and writes down what words were asked for. */
const visit = async (path: string, options: Parameters<typeof openPage>[1] = {}) => {
  const { page, context, complaints } = await openPage(stage.browser, options);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/words/')) asked.push(request.url());
  });
  await page.goto(stage.site.url + path);
  await page.getByRole('button').click();
  await page.locator('iframe').waitFor();
  const panel = await panelOf(page);
  await panel.getByRole('textbox').waitFor();
  return { page, context, panel, complaints, asked };
};

test('the panel comes in the page’s language, asking for nothing more, and changes to each of twelve', async () => {
  const { context, panel, page, complaints, asked } = await visit('/ja');
  await panel.getByRole('heading', { name: wordsOf('panel', 'ja')['empty'] ?? '' }).waitFor();
  expect(asked).toEqual([]);
  for (const language of languages) {
    const words = wordsOf('panel', language);
    await page.evaluate(
      (locale) =>
        (globalThis as unknown as { Shopbell: { setLocale(locale: string): void } }).Shopbell.setLocale(
          locale,
        ),
      language,
    );
    await panel.getByRole('heading', { name: words['empty'] ?? '' }).waitFor();
    expect(await panel.getByRole('textbox').getAttribute('aria-label')).toBe(words['composer']);
    const [lang, dir] = await panel.evaluate(() => [
      document.documentElement.lang,
      document.documentElement.dir,
    ]);
    expect([lang?.slice(0, 2), dir]).toEqual([language, /ar|he/.test(language) ? 'rtl' : 'ltr']);
    await until(
      `the bell’s name in ${language}`,
      async () => (await page.getByRole('button').first().getAttribute('aria-label')) === words['launcher'],
    );
  }
  // Its own words came with the document; the others once each.
  expect(asked).toHaveLength(languages.length - 1);
  expect(complaints).toEqual([]);
  await context.close();
});

test('where the page says no language, the browser’s is spoken', async () => {
  const { context, panel, asked } = await visit('/none', { locale: 'pt-BR' });
  await panel.getByRole('heading', { name: wordsOf('panel', 'pt')['empty'] ?? '' }).waitFor();
  expect(asked).toEqual([]);
  await context.close();
});

const order = {
  kind: 'order',
  version: 1,
  number: 'AS-10443',
  placedAt: new Date('2026-11-20T09:00:00Z').getTime(),
  status: 'shipped',
  lines: [
    {
      title: 'Copper kettle',
      variant: '1.2 l',
      quantity: 2,
      price: { amount: 4_900, currency: 'EUR' },
      total: { amount: 9_800, currency: 'EUR' },
    },
  ],
  charges: [{ label: 'Shipping', amount: { amount: 490, currency: 'EUR' } }],
  total: { amount: 10_290, currency: 'EUR' },
  tracking: { carrier: 'DHL', number: '00340434161094', url: 'https://parcels.example/1' },
};
const sizes = { phone: { width: 375, height: 812 }, wide: { width: 1_440, height: 900 } };

test.each([
  ['ar', 'أين طلبي AS-10443؟', 'phone'],
  ['he', 'איפה ההזמנה AS-10443 שלי?', 'wide'],
] as const)('a conversation in %s is mirrored, names and numbers are not', async (language, text, size) => {
  const { context, page, panel, complaints } = await visit(`/${language}`, { viewport: sizes[size] });
  await panel.getByRole('textbox').fill(text);
  await panel.getByRole('textbox').press('Enter');
  await panel.getByText(wordsOf('panel', language)['sent'] ?? '', { exact: true }).waitFor();
  using nora = Object.assign(await agent(stage.running), { [Symbol.dispose]: () => nora.close() });
  const { conversations } = (await nora.call('conversation:list', {})) as { conversations: { id: string }[] };
  const conversation = conversations[0]?.id ?? '';
  await nora.reply(conversation, 'AS-10443: https://parcels.example/1 (DHL).');
  await nora.call('message:send', {
    conversation,
    nonce: `order-${language}`,
    parts: [{ kind: 'card', card: order }],
  });
  const title = (wordsOf('cards', language)['order'] ?? '').replace('{}', '\u2068AS-10443\u2069');
  const card = panel.getByRole('article', { name: title });
  await card.waitFor();
  // Its styles come with it.
  expect(await card.evaluate((drawn) => getComputedStyle(drawn).borderTopWidth)).toBe('1px');
  const box = async (what: string) => (await panel.locator(what).first().boundingBox()) ?? { x: 0, width: 0 };
  const [list, own, other] = [
    await box('.items'),
    await box('.own > .bubble'),
    await box('.message:not(.own) > .bubble'),
  ];
  // Whose words they are is told by the side: one’s own at the line’s end, which is the left here.
  expect(own.x - list.x).toBeLessThan(1);
  expect(list.x + list.width - other.x - other.width).toBeLessThan(1);
  await photograph(page, `widget-${language}-${size}`);
  await page.setViewportSize(sizes[size === 'phone' ? 'wide' : 'phone']);
  await photograph(page, `widget-${language}-${size === 'phone' ? 'wide' : 'phone'}`);
  expect(await axeFindings(panel)).toEqual([]);
  expect(complaints.filter((each) => !each.includes('axe'))).toEqual([]);
  await context.close();
});
