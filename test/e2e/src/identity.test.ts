import { agent, connectPeer, offerOf, readTranscript, until } from '@shopbell-test/kit';
import type { BrowserContextOptions, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings, openPage, photograph } from './browser.ts';
import { handsOn } from './keyboard.ts';
import { widgetOn } from './shopper-page.ts';
import { openStage, type Stage } from './widget-stage.ts';

type Task = { id: string; lease: number; shopper: object };

const lookup = {
  ...offerOf('account.lookup'),
  title: 'Look up the account',
  identity: 'verified',
};
const codes = new Map<string, string>();
const seen: Task[] = [];

let stage: Stage;
let close: () => void;
beforeAll(async () => {
  stage = await openStage({ sendCode: async ({ to, code }) => void codes.set(to, code) });
  const { url, office } = stage.running;
  const peer = await connectPeer({ url, namespace: '/agent', auth: { key: office.key } });
  await peer.call('session:open');
  peer.onEvent((event, payload) => {
    if (event !== 'action:assigned') return;
    const task = payload as Task;
    seen.push(task);
    const report = { action: task.id, lease: task.lease, step: 'succeeded', output: { orders: 2 } };
    peer.call('action:report', report).catch(() => peer.close());
  });
  await peer.call('office:open', { actions: [lookup] });
  close = () => peer.close();
});
afterAll(async () => {
  close();
  await stage[Symbol.asyncDispose]();
});

const wrongFor = (code: string): string => (code === '111111' ? '222222' : '111111');

/** A shopper who has said something, and the desk of an agent with that conversation open. */
const meet = async (
  hello: string,
  options: BrowserContextOptions = {},
  before: (page: Page) => Promise<unknown> = async () => {},
) => {
  const { running, browser, relay } = stage;
  const shopper = await openPage(browser, options);
  const desk = await openPage(
    browser,
    options.colorScheme ? { colorScheme: options.colorScheme, bypassCSP: true } : {},
  );
  for (const { page } of [shopper, desk]) page.setDefaultTimeout(10_000);
  await before(shopper.page);
  await shopper.page.goto(stage.site.url);
  const widget = widgetOn(shopper.page);
  const panel = await widget.open();
  await widget.say(hello);
  const code = await running.relay.admin.signInCode({ shop: running.shop, person: running.agent.id });
  await desk.page.goto(`${relay}/desk#code=${code}`);
  await desk.page.getByRole('option', { name: new RegExp(hello) }).click();
  await desk.page.getByRole('log').getByText(hello).waitFor();
  return { shopper, desk: desk.page, deskComplaints: desk.complaints, panel, page: shopper.page };
};

const card = (panel: Frame) => panel.getByRole('group', { name: 'Prove your mail address' });
const focused = (where: Frame | Page): Promise<string> =>
  where.evaluate(() => (document.activeElement as HTMLInputElement | null)?.labels?.[0]?.textContent ?? '');

/** By keys alone: from the message field back to the card, an address, and Enter. */
const askForCode = async (page: Page, panel: Frame, email: string): Promise<string> => {
  await card(panel).getByLabel('Your mail address').waitFor();
  const passed = await handsOn(page).tabTo('Your mail address', 'Shift+Tab');
  expect(passed).toEqual(['Emojis', 'Files and pictures', 'Send me a code', 'Your mail address']);
  await page.keyboard.type(email);
  await page.keyboard.press('Enter');
  await card(panel)
    .getByLabel(/^Code from the mail/)
    .waitFor();
  return codes.get(email) ?? '';
};

