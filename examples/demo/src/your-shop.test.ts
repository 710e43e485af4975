import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRelay } from '@shopbell/server';
import { describe, expect, it } from 'vitest';
import { shopperInTheShop } from '../test/people.ts';
import { temporaryFolder, until } from '../test/run-demo.ts';

const secret = 'the sign-in secret of this very test';
const shop = 'http://localhost:3000';
const office = fileURLToPath(new URL('../../../packages/commerce/test/your-office.ts', import.meta.url));

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwtOf = (sub: string): string => {
  const seconds = Math.floor(Date.now() / 1_000);
  const head = encoded({ alg: 'HS256', kid: 'default', typ: 'JWT' });
  const text = `${head}.${encoded({ sub, aud: 'demo', email: 'ada@example.com', iat: seconds, exp: seconds + 300 })}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
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

const runOffice = async (url: string, key: string) => {
  const child = spawn(process.execPath, ['--conditions=source', office], {
    env: { ...process.env, SHOPBELL_URL: url, SHOPBELL_KEY: key },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await until(
    async () => said.includes('The office offers order.lookup, refund.issue.'),
    'the office is open',
  );
  return { [Symbol.dispose]: () => void child.kill() };
};

describe('the shop of docs/your-shop.md', () => {
  it(
    'is refunded from the chat: planned, confirmed by its customer, done and read back',
    { timeout: 60_000 },
    async () => {
      await using folder = await temporaryFolder();
      await using relay = await openRelay(folder.path);
      using _ = await runOffice(relay.url, relay.keys.office);
      const ada = await shopperInTheShop(
        { shop, relay: `${relay.url}/` } as Parameters<typeof shopperInTheShop>[0],
        jwtOf('c-1'),
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
