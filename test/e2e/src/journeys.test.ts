import { beforeAll, afterAll, describe, expect, test } from 'vitest';
import {
  lookAt,
  openJourney,
  type DeskParty,
  type JourneyStage,
  type ShopperParty,
} from './journey-stage.ts';
import { handsOn } from './keyboard.ts';

type Line = { number: string; title: string; quantity: number; price: number };

let stage: JourneyStage;
beforeAll(async () => {
  stage = await openJourney();
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

/** A line of somebody’s order that has arrived lately, worth more than an agent may refund alone. */
const arrived = (name: string): Line => {
  const sql = `SELECT number, title, quantity, price FROM orders JOIN order_lines ON order_id = id
     WHERE customer IS NOT NULL AND name = ? AND status = 'delivered' AND placed_at > ? AND price * quantity > 5000
     ORDER BY placed_at DESC`;
  const found = stage.books.prepare(sql).get(name, Date.now() - 59 * 86_400_000);
  if (found === undefined) throw new Error(`${name} has no such order.`);
  return found as Line;
};

const story = ({ panel }: ShopperParty, title: string) => panel.getByRole('group', { name: title });
const storyAt = ({ page }: DeskParty, title: string) =>
  page.getByRole('log').getByRole('article', { name: title, exact: true });

/** What Shift + Tab passes on its way from the field to the messages. */
const beforeTheField = ['Emojis', 'Files and pictures', 'Where is my order?'];

/** From where the shopper was, in the composer or the story above, to the answer; whoever writes is not interrupted. */
const agree = async (mara: ShopperParty, title: string): Promise<void> => {
  const asked = story(mara, title);
  await asked.getByText('Your answer is needed').waitFor();
  const isWriting = (await mara.focused()).tag === 'textarea';
  const passed = isWriting ? [...beforeTheField, 'No, leave it', 'Yes, do it'] : ['Yes, do it'];
  expect(await mara.tabTo('Yes, do it', isWriting ? 'Shift+Tab' : 'Tab')).toEqual(passed);
  await mara.press('Enter');
  await asked.getByText('You agreed').waitFor();
  await expect.poll(() => mara.focused()).toMatchObject({ tag: 'section', name: title });
};

/** Opens a link of a card by keys, in its new tab. */
const followLink = async (mara: ShopperParty, name: RegExp) => {
  await mara.tabTo(name);
  const [page] = await Promise.all([mara.page.context().waitForEvent('page'), mara.press('Enter')]);
  await page.waitForLoadState();
  return handsOn(page);
};

/** Closes what a lookup showed: the button for it has the focus, which is then in the conversation again. */
const backToTheConversation = async (ada: DeskParty): Promise<void> => {
  await ada.page.locator('button:focus', { hasText: 'Back to the conversation' }).waitFor();
  await ada.press('Enter');
  await ada.page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(() => ada.focused()).toMatchObject({ tag: 'main' });
};

/** From a filled form to its plan, and from there to whom it concerns; by Enter alone. */
const lookAndSend = async (ada: DeskParty, sentence: string): Promise<void> => {
  await ada.press('Enter');
  await ada.page.getByRole('dialog').getByText(sentence).waitFor();
  await ada.page.locator('button:focus', { hasText: 'Send the request' }).waitFor();
  await ada.press('Enter');
  await ada.page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(() => ada.focused()).not.toMatchObject({ tag: 'body' });
};

describe('by keyboard alone, from both sides', () => {
  test('a quote becomes an order, and the order is paid', { timeout: 240_000 }, async () => {
    const [mara, ada] = [await stage.shopper('Mara Lindqvist'), await stage.desk('agent')];
    const findings: string[] = [];
    const look = async (name: string): Promise<void> => {
      findings.push(...(await lookAt(`quote-${name}-shopper`, mara.page, mara.panel)));
      findings.push(...(await lookAt(`quote-${name}-desk`, ada.page)));
    };
    await mara.say('Two of the clay alder mugs and some Earl Grey, please. What would that be?');
    await ada.open(/clay alder mugs/);
    await ada.choose('quote', 'Quote a price');
    await expect
      .poll(() => ada.focused())
      .toMatchObject({ tag: 'input', name: 'Article number', hasRing: true });
    await ada.type('alder-mug-clay');
    await ada.press('Tab');
    await ada.type('2');
    expect(await ada.tabTo('Add another')).toEqual(['Remove 1', 'Add another']);
    await ada.press('Enter');
    await expect
      .poll(() => ada.focused())
      .toMatchObject({ tag: 'input', name: 'Article number', hasRing: true });
    await ada.type('ledger-street-earl-grey-100-g');
    await ada.press('Tab');
    await ada.type('3');
    await ada.tabTo(/^Voucher/);
    await ada.type('HARVEST10');
    await ada.press('Enter');

    const quote = mara.panel.getByRole('article', { name: 'Quote' });
    await quote.waitFor();
    const words = ((await quote.textContent()) ?? '').replaceAll(/\s+/g, ' ');
    for (const part of [
      'Valid until',
      'Alder Mug',
      '€44.00',
      'Voucher HARVEST10',
      '−€7.97',
      'Shipping',
      'Includes VAT 19 %',
      'Total',
      '€71.73',
    ])
      expect(words).toContain(part);
    await look('1-quoted');
    await backToTheConversation(ada);
    await mara.say('Yes, please order that.');
    await ada.choose('place', 'Place an order');
    // The form knows the quote: there is nothing to copy.
    await lookAndSend(ada, 'We place your order for €71.73');
    await story(mara, 'Place an order').getByText('Your answer is needed').waitFor();
    await look('2-asked');
    await agree(mara, 'Place an order');
    await story(mara, 'Place an order').getByText('Checked', { exact: true }).waitFor();
    await storyAt(ada, 'Place an order').getByText('Done and checked').waitFor();
    await look('3-placed');

    await ada.choose('ask for', 'Ask for payment');
    await lookAndSend(ada, 'You get a link to pay €71.73');
    await agree(mara, 'Ask for payment');
    await story(mara, 'Ask for payment')
      .getByRole('link', { name: /^Pay now/ })
      .waitFor();
    await look('4-to-pay');
    const till = await followLink(mara, /^Pay now/);
    findings.push(...(await lookAt('quote-5-till', till.page)));
    await till.tabTo('Mark the invoice as paid');
    await till.press('Enter');
    await till.page.getByText('€71.73 is noted as paid').waitFor();
    await till.page.close();
    // Neither side does anything: both hear of it.
    for (const told of [story(mara, 'Ask for payment'), storyAt(ada, 'Ask for payment')])
      await told.getByText('Paid', { exact: true }).waitFor();
    await look('6-paid');
    expect(findings).toEqual([]);
    expect([...mara.complaints, ...ada.complaints]).toEqual([]);
  });

  test('a return is opened by line, and its label opens', { timeout: 240_000 }, async () => {
    const [jonas, ada] = [await stage.shopper('Jonas Brandt'), await stage.desk('agent')];
    const findings: string[] = [];
    const look = async (name: string): Promise<void> => {
      findings.push(...(await lookAt(`return-${name}-shopper`, jonas.page, jonas.panel)));
      findings.push(...(await lookAt(`return-${name}-desk`, ada.page)));
    };
    const { number, title, quantity } = arrived('Jonas Brandt');
    await jonas.say(`I would like to send back something of ${number}`);
    await ada.open(new RegExp(`something of ${number}`));
    await ada.choose('look up an order', 'Look up an order');
    await ada.type(number);
    await ada.press('Enter');
    await jonas.panel.getByRole('article', { name: `Order ${number}` }).waitFor();
    await look('1-order');
    await backToTheConversation(ada);
    await ada.choose('open a return', 'Open a return');
    await ada.tabTo(new RegExp(`^${title} `));
    await ada.press('Space');
    await ada.tabTo(/^Reason/);
    await ada.type('It does not fit the kettle');
    await lookAndSend(ada, `We open a return for order ${number}`);
    await story(jonas, 'Open a return').getByText('Your answer is needed').waitFor();
    await look('2-asked');
    await agree(jonas, 'Open a return');
    await story(jonas, 'Open a return').getByText('Checked', { exact: true }).waitFor();
    await storyAt(ada, 'Open a return').getByText('Done and checked').waitFor();
    await look('3-opened');

    const label = await followLink(jonas, /^Print the parcel label/);
    const answer = await label.page.request.get(label.page.url());
    expect(answer.headers()['content-type']).toMatch(/^text\/html/);
    const printed = await label.page.locator('main').innerText();
    const kept = stage.books.prepare('SELECT tracking FROM parcels_back WHERE order_number = ?').all(number);
    expect(kept).toHaveLength(1);
    for (const part of [
      `Return for order ${number}`,
      String(kept[0]?.['tracking']),
      `${quantity} × ${title}`,
    ])
      expect(printed).toContain(part);
    findings.push(...(await lookAt('return-4-label', label.page)));
    await label.page.close();
    expect(findings).toEqual([]);
    expect([...jonas.complaints, ...ada.complaints]).toEqual([]);
  });

  test(
    'a refund over the limit needs a supervisor’s approval too, and happens once',
    { timeout: 240_000 },
    async () => {
      const [sofia, ada, grace] = [
        await stage.shopper('Sofia Okafor'),
        await stage.desk('agent'),
        await stage.desk('supervisor'),
      ];
      const findings: string[] = [];
      const look = async (name: string): Promise<void> => {
        findings.push(...(await lookAt(`refund-${name}-shopper`, sofia.page, sofia.panel)));
        findings.push(...(await lookAt(`refund-${name}-agent`, ada.page)));
        findings.push(...(await lookAt(`refund-${name}-supervisor`, grace.page)));
      };
      const { number, title, price, quantity } = arrived('Sofia Okafor');
      const amount = price * quantity;
      const refunds = () =>
        stage.books
          .prepare(`SELECT amount FROM ledger WHERE order_number = ? AND kind = 'refund'`)
          .all(number);
      const before = refunds().length;
      await sofia.say(`Everything in ${number} arrived broken`);
      await ada.open(/arrived broken/);
      await grace.open(/arrived broken/);
      await ada.choose('look up an order', 'Look up an order');
      await ada.type(number);
      await ada.press('Enter');
      await backToTheConversation(ada);
      await ada.choose('refund', 'Refund an order');
      await ada.tabTo(new RegExp(`^${title} `));
      await ada.press('Space');
      await ada.tabTo(/^Reason/);
      await ada.type('Arrived broken');
      await lookAndSend(ada, `We send €${(amount / 100).toFixed(2)} back to you`);
      await storyAt(ada, 'Refund an order').getByText('Waits for the shopper and a supervisor').waitFor();
      expect(await storyAt(ada, 'Refund an order').getByRole('button', { name: 'Approve' }).count()).toBe(0);
      await storyAt(grace, 'Refund an order').getByRole('button', { name: 'Approve' }).waitFor();
      await look('1-asked');
      await grace.press('y');
      await expect
        .poll(() => grace.focused())
        .toMatchObject({ tag: 'button', name: 'Approve Y', hasRing: true });
      await grace.press('Enter');
      await storyAt(ada, 'Refund an order').getByText('Approved by Grace').waitFor();
      await look('2-approved');
      expect(refunds()).toHaveLength(before);
      await agree(sofia, 'Refund an order');
      await story(sofia, 'Refund an order').getByText('Checked', { exact: true }).waitFor();
      for (const each of [ada, grace])
        await storyAt(each, 'Refund an order').getByText('Done and checked').waitFor();
      await look('3-refunded');
      expect(
        refunds()
          .map((row) => row['amount'])
          .slice(before),
      ).toEqual([amount]);

      const told = async () => [
        await story(sofia, 'Refund an order').innerText(),
        await storyAt(ada, 'Refund an order').innerText(),
        await storyAt(grace, 'Refund an order').innerText(),
      ];
      const one = await told();
      for (const { page } of [sofia, ada, grace]) await page.reload();
      await sofia.ring();
      for (const each of [ada, grace]) await each.open(/arrived broken/);
      expect(await told()).toEqual(one);
      expect(refunds()).toHaveLength(before + 1);
      expect(findings).toEqual([]);
      expect([...sofia.complaints, ...ada.complaints, ...grace.complaints]).toEqual([]);
    },
  );
});
