import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWalkStage, startWalk, type Walk, type WalkStage } from './walk-stage.ts';

const languages = ['en', 'de', 'ar'] as const;
/** The language a page may change to while somebody writes. */
const others = { en: 'ar', de: 'en', ar: 'de' } as const;
const texts = {
  en: { answer: 'It is on its way.', street: 'Street', where: 'Where shall it go', draft: 'And the mug?' },
  de: {
    answer: 'Sie ist unterwegs.',
    street: 'Straße',
    where: 'Wohin soll es gehen',
    draft: 'Und die Tasse?',
  },
  ar: { answer: 'إنه في الطريق.', street: 'الشارع', where: 'إلى أين نرسله', draft: 'والكوب؟' },
};

let shop: WalkStage;
beforeAll(async () => {
  shop = await openWalkStage(languages);
});
afterAll(() => shop[Symbol.asyncDispose]());

describe.each(languages)('by keys alone, in %s', (language) => {
  const said = texts[language];
  const treeFile = (journey: string): string => `trees/${language}-${journey}.txt`;
  let walk: Walk;
  beforeAll(async () => {
    walk = await startWalk(shop, language);
  });
  afterAll(() => walk.page.context().close());

  const seen = (text: string | undefined) =>
    walk.panel
      .getByText(text ?? '', { exact: true })
      .last()
      .waitFor();
  /** Back in the field, as whoever has done something goes on. */
  const toField = () => walk.tabTo(walk.words.panel['composer'] ?? '');

  test('says and reads: the answer is read out, and everything there is has a stop', async () => {
    const { panel, words, tabTo, press, focused, answerer, tree, complaints } = walk;
    await answerer.reply(said.answer);
    await panel.getByRole('region').getByText(said.answer).waitFor();
    expect(await panel.getByRole('status').filter({ hasText: said.answer }).count()).toBe(1);
    expect((await focused()).tag).toBe('textarea');
    const back = await tabTo(words.panel['messages'] ?? '', 'Shift+Tab');
    expect(back).toEqual(['emoji', 'attach', 'messages'].map((each) => words.panel[each]));
    expect(await tabTo(words.panel['close'] ?? '', 'Shift+Tab')).toHaveLength(1);
    await toField();
    await press('Escape');
    await expect.poll(async () => (await focused()).name).toBe(words.panel['launcher']);
    await press('Enter');
    await panel.locator('textarea:focus').waitFor();
    // A frame that is closed keeps its focus a moment longer than the page has it again.
    expect(complaints.splice(0).filter((each) => !each.includes('focus was lost by TEXTAREA'))).toEqual([]);
    await expect(await tree()).toMatchFileSnapshot(treeFile('say-and-read'));
  });

  test('consents: what will happen, for how much and until when is read before the buttons are reached', async () => {
    const { words, tabTo, press, ask, tree } = walk;
    await ask();
    await seen(words.story['yes']);
    await expect(await tree('.story')).toMatchFileSnapshot(treeFile('consent-asked'));
    const passed = await tabTo(words.story['yes'] ?? '', 'Shift+Tab');
    const { emoji, attach } = words.panel;
    expect(passed).toEqual([emoji, attach, words.story['no'], words.story['yes']]);
    await press('Enter');
    await seen((words.story['steps'] as unknown as Record<string, string>)['verified']);
    await expect(await tree('.story')).toMatchFileSnapshot(treeFile('consent-given'));
    await toField();
  });

  test('proves an address: what is wrong is said in words beside the field that has it', async () => {
    const { panel, words, tabTo, press, type, focused, answerer, tree } = walk;
    await answerer.askIdentity();
    await seen(words.identity['title']);
    await tabTo(words.identity['send'] ?? '', 'Shift+Tab');
    await press('Enter');
    await seen(words.identity['noEmail']);
    expect((await focused()).name).toBe(words.identity['email']);
    await expect(await tree('.identity')).toMatchFileSnapshot(treeFile('identity-asked'));
    const email = `mara.${language}@example.com`;
    await type(email);
    await press('Enter');
    await panel.locator('.code:focus').waitFor();
    await type(shop.codes.get(email) ?? '');
    await press('Enter');
    await seen(words.identity['proved']);
    await expect(await tree('.identity')).toMatchFileSnapshot(treeFile('identity-proved'));
    await toField();
  });

  test('sends a file: what may be sent is said before anything is chosen', async () => {
    const { page, panel, words, tabTo, press, focused, tree } = walk;
    await tabTo(words.panel['attach'] ?? '', 'Shift+Tab');
    await press('Enter');
    await expect.poll(async () => (await focused()).name).toBe(words.files['choose']);
    const choosing = page.waitForEvent('filechooser');
    await press('Enter');
    const file = { name: 'bill.txt', mimeType: 'text/plain', buffer: Buffer.from('One mug.') };
    await (await choosing).setFiles(file);
    await seen(words.files['ready']);
    await expect(await tree('.tray')).toMatchFileSnapshot(treeFile('file-chosen'));
    await toField();
    await press('Enter');
    const sent = panel.locator('.message.own').filter({ hasText: 'bill.txt' });
    await sent.getByRole('link').waitFor();
    await sent.locator('.standing.sent').waitFor();
    await expect(await tree('.message.own')).toMatchFileSnapshot(treeFile('file-sent'));
    expect((await focused()).tag).toBe('textarea');
  });

  test('fills in a form and rates: each field is called by its label, each star by its number', async () => {
    const { panel, words, tabTo, press, type, answerer, tree } = walk;
    const fields = [{ kind: 'text' as const, id: 'street', label: said.street, required: true }];
    await answerer.reply({ card: { kind: 'form', version: 1, id: 'where', title: said.where, fields } });
    await panel.getByRole('form', { name: said.where }).waitFor();
    await expect(await tree('form.offered')).toMatchFileSnapshot(treeFile('form-asked'));
    await tabTo(said.street, 'Shift+Tab');
    await type('Long Road 1');
    await press('Enter');
    await seen('Long Road 1');
    await answerer.close();
    await panel.locator('.scores').waitFor();
    await expect(await tree('.offers')).toMatchFileSnapshot(treeFile('rating-asked'));
    const score = () =>
      panel.locator('.scores').evaluate((all) => all.querySelector<HTMLInputElement>(':checked')?.value);
    await tabTo(new RegExp((words.offers['stars'] ?? '').replaceAll(/{\w+}/g, '.+')));
    for (let presses = 0; presses < 5 && (await score()) !== '5'; presses += 1) await press('ArrowDown');
    await tabTo(words.offers['rateSend'] ?? '');
    await press('Enter');
    await panel.locator('.offers .line').filter({ hasText: /[5٥]/u }).waitFor();
    await expect(await tree('.offers')).toMatchFileSnapshot(treeFile('rating-given'));
  });

  test('changes the language while somebody writes: the words change, the draft and the focus stay', async () => {
    const { page, panel, words, type, focused, tree, complaints } = walk;
    await toField();
    await type(said.draft);
    const other = others[language];
    await page.evaluate(
      (locale) =>
        (globalThis as unknown as { Shopbell: { setLocale(locale: string): void } }).Shopbell.setLocale(
          locale,
        ),
      other,
    );
    const root = panel.locator('html');
    await expect.poll(() => root.getAttribute('lang')).toMatch(new RegExp(`^${other}`));
    expect(await root.getAttribute('dir')).toBe(other === 'ar' ? 'rtl' : 'ltr');
    expect((await focused()).tag).toBe('textarea');
    expect(await panel.locator('textarea').last().inputValue()).toBe(said.draft);
    expect(await panel.getByText(words.panel['sent'] ?? '', { exact: true }).count()).toBe(0);
    // What was said keeps its own direction.
    const own = panel.locator('.message:not(.own) .text').first();
    expect(await own.evaluate((text) => getComputedStyle(text).direction)).toBe(
      language === 'ar' ? 'rtl' : 'ltr',
    );
    await expect(await tree()).toMatchFileSnapshot(treeFile(`then-${other}`));
    expect(complaints).toEqual([]);
  });
});
