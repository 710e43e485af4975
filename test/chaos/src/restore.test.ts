import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freshNonce, openPremises, temporaryFolder } from '@shopbell-test/kit';
import { connectAgent } from '@shopbell/agent';
import { createConnection, type ShopperSide } from '@shopbell/client';
import { partsToText, type AnyEntry, type ConversationId } from '@shopbell/protocol';
import { createRelay, withoutLimits } from '@shopbell/server';
import { expect, test } from 'vitest';

const cli = fileURLToPath(new URL('cli.ts', import.meta.resolve('@shopbell/server')));
const shopbell = (...words: string[]): string =>
  execFileSync(process.execPath, ['--conditions=source', '--no-warnings', cli, ...words], {
    encoding: 'utf8',
  });

const textOf = (entry: AnyEntry): string =>
  entry.type === 'message' ? partsToText(entry.data.parts) : entry.type;

/** What one side shows, kept as its rules say: entries as they come, all of it forgotten when it is told so. */
const createView = () => {
  const shown: string[] = [];
  let resets = 0;
  return {
    shown,
    resets: () => resets,
    take: (entry: AnyEntry): void => void shown.push(`${entry.seq} ${textOf(entry)}`),
    forget: (): void => {
      resets += 1;
      shown.length = 0;
    },
  };
};

test('R6 after a restore from an older backup, clients that were further are told so and show what there is', async () => {
  using folder = temporaryFolder();
  const backup = join(folder.path, 'backup.db');
  const data = ['--data', folder.path];
  const open = () => createRelay({ databaseUrl: folder.database, limits: withoutLimits });
  let relay = await open();
  const premises = await openPremises(relay.admin);
  const { url } = await relay.listen({ port: 0 });
  const port = Number(new URL(url).port);

  let token: string | undefined;
  const shopper = createConnection<ShopperSide>({
    url,
    namespace: '/shopper',
    auth: () => ({ protocol: 1, shop: premises.shop, ...(token ? { token } : {}) }),
    open: () => ({}),
    origin: premises.origin,
    transports: ['websocket'],
  });
  const agent = await connectAgent({ url, key: premises.agent.key });
  try {
    shopper.on('session:opened', (session) => {
      token = session.token ?? token;
    });
    shopper.start();
    const say = (text: string, conversation?: ConversationId) =>
      shopper.post('message:send', {
        nonce: freshNonce(),
        parts: [{ kind: 'text', text }],
        ...(conversation ? { conversation } : {}),
      });
    const { conversation } = await say('one');
    const views = { shopper: createView(), agent: createView() };
    shopper.follow(conversation, 0, views.shopper.take);
    shopper.on('feed:reset', views.shopper.forget);
    const handle = await agent.conversation(conversation);
    handle.follow(views.agent.take, { after: 0, onReset: views.agent.forget });
    await say('two', conversation);
    await expect.poll(() => views.agent.shown).toEqual(['1 status', '2 one', '3 two']);
    shopbell('backup', backup, ...data);

    await say('lost with the disk', conversation);
    await handle.note('lost, too');
    await expect.poll(() => views.agent.shown.length).toBe(5);
    await expect.poll(() => views.shopper.shown.length).toBe(4);
    await relay.close();
    shopbell('restore', backup, ...data);
    relay = await open();
    await relay.listen({ port });

    const left = ['1 status', '2 one', '3 two'];
    await expect.poll(() => views.shopper.shown, { timeout: 20_000 }).toEqual(left);
    await expect.poll(() => views.agent.shown, { timeout: 20_000 }).toEqual(left);
    expect([views.shopper.resets(), views.agent.resets()]).toEqual([1, 1]);
    await say('goes on', conversation);
    await expect.poll(() => views.agent.shown).toEqual([...left, '4 goes on']);
    await expect.poll(() => views.shopper.shown).toEqual([...left, '4 goes on']);
  } finally {
    await agent.close();
    await shopper.close();
    await relay.close();
  }
}, 60_000);
