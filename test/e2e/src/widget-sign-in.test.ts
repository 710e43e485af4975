import { createHmac } from 'node:crypto';
import { agent, signInSecret, until } from '@shopbell-test/kit';
import type { Frame, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openBrowser, openPage } from './browser.ts';
import { openDemo, type OpenDemo } from './open-demo.ts';
import { widgetOn } from './shopper-page.ts';
import { openStage, shopPage } from './widget-stage.ts';

type Shopper = { id: string; name: string; claimed: object; verified: { sub: string; name?: string } | null };
type Summary = { id: string; shopper: Shopper; preview: unknown };

/** Asks as somebody at the desk. */
const signInAtDesk = async ({ relay, deskLink }: OpenDemo) => {
  const post = async (path: string, body: object, key?: string): Promise<never> => {
    const headers = {
      'content-type': 'application/json',
      origin: new URL(relay).origin,
      ...(key ? { authorization: `Bearer ${key}` } : {}),
    };
    const reply = await fetch(`${relay}v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return ((await reply.json()) as { data: never }).data;
  };
  const code = new URL(deskLink).hash.replace('#code=', '');
  const { key } = (await post('desk/sign-in', { code })) as { key: string };
  return (text: string): Promise<Summary> =>
    until(`a conversation about “${text}”`, async () => {
      const { conversations }: { conversations: Summary[] } = await post('agent/conversation:list', {}, key);
      return conversations.find(({ preview }) => JSON.stringify(preview).includes(text));
    });
};

const tokenIn = (panel: Frame): Promise<string> =>
  panel.evaluate(() => /sbt_[\w-]+/.exec(JSON.stringify(Object.entries(localStorage)))?.[0] ?? '');

/** Whether the relay still takes a token. */
const isGood = async (relay: string, token: string): Promise<boolean> => {
  const reply = await fetch(new URL('/v1/shopper/conversation:list', relay), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'shopbell-shop': 'demo',
      'content-type': 'application/json',
    },
    body: '{}',
  });
  return reply.ok;
};

const said = (panel: Frame, text: string) => panel.getByRole('region').getByText(text, { exact: true });

const signIn = async (page: Page, shop: string, name: string): Promise<void> => {
  await page.goto(`${shop}orders`);
  await page.getByRole('button', { name: new RegExp(name) }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
};

const signOut = async (page: Page, shop: string): Promise<void> => {
  await page.goto(`${shop}orders`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('navigation', { name: 'Your shop' }).getByText('My orders').waitFor();
};

test('a customer who signs in at the shop keeps the conversation, is verified, and leaves nothing behind', async () => {
  await using demo = await openDemo();
  await using browser = await openBrowser();
  const { page, complaints } = await openPage(browser);
  const about = await signInAtDesk(demo);
  const widget = widgetOn(page);

  await page.goto(demo.shop);
  const anonymous = await widget.open();
  await widget.say('Is the oolong roasted?');
  await said(anonymous, 'Is the oolong roasted?').waitFor();
  expect((await about('Is the oolong roasted?')).shopper.verified).toBe(null);
  const anonymousToken = await tokenIn(anonymous);

  await signIn(page, demo.shop, 'Mara Lindqvist');
  const maras = await widget.open();
  await said(maras, 'Is the oolong roasted?').waitFor();
  await until('the token to change', async () => (await tokenIn(maras)) !== anonymousToken);
  const { shopper } = await about('Is the oolong roasted?');
  expect(shopper.verified).toMatchObject({ sub: 'customer-2001', name: 'Mara Lindqvist' });
  expect(await isGood(demo.relay, anonymousToken)).toBe(false);
  const marasToken = await tokenIn(maras);
  expect(await isGood(demo.relay, marasToken)).toBe(true);

  // Signing out at the shop is enough, even where the page does not say `logout()`.
  await signOut(page, demo.shop);
  const nobodys = await widget.open();
  await nobodys.getByText('How can we help?').waitFor();
  await nobodys.getByText(/to answer|Nobody is here/).waitFor();
  expect(await said(nobodys, 'Is the oolong roasted?').count()).toBe(0);
  await until('the token to be void', async () => !(await isGood(demo.relay, marasToken)));

  await signIn(page, demo.shop, 'Jonas Brandt');
  const others = await widget.open();
  await others.getByText(/to answer|Nobody is here/).waitFor();
  expect(await said(others, 'Is the oolong roasted?').count()).toBe(0);
  await widget.say('Do you ship to Malta?');
  const other = await about('Do you ship to Malta?');
  expect(other.shopper.verified?.sub).not.toBe('customer-2001');

  const othersToken = await until('a token', () => tokenIn(others));
  await page.evaluate(() => (globalThis as unknown as { Shopbell: { logout(): void } }).Shopbell.logout());
  await others.getByText('How can we help?').waitFor();
  await until('the token to be void', async () => !(await isGood(demo.relay, othersToken)));
  expect(await tokenIn(others)).toBe('');
  expect(await page.evaluate(() => JSON.stringify(Object.entries(localStorage)))).not.toContain('shopbell');

  await signOut(page, demo.shop);
  await signIn(page, demo.shop, 'Mara Lindqvist');
  await said(await widget.open(), 'Is the oolong roasted?').waitFor();
  expect(complaints.filter((each) => !/401/.test(each))).toEqual([]);
});

/** The shop’s word on a customer, good until `exp` (seconds). */
const jwtOf = (sub: string, exp: number): string => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { sub, name: `The true ${sub}`, email: `${sub}@shop.example`, aud: 'demo', exp };
  const signed = `${part({ alg: 'HS256', kid: 'k1' })}.${part(claims)}`;
  const secret = Buffer.from(signInSecret, 'base64url');
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
};

test('a refused token is asked for again and costs no conversation; a claim stands beside what is verified', async () => {
  await using stage = await openStage();
  using nora = Object.assign(await agent(stage.running), { [Symbol.dispose]: () => nora.close() });
  const about = (text: string): Promise<Summary> =>
    until(`a conversation about “${text}”`, async () => {
      const { conversations } = (await nora.call('conversation:list', {})) as { conversations: Summary[] };
      return conversations.find(({ preview }) => JSON.stringify(preview).includes(text));
    });
  const { page, open, say, launcher } = await stage.visit();
  await open();
  await say('Do you mend kettles?');
  const before = await about('Do you mend kettles?');

  const now = Math.floor(Date.now() / 1_000);
  const words = [jwtOf('ada', now - 600), jwtOf('ada', now + 300), jwtOf('ada', now + 300)];
  let asked = 0;
  await page.exposeFunction('chatToken', () => words[asked++] ?? null);
  stage.site.pages.set(
    '/mine',
    shopPage(stage.relay, {
      head: `<script>(window.Shopbell ??= []).push(['identify', { jwt: () => chatToken() }]);</script>`,
    }),
  );
  await page.goto(`${stage.site.url}/mine`);
  await launcher.waitFor();
  const panel = await open();
  await said(panel, 'Do you mend kettles?').waitFor();
  const after = await until('the sign-in', async () => {
    const found = await about('Do you mend kettles?');
    return found.shopper.verified && found;
  });
  expect(asked).toBe(2);
  expect(after.id).toBe(before.id);

  await page.evaluate(() => {
    const { Shopbell } = globalThis as unknown as { Shopbell: { identify(who: object): void } };
    Shopbell.identify({ name: 'Mallory', email: 'mallory@elsewhere.example' });
  });
  const claimed = await until('the claim', async () => {
    const { shopper } = await about('Do you mend kettles?');
    return JSON.stringify(shopper.claimed).includes('Mallory') ? shopper : null;
  });
  expect(claimed.verified).toEqual({ sub: 'ada', name: 'The true ada', email: 'ada@shop.example' });
  expect(claimed.name).toBe('The true ada');

  // Whoever forges a token is nobody: no conversation, no name.
  words.push(`${jwtOf('ada', now + 300).slice(0, -4)}AAAA`, `${jwtOf('ada', now + 300).slice(0, -4)}AAAA`);
  asked = 3;
  await page.goto(`${stage.site.url}/mine`);
  const nobodys = await open();
  await nobodys.getByText('How can we help?').waitFor();
  await nobodys.getByText(/to answer|Nobody is here/).waitFor();
  expect(asked).toBe(5);
  expect(await said(nobodys, 'Do you mend kettles?').count()).toBe(0);
  expect(await tokenIn(nobodys)).toBe('');
});

test('another customer on the same page sees nothing of the first, and sends nothing of theirs', async () => {
  await using stage = await openStage();
  const { page, open, say } = await stage.visit();
  const panel = await open();
  const become = (sub: string) =>
    page.evaluate(
      (jwt) => {
        const { Shopbell } = globalThis as unknown as { Shopbell: { identify(who: object): void } };
        Shopbell.identify({ jwt });
      },
      jwtOf(sub, Math.floor(Date.now() / 1_000) + 300),
    );
  await become('ada');
  await say('I am Ada');
  await panel.getByText('Sent', { exact: true }).waitFor();
  stage.network.refuse(true);
  stage.network.cut();
  await say('Adas secret');
  await panel.getByText('Not sent yet. We keep trying.').waitFor();
  await become('grace');
  stage.network.refuse(false);
  await panel.getByText('How can we help?').waitFor();
  expect(await said(panel, 'I am Ada').count()).toBe(0);
  await say('I am Grace');
  await panel.getByText('Sent', { exact: true }).waitFor();
  using nora = Object.assign(await agent(stage.running), { [Symbol.dispose]: () => nora.close() });
  const { conversations } = (await nora.call('conversation:list', {})) as { conversations: Summary[] };
  expect(new Set(conversations.map(({ shopper }) => shopper.verified?.sub))).toEqual(
    new Set(['ada', 'grace']),
  );
  expect(JSON.stringify(conversations)).not.toContain('Adas secret');
});
