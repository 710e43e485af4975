import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jwtFromTheShop, noraAtTheDesk, shopperInTheShop } from '../test/people.ts';
import { freePair, runDemo, temporaryFolder, until } from '../test/run-demo.ts';

const timeout = 180_000;
const isUp = (url: string): Promise<boolean> =>
  fetch(url).then(
    (response) => response.ok,
    () => false,
  );

describe('the demo', () => {
  it('lets a shopper’s question be answered with their order, the whole way', { timeout }, async () => {
    await using folder = await temporaryFolder();
    await using demo = runDemo({ port: await freePair(), data: folder.path });
    const said = await demo.started;
    const jwt = await jwtFromTheShop(said, 'customer-2001');
    const mara = await shopperInTheShop(said, jwt);
    expect(mara.shopper.verified).toBe(true);
    const conversation = await mara.say('Where is my order?');

    const nora = await noraAtTheDesk(said);
    await nora.run(conversation, 'order.list', {});
    const succeeded = async (name: string) =>
      (await nora.entries(conversation)).find(
        ({ type, data }) => type === 'action' && data['name'] === name && data['step'] === 'succeeded',
      );
    await until(async () => (await succeeded('order.list')) !== undefined, 'the orders are listed');
    const listed = (await succeeded('order.list'))?.staffData?.['output'] as { orders: { number: string }[] };
    const number = listed.orders[0]?.number ?? '';
    expect(number).toMatch(/^AS-104\d\d$/);

    await nora.run(conversation, 'order.lookup', { order: number });
    await until(async () => (await succeeded('order.lookup')) !== undefined, 'the order is looked up');
    const seen = (await mara.entries(conversation)).filter(({ type }) => type === 'action');
    expect(seen.at(-1)?.data).toMatchObject({ step: 'succeeded', card: { kind: 'order', number } });
    expect(JSON.stringify(seen)).not.toContain('Elbstra');
  });

  it('shows a stranger no order of somebody else', { timeout }, async () => {
    await using folder = await temporaryFolder();
    await using demo = runDemo({ port: await freePair(), data: folder.path });
    const said = await demo.started;
    const stranger = await shopperInTheShop(said);
    const conversation = await stranger.say('Show me AS-10449.');
    const nora = await noraAtTheDesk(said);
    const failures = async () =>
      (await nora.entries(conversation)).filter(
        ({ type, data }) => type === 'action' && data['step'] === 'failed',
      );
    await nora.run(conversation, 'order.lookup', { order: 'AS-10449' });
    await until(async () => (await failures()).length === 1, 'the lookup is refused');
    await nora.run(conversation, 'order.lookup', { order: 'AS-10449', email: 'eve@example.com' });
    await until(async () => (await failures()).length === 2, 'the wrong address is refused');
    expect(JSON.stringify(await stranger.entries(conversation))).not.toMatch(/"card"|Mara|22767/);
  });

  it('prints the code by which a stranger proves a mail address', { timeout }, async () => {
    await using folder = await temporaryFolder();
    await using demo = runDemo({ port: await freePair(), data: folder.path });
    const said = await demo.started;
    const stranger = await shopperInTheShop(said);
    const conversation = await stranger.say('It is me, Mara.');
    const nora = await noraAtTheDesk(said);
    await nora.call('identity:ask', { conversation, nonce: crypto.randomUUID() });
    const email = 'mara.lindqvist@example.com';
    await stranger.call('identity:request-code', { conversation, nonce: crypto.randomUUID(), email });
    const printed = /the code for mara\.lindqvist@example\.com is (\d{6}) /;
    await until(async () => demo.lines.some((line) => printed.test(line)), 'the code is printed');
    const code = demo.lines.map((line) => printed.exec(line)?.[1]).find((found) => found !== undefined);
    const proved = await stranger.call<{ email: string }>('identity:confirm-code', {
      conversation,
      nonce: crypto.randomUUID(),
      code,
    });
    expect(proved.email).toBe(email);
    const { conversation: seen } = await nora.call<{ conversation: { shopper: object } }>(
      'conversation:get',
      { conversation },
    );
    expect(seen.shopper).toMatchObject({ verified: null, proved: { email } });
  });

  it('stops cleanly when asked, and keeps everything for the next time', { timeout }, async () => {
    await using folder = await temporaryFolder();
    const port = await freePair();
    const first = runDemo({ port, data: folder.path });
    const before = await first.started;
    const shopper = await shopperInTheShop(before);
    const conversation = await shopper.say('Keep this.');
    const askedAt = performance.now();
    expect(await first.stop()).toBe(0);
    expect(performance.now() - askedAt).toBeLessThan(10_000);
    expect(await isUp(before.shop)).toBe(false);
    expect(await isUp(`${before.relay}healthz`)).toBe(false);

    const secrets = join(folder.path, 'demo-secrets.json');
    expect((await stat(secrets)).mode & 0o777).toBe(0o600);
    const keptBefore = await readFile(secrets, 'utf8');

    await using second = runDemo({ port, data: folder.path });
    const after = await second.started;
    expect(after.deskLink).not.toBe(before.deskLink);
    expect(await readFile(secrets, 'utf8')).toBe(keptBefore);
    const nora = await noraAtTheDesk(after);
    expect(JSON.stringify(await nora.entries(conversation))).toContain('Keep this.');
    const { people } = await nora.call<{ people: { name: string }[] }>('team:list', {});
    expect(people.map(({ name }) => name)).toEqual(['Nora']);
  });

  it(
    'starts a killed relay again on the same data, and the office comes back to it',
    { timeout },
    async () => {
      await using folder = await temporaryFolder();
      const port = await freePair();
      await using demo = runDemo({ port, data: folder.path });
      const said = await demo.started;
      const shopper = await shopperInTheShop(said);
      const conversation = await shopper.say('Before the fall.');
      process.kill(said.pids['the relay'], 'SIGKILL');
      await until(() => demo.lines.some((line) => line.includes('The relay is back.')), 'the relay is back');
      expect(demo.lines.join('\n')).toMatch(
        /The relay ended \(killed by SIGKILL\)\. It starts again in 0\.25 s\./,
      );
      const nora = await noraAtTheDesk(said);
      expect(JSON.stringify(await nora.entries(conversation))).toContain('Before the fall.');
      const offers = async () => (await nora.call<{ actions: unknown[] }>('action:list', {})).actions.length;
      await until(async () => (await offers()) === 21, 'the office offers its actions again');
    },
  );

  it('says which port is taken and what to do', { timeout }, async () => {
    await using folder = await temporaryFolder();
    const port = await freePair();
    const squatter = createServer();
    await new Promise<void>((done) => squatter.listen(port + 1, '127.0.0.1', done));
    const demo = runDemo({ port, data: folder.path });
    void demo.started.catch(() => undefined);
    expect(await demo.ended).toBe(1);
    expect(demo.lines.join('\n')).toContain(`Port ${port + 1} is taken.`);
    expect(demo.lines.join('\n')).toMatch(/PORT=\d+/);
    squatter.close();
  });

  it('leaves nothing running when it is stopped while it starts', { timeout }, async () => {
    await using folder = await temporaryFolder();
    const port = await freePair();
    const demo = runDemo({ port, data: folder.path });
    void demo.started.catch(() => undefined);
    const relay = `http://127.0.0.1:${port + 1}/healthz`;
    await until(() => isUp(relay), 'the relay is up');
    expect(await demo.stop()).toBe(130);
    await until(async () => !(await isUp(relay)), 'the relay is gone');
  });

  it('says what is wrong with a port that is none', { timeout }, async () => {
    await using folder = await temporaryFolder();
    const demo = runDemo({ port: 70_000, data: folder.path });
    void demo.started.catch(() => undefined);
    expect(await demo.ended).toBe(1);
    expect(demo.lines.join('\n')).toContain('PORT is "70000" but must be a number from 1 to 65534');
  });
});
