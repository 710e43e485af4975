import { readFile } from 'node:fs/promises';
import { agent as openAgent, freshNonce } from '@shopbell-test/kit';
import type { BrowserContextOptions, Frame } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings, openPage, photograph } from './browser.ts';
import { openStage, type Stage } from './widget-stage.ts';

const form = {
  id: 'first',
  title: 'Before we begin',
  fields: [
    { kind: 'name', id: 'name', label: 'Your name', required: true },
    { kind: 'email', id: 'email', label: 'Your mail address' },
    {
      kind: 'choice',
      id: 'topic',
      label: 'What is it about',
      options: [
        { value: 'order', label: 'An order' },
        { value: 'other', label: 'Something else' },
      ],
    },
    { kind: 'consent', id: 'ok', label: 'You may keep what I write here.', required: true },
  ],
} as const;
const card = {
  kind: 'form',
  version: 1,
  id: 'where',
  title: 'Where shall it go',
  fields: [{ kind: 'text', id: 'street', label: 'Street', required: true }],
} as const;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await stage.running.relay.admin.saveSettings('demo', {
    version: 0,
    settings: {
      preChat: { ...form, fields: form.fields.map((field) => ({ ...field })) as never },
      rating: { scale: 5 },
      transcript: { download: true, mail: true },
    },
  });
});
afterAll(() => stage[Symbol.asyncDispose]());

const send = async (panel: Frame, text: string): Promise<void> => {
  const composer = panel.getByRole('textbox', { name: 'Message', exact: true });
  await composer.fill(text);
  await composer.press('Enter');
};

/** The desk of the agent, with the latest conversation open. */
const readAtDesk = async () => {
  const { running, browser, relay } = stage;
  const desk = await openPage(browser, { bypassCSP: true });
  desk.page.setDefaultTimeout(20_000);
  const code = await running.relay.admin.signInCode({ shop: running.shop, person: running.agent.id });
  await desk.page.goto(`${relay}/desk#code=${code}`);
  await desk.page.getByRole('tab', { name: 'All' }).click();
  await desk.page
    .getByRole('option', { name: /Where shall it go/ })
    .first()
    .click();
  return desk;
};

const phone: BrowserContextOptions = {
  viewport: { width: 375, height: 740 },
  colorScheme: 'dark',
  bypassCSP: true,
};
const desktop: BrowserContextOptions = { viewport: { width: 1440, height: 900 }, bypassCSP: true };

test.each([
  ['phone, dark', phone],
  ['desktop', desktop],
])(
  'a shopper fills in what is asked, waits, answers a form, rates and keeps a copy: %s',
  async (name, options) => {
    const { page, complaints, launcher } = await stage.visit(options);
    page.setDefaultTimeout(20_000);
    const agent = await openAgent(stage.running);
    await launcher.click();
    const element = await page.locator('iframe[src*="/panel"]').elementHandle();
    const panel = await element?.contentFrame();
    if (!panel) throw new Error('the panel’s frame is not there');
    const offered = panel.getByRole('region', { name: 'Before we begin' });
    await offered.getByLabel('Your name').fill('Ada');
    await panel.getByRole('textbox', { name: 'Message', exact: true }).fill('Where is my kettle?');
    // What is needed is not all there yet.
    expect(await panel.getByRole('button', { name: 'Send', exact: true }).getAttribute('aria-disabled')).toBe(
      'true',
    );
    await offered.getByLabel('What is it about').selectOption('order');
    await photograph(page, `offers form, ${name}`);
    expect(await axeFindings(panel)).toEqual([]);
    await offered.getByLabel('You may keep what I write here.').check();
    await send(panel, 'Where is my kettle?');
    await panel.getByText('You are next.').waitFor();
    await photograph(page, `offers queue, ${name}`);

    const { conversations } = (await agent.call('conversation:list', { status: ['queued'] })) as {
      conversations: { id: string; shopper: { name: string } }[];
    };
    expect(conversations[0]?.shopper.name).toBe('Ada');
    const conversation = conversations[0]?.id ?? '';
    const parts = [{ kind: 'card', card }];
    await agent.call('message:send', { conversation, nonce: freshNonce(), parts });
    const asked = panel.getByRole('form', { name: 'Where shall it go' });
    await asked.getByLabel('Street').fill('Long Road 1');
    await asked.getByRole('button', { name: 'Send' }).click();
    await panel.getByText('Long Road 1').waitFor();
    await panel.getByText('You are next.').waitFor({ state: 'detached' });
    await photograph(page, `offers answered, ${name}`);

    await agent.call('conversation:close', { conversation, nonce: freshNonce() });
    // The radio is behind its star.
    await panel.getByText('★').nth(3).click();
    await panel.getByLabel(/What should we know/).fill('Quick and kind.');
    expect(await axeFindings(panel)).toEqual([]);
    await photograph(page, `offers rating, ${name}`);
    await panel.getByRole('button', { name: 'Send rating' }).click();
    await panel.getByText('Your rating: 4 of 5. Thank you.').waitFor();

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      panel.getByRole('button', { name: 'Save this conversation' }).click(),
    ]);
    const saved = await readFile(await download.path(), 'utf8');
    expect(saved).toContain('Where is my kettle?');
    expect(saved).not.toContain('<script');
    await photograph(page, `offers over, ${name}`);

    const desk = await readAtDesk();
    await desk.page.getByText('Ada gave 4 of 5').waitFor();
    await desk.page.getByText('Quick and kind.').waitFor();
    await desk.page.getByText('Long Road 1').waitFor();
    await desk.page.getByText('Said by the shopper, not checked').first().waitFor();
    await photograph(desk.page, `offers at the desk, ${name}`);
    expect(await axeFindings(desk.page)).toEqual([]);
    expect([...complaints, ...desk.complaints]).toEqual([]);
    await desk.page.context().close();
    agent.close();
    await page.context().close();
  },
);
