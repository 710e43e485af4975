import { describe, expect, test, vi } from 'vitest';
import { startRelay } from '../test/misbehaving-relay.ts';
import { heardBy, message, shopperOf, upTo } from '../test/shopper.ts';

const until = (condition: () => unknown) =>
  vi.waitFor(() => expect(condition()).toBeTruthy(), { timeout: 20_000, interval: 5 });
const id = 'cnv_12345678';
const both = { transports: ['websocket', 'http'] as const };

describe('where WebSockets are blocked (R13)', () => {
  test('the connection lives over HTTP: messages, entries, changed conversations', async () => {
    await using relay = await startRelay();
    relay.faults.webSocketsBlocked = true;
    relay.append(id);
    await using shopper = shopperOf(relay.url, both);
    const { seqs } = heardBy(shopper, id);
    const changed: unknown[] = [];
    shopper.on('conversation:changed', (summary) => changed.push(summary));
    relay.summaries.conversations = [{ id, updatedAt: 1 }];
    shopper.start();
    await until(() => shopper.state.name === 'live');
    expect(shopper.state).toEqual({ name: 'live', transport: 'http' });
    await until(() => seqs.length === 1);
    expect((await shopper.post('message:send', message(id))).seq).toBe(2);
    relay.append(id);
    await until(() => seqs.length === 3);
    expect(seqs).toEqual(upTo(3));
    expect(changed).toEqual([{ id, updatedAt: 1 }]);
    expect(relay.received.every(({ via }) => via === 'http')).toBe(true);
    await shopper.close();
  });

  test('the conversation that a first message began is known at once, not with the next look at all', async () => {
    await using relay = await startRelay();
    await using shopper = shopperOf(relay.url, { transports: ['http'] });
    const changed: unknown[] = [];
    shopper.on('conversation:changed', (summary) => changed.push(summary));
    shopper.start();
    await until(() => relay.commands('conversation:list').length === 1);
    await shopper.post('message:send', message(id));
    relay.summaries.conversations = [{ id, updatedAt: 1 }];
    const startedAt = performance.now();
    heardBy(shopper, id);
    await until(() => changed.length === 1);
    // The next look at all conversations is four seconds after the last.
    expect(performance.now() - startedAt).toBeLessThan(3_500);
  });

  test('it goes back to a WebSocket as soon as one opens, nothing lost, nothing doubled', async () => {
    await using relay = await startRelay();
    relay.faults.webSocketsBlocked = true;
    await using shopper = shopperOf(relay.url, both);
    const { seqs } = heardBy(shopper, id);
    shopper.start();
    await until(() => shopper.state.name === 'live');
    relay.append(id);
    relay.append(id);
    await until(() => seqs.length === 2);
    relay.faults.webSocketsBlocked = false;
    relay.append(id);
    await until(() => shopper.state.name === 'live' && shopper.state.transport === 'websocket');
    relay.append(id);
    await until(() => seqs.length === 4);
    expect(seqs).toEqual(upTo(4));
  });

  test('a WebSocket that opens while the session is being opened over HTTP opens its own', async () => {
    await using relay = await startRelay();
    relay.faults.webSocketsBlocked = true;
    let openings = 0;
    relay.faults.reply = (command) =>
      command === 'session:open' && (openings += 1) === 1 ? 'hold' : undefined;
    await using shopper = shopperOf(relay.url, both, { callTimeoutMs: 60_000 });
    shopper.start();
    await until(() => openings === 1);
    expect(shopper.state.name).toBe('opening');
    relay.faults.webSocketsBlocked = false;
    await until(() => shopper.state.name === 'live');
    expect(shopper.state).toEqual({ name: 'live', transport: 'websocket' });
  });

  test('the first look for a WebSocket comes soon, however rare the later ones are', async () => {
    await using relay = await startRelay();
    relay.faults.webSocketsBlocked = true;
    await using shopper = shopperOf(relay.url, both, { upgradeAfterMs: 600_000 });
    shopper.start();
    await until(() => shopper.state.name === 'live');
    expect(shopper.state).toEqual({ name: 'live', transport: 'http' });
    relay.faults.webSocketsBlocked = false;
    await until(() => shopper.state.name === 'live' && shopper.state.transport === 'websocket');
    expect(shopper.state).toEqual({ name: 'live', transport: 'websocket' });
  });

  test('a relay that takes no newcomers is waited for, as long as it asks, not gone around', async () => {
    await using relay = await startRelay();
    relay.faults.webSocketsBlocked = true;
    const details = { retryAfterMs: 50 };
    relay.faults.refuse = (command) =>
      command === 'readyz' ? { code: 'unavailable', message: 'Later.', details } : undefined;
    await using shopper = shopperOf(relay.url, both);
    const states: unknown[] = [];
    shopper.on('state:changed', (state) => states.push(state));
    shopper.start();
    await until(() => relay.commands('readyz').length >= 3);
    expect(relay.received.every(({ command }) => command === 'readyz')).toBe(true);
    relay.faults.webSocketsBlocked = false;
    await until(() => shopper.state.name === 'live');
    expect(states).not.toContainEqual({ name: 'live', transport: 'http' });
    expect(shopper.state).toEqual({ name: 'live', transport: 'websocket' });
  });

  test('a lost answer is asked for again with the same nonce', async () => {
    await using relay = await startRelay();
    await using shopper = shopperOf(relay.url, { transports: ['http'] });
    let lost = 0;
    relay.faults.reply = (command) => (command === 'message:send' && lost++ < 2 ? 'lose' : undefined);
    shopper.start();
    await shopper.post('message:send', message(id));
    expect(relay.log.of(id)).toHaveLength(1);
    expect(relay.commands('message:send')).toHaveLength(3);
  });

  test('a revoked token is a refusal', async () => {
    await using relay = await startRelay();
    await using shopper = shopperOf(relay.url, { transports: ['http'] });
    shopper.start();
    await until(() => shopper.state.name === 'live');
    relay.faults.refuse = () => ({ code: 'unauthenticated', message: 'The token is revoked.' });
    await expect(shopper.call('read:mark', { conversation: id, seq: 1 })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    expect(shopper.state.name).toBe('refused');
  });

  test('each request carries the token of the moment', async () => {
    await using relay = await startRelay();
    let token: string | undefined;
    const used: (string | undefined)[] = [];
    const auth = () => {
      used.push(token);
      return { protocol: 1, shop: 'demo', ...(token ? { token } : {}) };
    };
    await using shopper = shopperOf(relay.url, { transports: ['http'], auth });
    shopper.on('session:opened', () => void (token = 'sbt_new'));
    shopper.start();
    await shopper.post('message:send', message(id));
    expect(used.slice(0, 2)).toEqual([undefined, 'sbt_new']);
  });
});

describe('where nothing answers', () => {
  test('the connection keeps trying both ways and comes up with the relay', async () => {
    await using relay = await startRelay();
    relay.faults.webSocketsBlocked = true;
    relay.faults.refuse = () => ({ code: 'unavailable', message: 'Not yet.' });
    await using shopper = shopperOf(relay.url, both);
    shopper.start();
    await until(() => shopper.states.filter((name) => name === 'waiting').length > 3);
    relay.faults.webSocketsBlocked = false;
    relay.faults.refuse = undefined;
    await until(() => shopper.state.name === 'live');
    expect(shopper.states.at(-1)).toBe('live');
  });
});