test('R41 R44 an agent asks by a key, the shopper proves their address by keys, and what was refused is done', async () => {
  const { desk, deskComplaints, panel, page, shopper } = await meet('Which orders do I have');
  await desk.keyboard.press('Control+k');
  await desk.getByRole('option', { name: /Look up the account.*just proved/ }).waitFor();
  await desk.keyboard.press('Escape');
  await desk.keyboard.press('i');
  await desk.getByText('Ada asked the shopper to prove their mail address.').waitFor();
  await panel.getByRole('textbox', { name: 'Message' }).focus();
  const code = await askForCode(page, panel, 'lovelace@example.com');
  await desk.getByText('A code is on its way to l•••@example.com.').waitFor();
  expect(await focused(panel)).toMatch(/^Code/);
  const field = card(panel).getByLabel(/^Code from the mail/);
  expect(await field.getAttribute('autocomplete')).toBe('one-time-code');
  expect(await field.getAttribute('inputmode')).toBe('numeric');
  await page.keyboard.type(wrongFor(code));
  await page.keyboard.press('Enter');
  const alert = card(panel).getByRole('alert');
  await alert.getByText('This is not the code. You have 4 more tries.').waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  expect(await focused(panel)).toMatch(/^Code/);
  await field.fill('');
  await page.keyboard.type(`${code.slice(0, 3)} ${code.slice(3)}`);
  expect(await field.inputValue()).toBe(code);
  await page.keyboard.press('Enter');
  await card(panel).getByText('Thank you: l•••@example.com is yours.').waitFor();
  expect(await card(panel).evaluate((group) => group.contains(document.activeElement))).toBe(true);

  await desk.getByText('The shopper has proved that l•••@example.com is theirs.').waitFor();
  await desk.locator('#shopper').getByText('lovelace@example.com').waitFor();
  await desk.keyboard.press('Control+k');
  await desk.getByRole('combobox').fill('account');
  await desk.keyboard.press('Enter');
  await desk.getByRole('button', { name: 'Run' }).waitFor();
  await desk.keyboard.press('Enter');
  await desk.getByRole('dialog').getByText('"orders": 2').waitFor();
  expect(seen.at(-1)?.shopper).toMatchObject({ verified: null, proved: { email: 'lovelace@example.com' } });
  expect([...deskComplaints, ...shopper.complaints]).toEqual([]);
  await page.close();
  await desk.close();
});

test('R45 a second tab and a reload go on in the same conversation after the proof', async () => {
  const { desk, panel, page, shopper } = await meet('I have two tabs');
  const other = await page.context().newPage();
  await other.goto(stage.site.url);
  const second = await widgetOn(other).open();
  await second.getByText('I have two tabs').waitFor();
  await page.bringToFront();
  await desk.keyboard.press('i');
  await panel.getByRole('textbox', { name: 'Message' }).focus();
  const code = await askForCode(page, panel, 'tabs@example.com');
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
  await card(panel).getByText('Thank you: t•••@example.com is yours.').waitFor();
  await other.bringToFront();
  await second.getByText('Thank you: t•••@example.com is yours.').first().waitFor();
  await widgetOn(other).say('Still me');
  await desk.getByRole('log').getByText('Still me').waitFor();
  await page.bringToFront();
  await page.reload();
  const again = await widgetOn(page).open();
  await again.getByText('Still me').first().waitFor();
  await widgetOn(page).say('And here');
  await desk.getByRole('log').getByText('And here').waitFor();
  expect(shopper.complaints).toEqual([]);
  await page.close();
  await desk.close();
});

test('R45 an answer to the code that is lost on the way costs neither the proof nor the conversation', async () => {
  const { desk, panel, page, shopper } = await meet('Bad line here');
  const { url, agent: colleague } = stage.running;
  const witness = await agent({ url, agent: colleague });
  const { conversations } = await witness.call('conversation:list', {});
  const [{ id: conversation } = { id: '' }] = conversations as { id: string }[];
  await desk.keyboard.press('i');
  await panel.getByRole('textbox', { name: 'Message' }).focus();
  const code = await askForCode(page, panel, 'lost@example.com');
  await page.keyboard.type(code);
  stage.network.drop('down');
  await page.keyboard.press('Enter');
  const isProved = async (): Promise<boolean> =>
    (await readTranscript(witness, conversation)).some(
      ({ type, data }) => type === 'identity' && (data as { step?: string }).step === 'proved',
    );
  await until('the relay to have taken the code', isProved);
  stage.network.cut();
  stage.network.heal();
  await card(panel).getByText('Thank you: l•••@example.com is yours.').waitFor();
  await widgetOn(page).say('Still the same');
  await desk.getByRole('log').getByText('Still the same').waitFor();
  await page.reload();
  const again = await widgetOn(page).open();
  await again.getByText('Bad line here').first().waitFor();
  // What the browser itself says of the lost connection, and of the void token.
  const own = /WebSocket|ERR_|401|Failed to load/;
  expect(shopper.complaints.filter((each) => !own.test(each))).toEqual([]);
  witness.close();
  await page.close();
  await desk.close();
});

