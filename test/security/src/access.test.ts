import {
  agent,
  connectPeer,
  freshNonce,
  office,
  refusalOf,
  shopper,
  startRelay,
  until,
  type Peer,
} from '@shopbell-test/kit';
import { agentCommands, shopperCommands, type Command } from '@shopbell/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agentSamples, nobody, shopperSamples } from './samples.ts';

let relay: Awaited<ReturnType<typeof startRelay>>;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay[Symbol.asyncDispose]());

type Samples = Record<string, (of: typeof nobody) => readonly Record<string, unknown>[]>;
const rows = [
  ...Object.keys(shopperCommands).map((name) => ['shopper', name] as const),
  ...Object.keys(agentCommands).map((name) => ['agent', name] as const),
];
const sampleOf = (side: 'shopper' | 'agent', name: string) =>
  ((side === 'shopper' ? shopperSamples : agentSamples) as Samples)[name]?.(nobody)[0] ?? {};

const post = async (path: string, headers: Record<string, string>, body: unknown = {}) => {
  const response = await fetch(`${relay.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'shopbell-shop': relay.shop, ...headers },
    body: JSON.stringify(body),
  });
  const reply = (await response.json()) as { ok: boolean; error?: { code: string } };
  return { status: response.status, code: reply.error?.code ?? 'ok' };
};

const refused = (attempt: Promise<Peer>): Promise<string> =>
  attempt.then(
    (peer) => {
      peer.close();
      return 'in';
    },
    (error: Error) => refusalOf(error).code,
  );

describe('R17 R18: without a secret', () => {
  test.each(rows.filter(([side, name]) => side === 'agent' || name !== 'session:open'))(
    'a %s’s %s is refused over HTTP',
    async (side, name) => {
      const answer = await post(`/v1/${side}/${name}`, {}, sampleOf(side, name));
      expect(answer).toEqual({ status: 401, code: 'unauthenticated' });
    },
  );

  test.each(rows)('a %s’s %s is refused with a wrong one', async (side, name) => {
    const secret = `${side === 'shopper' ? 'sbt' : 'sbk'}_${'A'.repeat(43)}`;
    const answer = await post(
      `/v1/${side}/${name}`,
      { authorization: `Bearer ${secret}` },
      sampleOf(side, name),
    );
    expect(answer).toEqual({ status: 401, code: 'unauthenticated' });
  });

  test.each(['/v1/desk/sign-in', '/v1/desk/sign-out'])('%s lets nobody in', async (path) => {
    const { status } = await post(path, { origin: relay.url }, { code: `sbc_${'A'.repeat(43)}` });
    expect(status).toBeGreaterThanOrEqual(400);
  });

  test('no transcript is read', async () => {
    const { status } = await fetch(`${relay.url}/v1/conversations/${nobody.conversation}/entries`);
    expect(status).toBe(401);
  });

  test.each([
    {},
    { key: '' },
    { key: 'sbk_' },
    { key: `sbk_${'A'.repeat(43)}` },
    { key: 7 },
    { key: { $gt: '' } },
  ])('the agents’ namespace is closed to %j', async (auth) => {
    const code = await refused(connectPeer({ url: relay.url, namespace: '/agent', auth }));
    expect(['unauthenticated', 'bad_request']).toContain(code);
  });

  test.each(Object.keys(shopperCommands).filter((name) => name !== 'session:open'))(
    'a newcomer who has not opened a session may not %s',
    async (name) => {
      const { url, shop, origin } = relay;
      await using peer = await connectPeer({ url, namespace: '/shopper', auth: { shop }, origin });
      const reply = await peer.ask(name, sampleOf('shopper', name));
      expect(reply.ok ? 'ok' : reply.error.code).toBe('unauthenticated');
    },
  );

  test('another protocol version is refused', async () => {
    const auth = { key: relay.agent.key, protocol: 2 };
    expect(await refused(connectPeer({ url: relay.url, namespace: '/agent', auth }))).toBe(
      'unsupported_protocol',
    );
  });
});

describe('R18: keys', () => {
  test.each(['https://evil.example', 'null', 'https://demo.example'])(
    'are refused where the origin is %s',
    async (origin) => {
      const {
        url,
        agent: { key },
      } = relay;
      expect(await refused(connectPeer({ url, namespace: '/agent', auth: { key }, origin }))).not.toBe('in');
      const { code } = await post('/v1/agent/session:open', { authorization: `Bearer ${key}`, origin });
      expect(code).not.toBe('ok');
    },
  );

  test('do only what their role may: every command that is not for an office', async () => {
    const allowed = Object.entries(agentCommands as Record<string, Command>).filter(
      ([, { roles }]) => !roles.includes('office'),
    );
    await using peer = await connectPeer({
      url: relay.url,
      namespace: '/agent',
      auth: { key: relay.office.key },
    });
    await peer.call('session:open');
    for (const [name] of allowed) {
      const reply = await peer.ask(name, sampleOf('agent', name));
      expect(reply.ok ? 'ok' : reply.error.code, name).toBe('forbidden');
    }
  });

  test('do only what their scope is: one that reads does not write', async () => {
    const { key } = await relay.relay.admin.createKey({
      shop: relay.shop,
      person: relay.agent.id,
      scopes: ['read'],
      name: 'reads',
    });
    await using peer = await agent(relay, { key });
    const writing = Object.entries(agentCommands as Record<string, Command>).filter(
      ([, { scope }]) => scope === 'reply',
    );
    for (const [name] of writing) {
      const reply = await peer.ask(name, sampleOf('agent', name));
      expect(reply.ok ? 'ok' : reply.error.code, name).toBe('forbidden');
    }
    const asked = await peer.ask('action:request', sampleOf('agent', 'action:request'));
    expect(asked.ok ? 'ok' : asked.error.code).toBe('forbidden');
    expect((await peer.ask('team:list')).ok).toBe(true);
  });
});

describe('R19: what is revoked', () => {
  test('a key’s connections are closed within a second, nothing arrives after, and it does not come back', async () => {
    const { admin } = relay.relay;
    const { id, key } = await admin.createKey({
      shop: relay.shop,
      person: relay.agent.id,
      scopes: ['read', 'reply'],
      name: 'soon gone',
    });
    await using watcher = await agent(relay, { key });
    await using someone = await shopper(relay);
    const { conversation } = await someone.say('Before.');
    await watcher.call('conversation:watch', { conversation, after: 0 });
    const revokedAt = performance.now();
    await admin.revokeKey(id);
    await until('the end of the connection', () => watcher.socket.disconnected, 3_000);
    expect(performance.now() - revokedAt).toBeLessThan(1_000);
    const heard = watcher.heard.length;
    await someone.say('After.');
    expect(watcher.heard.length).toBe(heard);
    expect(await refused(agent(relay, { key }))).toBe('unauthenticated');
    expect(await post('/v1/agent/team:list', { authorization: `Bearer ${key}` })).toMatchObject({
      status: 401,
    });
  });

  test('a shopper’s token: every tab is closed within a second, and it does not come back', async () => {
    const one = await shopper(relay);
    await using other = await shopper(relay, { token: one.token });
    await one.say('Goodbye.');
    const revokedAt = performance.now();
    await one.ask('session:close');
    await until('the end of the other tab', () => other.socket.disconnected, 3_000);
    expect(performance.now() - revokedAt).toBeLessThan(1_000);
    expect(await refused(shopper(relay, { token: one.token }))).toBe('unauthenticated');
    expect(
      await post('/v1/shopper/conversation:list', { authorization: `Bearer ${one.token}` }),
    ).toMatchObject({ status: 401 });
    one.close();
  });
});

describe('R4 R5: canaries', () => {
  const canary = 'canary-7f3a';

  test('what is for staff is in no byte a shopper receives', async () => {
    await using back = await office(relay, ['order.lookup'], () => ({ internal: `${canary}-output` }));
    await using staff = await agent(relay);
    await using someone = await shopper(relay);
    const bytes: string[] = [];
    someone.socket.io.engine.on('data', (data) => bytes.push(String(data)));
    const { conversation } = await someone.say('Hello');
    await someone.call('conversation:watch', { conversation, after: 0 });
    const here = { conversation, nonce: freshNonce() };
    await staff.call('conversation:watch', { conversation, after: 0 });
    await staff.note(conversation, `${canary}-note`);
    for (const audience of ['everyone', 'staff']) {
      const input = { order: `${canary}-input` };
      const request = { ...here, nonce: freshNonce(), name: 'order.lookup', input, audience };
      const { action } = await staff.call('action:request', request);
      await staff.hears(
        'entry:appended',
        (entry: { data: { action?: string; step?: string } }) =>
          entry.data.action === action && entry.data.step === 'succeeded',
      );
    }
    const outcome = { reason: `${canary}-reason`, resolution: 'solved', note: `${canary}-outcome` };
    await staff.call('outcome:record', { ...here, nonce: freshNonce(), outcome });
    await staff.call('conversation:close', { ...here, nonce: freshNonce(), outcome });
    await someone.hears(
      'entry:appended',
      (entry: { data: { status?: string } }) => entry.data.status === 'closed',
    );

    await someone.call('conversation:list');
    await someone.call('entries:list', { conversation });
    await using again = await shopper(relay, { token: someone.token });
    bytes.push(JSON.stringify(await again.call('conversation:watch', { conversation, after: 0 })));
    const headers = { authorization: `Bearer ${someone.token}`, 'shopbell-shop': relay.shop };
    const transcript = `${relay.url}/v1/conversations/${conversation}/entries`;
    bytes.push(await (await fetch(transcript, { headers })).text());
    expect(bytes.join('\n')).toContain('"succeeded"');
    expect(bytes.filter((text) => text.includes(canary))).toEqual([]);
    expect(bytes.filter((text) => /staffData|publicSeq/.test(text))).toEqual([]);

    const staffHeaders = { authorization: `Bearer ${relay.agent.key}` };
    const full = await (await fetch(transcript, { headers: staffHeaders })).text();
    for (const part of ['note', 'input', 'output', 'reason', 'outcome'])
      expect(full).toContain(`${canary}-${part}`);
    expect(back.socket.connected).toBe(true);
  });
});
