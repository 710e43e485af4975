import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection, type ShopperSide } from '@shopbell/client';
import type { ActionId, ConversationId, Role, Scope } from '@shopbell/protocol';
import { createRelay } from '@shopbell/server';
import { newNonce } from '../src/nonce.ts';

/** A relay with a shop and keys, that can go away and come back on its port with its log. */
export const startRelay = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shopbell-agent-'));
  const open = () => createRelay({ databaseUrl: `file:${join(folder, 'log.db')}` });
  let relay = await open();
  const { url } = await relay.listen({ port: 0 });
  await relay.admin.saveShop({ id: 'demo', name: 'Demo shop', origins: [url] });

  return {
    url,
    get admin() {
      return relay.admin;
    },
    /** The key of somebody new. */
    async key(role: Role, ...scopes: Scope[]): Promise<string> {
      const kind = role === 'bot' || role === 'office' ? role : 'agent';
      const person = await relay.admin.addPerson({ shop: 'demo', kind, role, name: `The ${role}` });
      const { key } = await relay.admin.createKey({ shop: 'demo', person: person.id, scopes, name: role });
      return key;
    },
    stop: () => relay.close(),
    async restart() {
      await relay.close();
      relay = await open();
      await relay.listen({ port: Number(new URL(url).port) });
    },
    async [Symbol.asyncDispose]() {
      await relay.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** A shopper who writes, and hears what is said. */
export const startShopper = (url: string) => {
  let token: string | undefined;
  const connection = createConnection<ShopperSide>({
    url,
    namespace: '/shopper',
    origin: url,
    auth: () => ({ protocol: 1, shop: 'demo', ...(token ? { token } : {}) }),
    open: () => ({}),
  });
  connection.on('session:opened', (session) => void (token = session.token ?? token));
  connection.start();
  const heard: string[] = [];
  const plans: { action: ActionId; digest: string }[] = [];
  let followed: ConversationId | undefined;
  return {
    heard,
    /** The plans they were shown, to answer to. */
    plans,
    answer: (command: 'action:confirm' | 'action:decline', to: { action: ActionId; digest: string }) =>
      connection.post(command, { ...to, nonce: newNonce() }),
    async say(text: string): Promise<ConversationId> {
      const part = { kind: 'text' as const, text };
      const { conversation } = await connection.post('message:send', { nonce: newNonce(), parts: [part] });
      if (followed === undefined) {
        followed = conversation;
        connection.follow(conversation, 0, (entry) => {
          if (entry.type === 'action' && entry.data.plan) {
            plans.push({ action: entry.data.action, digest: entry.data.plan.digest });
          }
          if (entry.type !== 'message' || entry.by.kind === 'shopper') return;
          for (const each of entry.data.parts) heard.push(each.kind === 'text' ? each.text : each.kind);
        });
      }
      return conversation;
    },
    [Symbol.asyncDispose]: () => connection.close(),
  };
};