test('R13 R45 where WebSockets are blocked, the poll with the old token ends nothing', async () => {
  const { desk, panel, page, shopper } = await meet('Only plain requests here', {}, (each) =>
    each.routeWebSocket(/socket\.io/, (socket) => socket.close()),
  );
  await desk.keyboard.press('i');
  await card(panel).getByLabel('Your mail address').fill('http@example.com');
  await card(panel).getByRole('button', { name: 'Send me a code' }).click();
  const field = card(panel).getByLabel(/^Code from the mail/);
  await field.waitFor();
  await field.fill(codes.get('http@example.com') ?? '');
  await card(panel).getByRole('button', { name: 'Confirm' }).click();
  await card(panel).getByText('Thank you: h•••@example.com is yours.').waitFor();
  await widgetOn(page).say('Still here');
  await desk.getByRole('log').getByText('Still here').waitFor();
  expect(await panel.getByText('Only plain requests here').count()).toBeGreaterThan(0);
  expect(shopper.complaints.filter((each) => !/WebSocket|401/.test(each))).toEqual([]);
  await page.close();
  await desk.close();
});

test.each([
  ['light', 375, 667],
  ['dark', 375, 667],
  ['light', 1440, 900],
  ['dark', 1440, 900],
] as const)('in %s at %d it reads well and breaks no rule', async (colorScheme, width, height) => {
  const name = `${colorScheme}-${width}`;
  const { desk, panel, page } = await meet(`Please change my address ${name}`, {
    viewport: { width, height },
    colorScheme,
    bypassCSP: true,
  });
  await desk.keyboard.press('i');
  await card(panel).getByLabel('Your mail address').fill('nonsense');
  await card(panel).getByRole('button', { name: 'Send me a code' }).click();
  await card(panel).getByText('Enter a mail address, such as').waitFor();
  await photograph(page, `identity-address-${name}`);
  expect(await axeFindings(panel)).toEqual([]);
  const email = `${name}@example.com`;
  await card(panel).getByLabel('Your mail address').fill(email);
  await card(panel).getByRole('button', { name: 'Send me a code' }).click();
  const field = card(panel).getByLabel(/^Code from the mail/);
  await field.fill(wrongFor(codes.get(email) ?? ''));
  await card(panel).getByRole('button', { name: 'Confirm' }).click();
  await card(panel).getByText('4 more tries').waitFor();
  await photograph(page, `identity-code-${name}`);
  expect(await axeFindings(panel)).toEqual([]);
  const again = card(panel).getByRole('button', { name: 'Send a new code' });
  expect(await again.getAttribute('aria-disabled')).toBe('true');
  expect((await again.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await field.fill(codes.get(email) ?? '');
  await card(panel).getByRole('button', { name: 'Confirm' }).click();
  await card(panel).getByText('Thank you').waitFor();
  await photograph(page, `identity-proved-${name}`);
  expect(await axeFindings(panel)).toEqual([]);
  expect(await panel.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  await desk.locator('#shopper').getByText('Address proved').waitFor();
  await photograph(desk, `identity-desk-${name}`);
  expect(await axeFindings(desk)).toEqual([]);
  await page.close();
  await desk.close();
});

test('R43 without a sender the desk says what is missing, and the shopper is asked nothing', async () => {
  const bare = await openStage();
  try {
    const before = stage;
    stage = bare;
    const { desk, panel } = await meet('Prove what');
    stage = before;
    await desk.keyboard.press('i');
    await desk.getByText(/nothing to send codes with.*SHOPBELL_CODE_SENDER/).waitFor();
    expect(await card(panel).count()).toBe(0);
  } finally {
    await bare[Symbol.asyncDispose]();
  }
});
