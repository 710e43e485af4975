import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRelay } from '@shopbell/server';
import { describe, expect, it } from 'vitest';
import { shopperInTheShop } from '../test/people.ts';
import { temporaryFolder, until } from '../test/run-demo.ts';

const secret = 'the sign-in secret of this very test';
const shop = 'http://localhost:3000';
const sample = (file: string): string =>
  fileURLToPath(new URL(`../../../packages/commerce/test/${file}`, import.meta.url));

/** Runs a program of the guide until it has said what it says when it is ready. */
const run = async (file: string, { env, ready }: { env: Record<string, string>; ready: string }) => {
  const child = spawn(process.execPath, ['--conditions=source', sample(file)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await until(async () => said.includes(ready), `${file} is ready`);
  return { [Symbol.dispose]: () => void child.kill() };
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const openRelay = async (folder: string) => {
  const relay = await createRelay({ databaseUrl: `file:${join(folder, 'relay.db')}` });
  const { admin } = relay;
  const key = Buffer.from(secret).toString('base64url');
  const signInKeys = [{ kid: 'default', algorithm: 'HS256' as const, key }];
  await admin.saveShop({ id: 'demo', name: 'Demo shop', origins: [shop], signInKeys });
  const keyOf = async (kind: 'office' | 'agent', role: 'office' | 'agent'): Promise<string> => {
    const { id } = await admin.addPerson({ shop: 'demo', kind, role, name: kind });
    const scopes = role === 'office' ? (['action:*'] as const) : (['read', 'reply', 'action:*'] as const);
    return (await admin.createKey({ shop: 'demo', person: id, scopes: [...scopes], name: kind })).key;
  };
  const keys = { office: await keyOf('office', 'office'), agent: await keyOf('agent', 'agent') };
  const { url } = await relay.listen({ port: 0, host: '127.0.0.1' });
  return { url, keys, [Symbol.asyncDispose]: () => relay.close() };
};

describe('the shop of docs/your-shop.md', () => {
  it(
    'is refunded from the chat: planned, confirmed by its customer, done and read back',
    { timeout: 60_000 },
    async () => {
      await using folder = await temporaryFolder();
      await using relay = await openRelay(folder.path);
      using programs = new DisposableStack();
      const office = await run('your-office.ts', {
        env: { SHOPBELL_URL: relay.url, SHOPBELL_KEY: relay.keys.office },
        ready: 'The office offers order.lookup, refund.issue.',
      });
      programs.use(office);
      const port = await freePort();
      const storefront = await run('your-page.ts', {
        env: { SHOPBELL_URL: relay.url, SHOPBELL_SIGN_IN_SECRET: secret, PORT: `${port}` },
        ready: `The shop is at http://localhost:${port}`,
      });
      programs.use(storefront);
      const page = await fetch(`http://localhost:${port}/`);
      expect(await page.text()).toContain(`src="${relay.url}/shopbell.js" data-shop="demo"`);
      const token = await (await fetch(`http://localhost:${port}/chat-token`)).text();
      const ada = await shopperInTheShop(
        { shop, relay: `${relay.url}/` } as Parameters<typeof shopperInTheShop>[0],
        token,
      );
      const conversation = await ada.say('The lamp has a scratch.');
      const lines = [{ sku: 'lamp-blue', amount: { amount: 500, currency: 'EUR' } }];
      const asked = await fetch(`${relay.url}/v1/agent/action:request`, {
        method: 'POST',
        headers: { authorization: `Bearer ${relay.keys.agent}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          conversation,
          nonce: crypto.randomUUID(),
          name: 'refund.issue',
          input: { order: 'L-1001', lines, reason: 'A scratch' },
          audience: 'everyone',
        }),
      });
      expect(asked.status).toBe(200);
      const steps = async () =>
        (await ada.entries(conversation)).filter(({ type }) => type === 'action').map(({ data }) => data);
      const stepped = async (step: string) => (await steps()).find((data) => data['step'] === step);
      await until(async () => (await stepped('planned')) !== undefined, 'the refund is planned');
      const planned = await stepped('planned');
      expect(planned?.['plan']).toMatchObject({
        summary: 'We send €5.00 back to you for order L-1001.',
        confirm: true,
      });
      const digest = (planned?.['plan'] as { digest: string } | undefined)?.digest;
      await ada.call('action:confirm', { action: planned?.['action'], digest, nonce: crypto.randomUUID() });
      await until(async () => (await stepped('verified')) !== undefined, 'the refund is read back');
      expect((await stepped('succeeded'))?.['card']).toMatchObject({ kind: 'refund', status: 'issued' });
    },
  );
});
