import type { WireError } from '@shopbell/protocol';
import { describe, expect, test, vi } from 'vitest';
import { startRelay } from '../test/misbehaving-relay.ts';
import { message, shopperOf } from '../test/shopper.ts';
import { startProxy } from '../test/tcp-proxy.ts';

const until = (condition: () => unknown) =>
  vi.waitFor(() => expect(condition()).toBeTruthy(), { timeout: 20_000, interval: 5 });

describe('a connection', () => {
  test('opens a session, answers, and ends', async () => {
    await using relay = await startRelay();
    await using shopper = shopperOf(relay.url);
    const opened: unknown[] = [];
    shopper.on('session:opened', ({ shop }) => opened.push(shop.id));
    shopper.start();
    await until(() => shopper.state.name === 'live');
    expect(opened).toEqual(['demo']);
    expect(await shopper.call('conversation:list', {})).toEqual({ conversations: [] });
    await shopper.close();
    expect(shopper.states).toEqual(['connecting', 'opening', 'live', 'closed']);
  });

  test('tells of the session before anything else is sent, so that a new token can be kept', async () => {
    await using relay = await startRelay();
    await using shopper = shopperOf(relay.url);
    void shopper.post('message:send', message()).catch(() => {});
    let sentBefore = -1;
    shopper.on('session:opened', () => void (sentBefore = relay.received.length));
    shopper.start();
    await until(() => relay.commands('message:send').length === 1);
    expect(sentBefore).toBe(1);
  });

  test('comes back by itself when it is thrown out, and asks for its credentials anew (R16)', async () => {
    await using relay = await startRelay();
    let asked = 0;
    const auth = () => ({ protocol: 1, shop: 'demo', token: `sbt_${++asked}` });
    await using shopper = shopperOf(relay.url, { auth });
    shopper.start();
    await until(() => shopper.state.name === 'live');
    relay.cut();
    // It may be away for less than a moment.
    await until(() => shopper.states.filter((name) => name === 'live').length === 2);
    expect(asked).toBe(2);
  });

  test('waits as long as a closing relay asks it to', async () => {
    await using relay = await startRelay();
    await using shopper = shopperOf(relay.url);
    shopper.start();
    await until(() => shopper.state.name === 'live');
    relay.emit('relay:closing', { reconnectAfterMs: 60_000 });
    const heard = new Promise((resolve) => shopper.on('relay:closing', resolve));
    await heard;
    relay.cut();
    await until(() => shopper.state.name === 'waiting');
    const { state } = shopper;
    expect(state.name === 'waiting' && state.retryAt - Date.now()).toBeGreaterThan(55_000);
    shopper.wake();
    await until(() => shopper.state.name === 'live');
  });

  test('stops at a refusal with its code, and starts afresh when told to (R11)', async () => {
    await using relay = await startRelay();
    relay.faults.handshake = () => ({ code: 'unauthenticated', message: 'The token is revoked.' });
    await using shopper = shopperOf(relay.url);
    shopper.start();
    await until(() => shopper.state.name === 'refused');
    expect(shopper.state).toMatchObject({
      error: { code: 'unauthenticated', message: 'The token is revoked.' },
    });
    shopper.wake();
    expect(shopper.state.name).toBe('refused');
    relay.faults.handshake = undefined;
    shopper.start();
    await until(() => shopper.state.name === 'live');
  });

  test('tries again when the relay is only too busy for the handshake', async () => {
    await using relay = await startRelay();
    const busy: WireError = { code: 'rate_limited', message: 'Later.', details: { retryAfterMs: 30 } };
    const answers: (WireError | undefined)[] = [busy, busy];
    relay.faults.handshake = () => answers.shift();
    await using shopper = shopperOf(relay.url);
    shopper.start();
    await until(() => shopper.state.name === 'live');
    expect(shopper.states.filter((name) => name === 'waiting')).toHaveLength(2);
  });

  test('notices within the heartbeat that nothing passes any more', async () => {
    await using relay = await startRelay({ pingInterval: 100, pingTimeout: 100 });
    await using proxy = await startProxy(relay.port);
    await using shopper = shopperOf(proxy.url);
    shopper.start();
    await until(() => shopper.state.name === 'live');
    const pending = shopper.call('conversation:list', {}, { timeoutMs: 60_000 }).catch((error) => error);
    proxy.silence(true);
    const startedAt = performance.now();
    await until(() => shopper.states.includes('waiting'));
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    await pending;
    proxy.silence(false);
    await until(() => shopper.state.name === 'live');
  });

  test('settles every call: no connection, no answer, an end', async () => {
    await using relay = await startRelay();
    await using shopper = shopperOf(relay.url);
    await expect(shopper.call('conversation:list', {})).rejects.toMatchObject({ code: 'disconnected' });
    shopper.start();
    await until(() => shopper.state.name === 'live');
    relay.faults.reply = (command) => (command === 'conversation:list' ? 'lose' : undefined);
    await expect(shopper.call('conversation:list', {})).rejects.toMatchObject({ code: 'timeout' });
    const asked = shopper.call('conversation:list', {}, { timeoutMs: 60_000 });
    const posted = shopper.post('message:send', { ...message(), page: { url: 'https://shop.example/' } });
    relay.faults.reply = () => 'lose';
    const both = Promise.allSettled([asked, posted]);
    await shopper.close();
    expect((await both).map((each) => each.status === 'rejected' && each.reason.code)).toEqual([
      'disconnected',
      'disconnected',
    ]);
    await expect(shopper.post('message:send', message())).rejects.toMatchObject({ code: 'disconnected' });
  });

  test('hands on the relay’s error with its code', async () => {
    await using relay = await startRelay();
    relay.faults.refuse = (command) =>
      command === 'read:mark' ? { code: 'not_found', message: 'No such conversation.' } : undefined;
    await using shopper = shopperOf(relay.url);
    shopper.start();
    await until(() => shopper.state.name === 'live');
    const asked = shopper.call('read:mark', { conversation: 'cnv_12345678', seq: 1 });
    await expect(asked).rejects.toMatchObject({ name: 'ShopbellError', code: 'not_found' });
  });

  test('never splits a message into fragments', async () => {
    await using relay = await startRelay();
    await using proxy = await startProxy(relay.port);
    await using shopper = shopperOf(proxy.url);
    shopper.start();
    await shopper.post('message:send', message(undefined, 'x'.repeat(60_000)));
    const bytes = proxy.sent();
    const headersEnd = bytes.indexOf('\r\n\r\n') + 4;
    const frames: { isFinal: boolean; opcode: number; length: number }[] = [];
    for (let at = headersEnd; at < bytes.length;) {
      const short = bytes.readUInt8(at + 1) & 127;
      const length = short === 126 ? bytes.readUInt16BE(at + 2) : short;
      frames.push({ isFinal: bytes.readUInt8(at) >= 128, opcode: bytes.readUInt8(at) & 15, length });
      at += 2 + (short === 126 ? 2 : 0) + 4 + length;
    }
    expect(frames.some(({ length }) => length > 60_000)).toBe(true);
    expect(frames.filter(({ isFinal, opcode }) => !isFinal || opcode === 0)).toEqual([]);
  });
});
