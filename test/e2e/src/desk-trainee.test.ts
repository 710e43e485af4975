import { expect, test } from 'vitest';
import { axeFindings, openPage, photograph } from './browser.ts';
import { signIn } from './desk-office.ts';
import { handsOn, watchKeyboard } from './keyboard.ts';
import { openWalkStage, startWalk, type WalkStage } from './walk-stage.ts';

const asked = 'AS-10443?';

/** Somebody at the desk who has a keyboard and nothing else. */
const sit = async ({ stage }: WalkStage, who: 'trainee' | 'supervisor') => {
  const { page, complaints } = await openPage(stage.browser, { bypassCSP: true });
  page.setDefaultTimeout(20_000);
  await watchKeyboard(page);
  await signIn(page, { ...stage.running, url: stage.relay }, stage.running[who].id);
  return {
    ...handsOn(page),
    complaints,
    draft: (state: string) => page.getByRole('article', { name: `Draft: ${state}` }),
  };
};
type Seat = Awaited<ReturnType<typeof sit>>;

/** From the inbox to the conversation, and into the composer. */
const openComposer = async ({ page, press }: Seat): Promise<void> => {
  await page.getByRole('option', { name: asked }).waitFor();
  await press('j', 'Enter');
  await page.getByRole('log').getByText(asked).waitFor();
  await press('r');
  await page.locator('#composer:focus').waitFor();
};

/** Waits until a field has the focus: what is typed before goes elsewhere. */
const focusOn = ({ page }: Seat, label: string): Promise<void> =>
  page.getByLabel(label).and(page.locator(':focus')).waitFor();

/** Pictures of what waits, as wide as a desk is and as narrow, light and dark; what axe finds of it. */
const lookAt = async ({ page }: Seat, name: string): Promise<string[]> => {
  const findings: string[] = [];
  for (const [width, colorScheme] of [
    [1440, 'light'],
    [1024, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    findings.push(...(await axeFindings(page)));
    await photograph(page, `${name}-${width}-${colorScheme}`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  return findings;
};

test('a trainee’s reply is held, edited and released, another returned, a refund approved, by keys alone', async () => {
  await using walking = await openWalkStage(['en']);
  const shopper = await startWalk(walking, 'en');
  const trainee = await sit(walking, 'trainee');
  const supervisor = await sit(walking, 'supervisor');

  await openComposer(trainee);
  await trainee.type('Your money is on its way.');
  await trainee.press('Enter');
  await trainee.draft('Waits for release').getByText('Your money is on its way.').waitFor();
  await supervisor.press('4');
  const card = supervisor.page.getByRole('article', { name: 'Alan has written this' });
  await card.getByText('Your money is on its way.').waitFor();
  expect(await lookAt(supervisor, 'desk-held-queue')).toEqual([]);
  expect(await lookAt(trainee, 'desk-held-own')).toEqual([]);

  await supervisor.press('j', 'y');
  await supervisor.tabTo('Edit');
  await supervisor.press('Enter');
  await focusOn(supervisor, 'What the shopper reads');
  await supervisor.press('Control+a');
  await supervisor.type('We send it back today.');
  await supervisor.tabTo(/A word to Alan/);
  await supervisor.type('Say when.');
  expect(await lookAt(supervisor, 'desk-held-edit')).toEqual([]);
  await supervisor.press('Enter');
  await shopper.panel.getByText('We send it back today.').first().waitFor();
  await shopper.panel.getByText('Alan', { exact: false }).first().waitFor();
  const released = trainee.draft('Released');
  await released.getByText('Released by Edsger, with other words.').waitFor();
  await released.getByText('Say when.').waitFor();

  await trainee.type('Bye.');
  await trainee.press('Enter');
  await card.getByText('Bye.').waitFor();
  await supervisor.press('j', 'x');
  await focusOn(supervisor, 'What should change?');
  await supervisor.type('Ask what else there is.');
  await supervisor.press('Enter');
  await trainee.draft('Returned').getByText('Ask what else there is.').waitFor();
  expect(await lookAt(trainee, 'desk-held-returned')).toEqual([]);
  await trainee.press('Escape', 'g', 'Enter');
  await trainee.page.locator('#composer:focus').waitFor();
  expect(await trainee.page.locator('#composer').inputValue()).toBe('Bye.');

  await trainee.press('Control+k');
  await trainee.page.getByRole('combobox', { name: 'Search for an action' }).waitFor();
  await trainee.type('AS-10443');
  await trainee.press('Enter');
  await trainee.page.getByRole('dialog').getByLabel(/Order/).waitFor();
  await trainee.type('AS-10443');
  await trainee.press('Enter');
  await trainee.page.getByRole('button', { name: 'Send the request' }).waitFor();
  await trainee.press('Enter');
  const plan = supervisor.page.getByRole('article', { name: 'AS-10443' });
  await plan.getByRole('button', { name: 'Approve' }).waitFor();
  await supervisor.press('j', 'y', 'Enter');
  await plan.waitFor({ state: 'detached' });
  await shopper.panel.getByText(shopper.words.story['yes'] ?? '').waitFor();
  await shopper.tabTo(shopper.words.story['yes'] ?? '', 'Shift+Tab');
  await shopper.press('Enter');
  const { verified } = shopper.words.story['steps'] as unknown as Record<string, string>;
  await shopper.panel
    .getByText(verified ?? '')
    .first()
    .waitFor();
  await trainee.page.getByRole('article', { name: 'AS-10443' }).getByText('Done and checked').waitFor();

  const seen = await shopper.panel.locator('body').innerText();
  expect(seen).not.toMatch(/on its way|Bye|Say when|what else|Edsger has|released/i);
  expect([...shopper.complaints, ...trainee.complaints, ...supervisor.complaints]).toEqual([]);
});
