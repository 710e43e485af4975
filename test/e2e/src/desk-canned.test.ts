import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookAt, openJourney, type JourneyStage } from './journey-stage.ts';

let stage: JourneyStage;
beforeAll(async () => {
  stage = await openJourney();
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

test(
  'by keyboard alone, a supervisor writes a canned response, and an agent answers with it',
  { timeout: 180_000 },
  async () => {
    const [mara, ada, grace] = [
      await stage.shopper('Mara Lindqvist'),
      await stage.desk('agent'),
      await stage.desk('supervisor'),
    ];
    const findings: string[] = [];
    await grace.tabTo(/^Settings/);
    await grace.press('Enter');
    await grace.tabTo('Canned responses');
    await grace.press('Enter');
    await grace.page.getByText('There are none yet.').waitFor();
    await grace.page.locator('button:focus', { hasText: 'New response' }).waitFor();
    await grace.press('Enter');
    await grace.page.getByLabel('Title').waitFor();
    await expect.poll(() => grace.focused()).toMatchObject({ tag: 'input', name: 'Title' });
    await grace.type('Where a parcel is');
    await grace.press('Tab');
    await grace.type('parcel');
    await grace.press('Tab');
    await grace.type('Dear {{shopper.first_name}}, your parcel {{order.number}} left us this morning.');
    findings.push(...(await lookAt('canned-form', grace.page)));
    await grace.tabTo('Save');
    await grace.press('Enter');
    await grace.page.getByRole('button', { name: /Where a parcel is/ }).waitFor();
    findings.push(...(await lookAt('canned-list', grace.page)));
    await grace.press('Escape');

    await mara.say('Good morning, where might my parcel be?');
    await ada.open(/where might my parcel be/);
    await ada.press('r');
    await ada.page.locator('#composer:focus').waitFor();
    await ada.type('/');
    await ada.page.getByRole('option', { name: /Where a parcel is/, selected: true }).waitFor();
    findings.push(...(await lookAt('canned-slash', ada.page)));
    await ada.press('Enter');
    await ada.page.getByText('Fill in “order.number” before you send.').waitFor();
    // The variable is selected: what is typed takes its place.
    await ada.type('LT-2041');
    await expect
      .poll(() => ada.page.locator('#composer').inputValue())
      .toBe('Dear Mara, your parcel LT-2041 left us this morning.');
    await ada.press('Enter');
    await mara.panel.getByText('Dear Mara, your parcel LT-2041 left us this morning.').first().waitFor();
    expect(findings).toEqual([]);
    expect([...mara.complaints, ...ada.complaints, ...grace.complaints]).toEqual([]);
  },
);
