import { describe, expect, test } from 'vitest';
import { openBrowser, openPage, photograph } from './browser.ts';
import { openDemo } from './open-demo.ts';
import { widgetOn } from './shopper-page.ts';

type WireEntry = {
  seq: number;
  publicSeq?: number;
  type: string;
  audience: string;
  data: unknown;
  staffData?: unknown;
};

const entriesBy = async (url: string, headers: Record<string, string>): Promise<WireEntry[]> => {
  const reply = (await (await fetch(url, { headers })).json()) as { data: { entries: WireEntry[] } };
  return reply.data.entries;
};

describe('the whole way', () => {
  test('from the bell to the outcome, and all is still there after a reload', async () => {
    await using demo = await openDemo();
    await using browser = await openBrowser();
    const shop = await openPage(browser);
    const desk = await openPage(browser);

    await desk.page.goto(demo.deskLink);
    await desk.page.getByRole('tab', { name: /^Waiting \d/ }).waitFor();
    await shop.page.goto(demo.shop);
    const widget = widgetOn(shop.page);
    const panel = await widget.open();
    await widget.say('where is my order');

    const row = desk.page.getByRole('option', { name: /where is my order/ });
    const askedAt = performance.now();
    await row.waitFor();
    expect(performance.now() - askedAt).toBeLessThan(1_000);
    await row.click();

    await desk.page.getByRole('textbox', { name: 'Message' }).fill('I look it up, what is its number?');
    await desk.page.keyboard.press('Enter');
    const transcript = panel.getByRole('region', { name: 'Messages' });
    await transcript.getByText('I look it up, what is its number?').first().waitFor();
    await panel.getByText('Nora answers you.').first().waitFor();
    await widget.say('AS-10449, postcode 22767');
    await desk.page.getByRole('log').getByText('AS-10449, postcode 22767').waitFor();

    await desk.page.keyboard.press('Control+k');
    await desk.page.getByRole('option', { name: /^Look up an order/ }).click();
    await desk.page
      .getByRole('dialog')
      .getByLabel(/order number/i)
      .fill('AS-10449');
    await desk.page.getByRole('textbox', { name: /post/i }).fill('22767');
    await photograph(desk.page, 'desk-action-form');
    await desk.page.getByRole('button', { name: 'Run' }).click();
    await panel
      .getByRole('group', { name: /AS-10449/ })
      .or(panel.getByText(/Order AS-10449/))
      .first()
      .waitFor();
    await photograph(shop.page, 'widget-order');
    await desk.page.keyboard.press('Escape');
    await photograph(desk.page, 'desk-conversation');

    await desk.page
      .getByRole('button', { name: /^Close/ })
      .first()
      .click();
    await desk.page
      .getByRole('combobox', { name: 'What was it about?' })
      .or(desk.page.getByRole('textbox', { name: 'What was it about?' }))
      .fill('Where is my order');
    await desk.page.getByRole('radio', { name: 'Solved', exact: true }).check();
    await desk.page.getByRole('button', { name: 'Close conversation' }).click();
    await transcript.getByText('The conversation is closed.', { exact: false }).first().waitFor();

    await shop.page.reload();
    const again = await widget.open();
    for (const text of ['where is my order', 'I look it up, what is its number?', 'AS-10449, postcode 22767'])
      await again
        .getByRole('region', { name: 'Messages' })
        .getByText(text, { exact: true })
        .first()
        .waitFor();
    await desk.page.reload();
    await desk.page.getByRole('tab', { name: /All/ }).click();
    await desk.page
      .getByRole('option', { name: /AS-10449|where is/ })
      .first()
      .click();
    await desk.page.getByRole('log').getByText('Where is my order', { exact: false }).first().waitFor();

    const token = await again.evaluate(() => {
      const found = Object.entries(localStorage).find(([, value]) => String(value).includes('sbt_'))?.[1];
      return /sbt_[A-Za-z0-9_-]+/.exec(String(found))?.[0] ?? '';
    });
    const key = await desk.page.evaluate(() => {
      const found = Object.entries(sessionStorage).find(([, value]) => String(value).includes('sbs_'))?.[1];
      return /sbs_[A-Za-z0-9_-]+/.exec(String(found))?.[0] ?? '';
    });
    const list = await fetch(`${demo.relay}v1/agent/conversation:list`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        origin: new URL(demo.relay).origin,
        'content-type': 'application/json',
      },
      body: '{}',
    });
    const { data } = (await list.json()) as { data: { conversations: { id: string }[] } };
    const url = `${demo.relay}v1/conversations/${data.conversations[0]?.id}/entries`;
    const staff = await entriesBy(url, {
      authorization: `Bearer ${key}`,
      origin: new URL(demo.relay).origin,
    });
    const mine = await entriesBy(url, { authorization: `Bearer ${token}`, 'shopbell-shop': 'demo' });
    expect(staff.map(({ seq }) => seq)).toEqual(staff.map((_, index) => index + 1));
    expect(staff.some(({ type }) => type === 'outcome')).toBe(true);
    const publicOnes = staff.filter(({ audience }) => audience === 'everyone');
    expect(mine.map(({ seq, type, data: of }) => ({ seq, type, of }))).toEqual(
      publicOnes.map(({ publicSeq, type, data: of }) => ({ seq: publicSeq, type, of })),
    );
    expect(JSON.stringify(mine)).not.toMatch(/staffData|publicSeq|outcome/);
    expect([...shop.complaints, ...desk.complaints]).toEqual([]);
  });
});
