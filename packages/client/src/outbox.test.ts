import { describe, expect, test, vi } from 'vitest';
import { startRelay } from '../test/misbehaving-relay.ts';
import { message, shopperOf } from '../test/shopper.ts';
import { fromKept, toKept } from './kept-pending.ts';
import type { OutboxStorage, Pending } from './pending.ts';

const until = (condition: () => unknown) =>
  vi.waitFor(() => expect(condition()).toBeTruthy(), { timeout: 20_000, interval: 5 });

/** What a browser’s storage does: everything passes through JSON. */
const storageOf = (text = '[]') => {
  const box = { text };
  const storage: OutboxStorage = {
    load: async () => fromKept(JSON.parse(box.text)),
    change: async (put, gone) => {
      const kept = fromKept(JSON.parse(box.text));
      const added = put.filter(({ nonce }) => kept.every((each) => each.nonce !== nonce));
      const next = [...kept.map((each) => put.find(({ nonce }) => nonce === each.nonce) ?? each), ...added];
      box.text = JSON.stringify(next.filter(({ nonce }) => !gone.includes(nonce)).map(toKept));
    },
  };
  return { storage, nonces: () => (JSON.parse(box.text) as Pending[]).map(({ nonce }) => nonce), box };
};

describe('the outbox', () => {
  test('sends with the same nonce until the answer comes, and the message is there once (R2)', async () => {
    await using relay = await startRelay();
    await using shopper = shopperOf(relay.url);
    let lost = 0;
    relay.faults.reply = (command) => (command === 'message:send' && lost++ < 2 ? 'lose' : undefined);
    shopper.start();
    const sent = message();
    const stored = await shopper.post('message:send', sent);
    expect(stored.seq).toBe(1);
    expect(relay.commands('message:send').map(({ input }) => input)).toEqual([sent, sent, sent]);
    expect(relay.log.of(stored.conversation)).toHaveLength(1);
    expect(shopper.pending).toEqual([]);
  });

  test('keeps what was said without a connection, and the order', async () => {
    await using relay = await startRelay();
    await using shopper = shopperOf(relay.url);
    const said = [message(), message(), message()];
    const answers = Promise.all(said.map((each) => shopper.post('message:send', each)));
    expect(shopper.pending.map(({ nonce }) => nonce)).toEqual(said.map(({ nonce }) => nonce));
    shopper.start();
    expect((await answers).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    const inputs = relay.commands('message:send').map(({ input }) => input['conversation']);
    expect(inputs).toEqual([undefined, 'cnv_begunhere', 'cnv_begunhere']);
  });

  test('goes on over lost connections', async () => {
    await using relay = await startRelay();
    await using shopper = shopperOf(relay.url);
    shopper.start();
    let count = 0;
    relay.faults.reply = (command) => {
      if (command !== 'message:send' || ++count % 3 !== 0) return undefined;
      relay.cut();
      return 'lose';
    };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => shopper.post('message:send', message('cnv_12345678'))),
    );
    expect(answers.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(relay.log.of('cnv_12345678')).toHaveLength(20);
  });

  test('shows a delay the relay asks for, and tries again by itself (R21)', async () => {
    await using relay = await startRelay();
    await using shopper = shopperOf(relay.url);
    let refusals = 1;
    relay.faults.refuse = (command) =>
      command === 'message:send' && refusals-- > 0
        ? { code: 'rate_limited', message: 'Wait.', details: { retryAfterMs: 150 } }
        : undefined;
    shopper.start();
    const startedAt = performance.now();
    const answer = shopper.post('message:send', message());
    await until(() => shopper.pending[0]?.delayed?.error.code === 'rate_limited');
    await answer;
    expect(performance.now() - startedAt).toBeGreaterThan(140);
  });

  test('keeps what is refused for good with its reason, lets the rest pass, and tries again when told', async () => {
    await using relay = await startRelay();
    await using shopper = shopperOf(relay.url);
    const [bad, good] = [message('cnv_12345678'), message('cnv_12345678')];
    relay.faults.refuse = (_, input) =>
      input['nonce'] === bad.nonce ? { code: 'too_large', message: 'Shorter, please.' } : undefined;
    shopper.start();
    const refused = shopper.post('message:send', bad);
    const passed = shopper.post('message:send', good);
    await expect(refused).rejects.toMatchObject({ code: 'too_large' });
    expect((await passed).seq).toBe(1);
    expect(shopper.pending).toMatchObject([{ nonce: bad.nonce, error: { code: 'too_large' } }]);
    relay.faults.refuse = undefined;
    shopper.retry(bad.nonce);
    await until(() => shopper.pending.length === 0);
    expect(relay.log.of('cnv_12345678')).toHaveLength(2);
  });

  test('gives up what is dropped', async () => {
    await using relay = await startRelay();
    await using shopper = shopperOf(relay.url);
    const sent = message();
    const answer = shopper.post('message:send', sent);
    shopper.drop(sent.nonce);
    await expect(answer).rejects.toMatchObject({ code: 'disconnected' });
    expect(shopper.pending).toEqual([]);
  });

  test('survives a reload: what was not acknowledged is sent by the next page, first', async () => {
    await using relay = await startRelay();
    const { storage, nonces, box } = storageOf();
    const [first, second, third] = [message(), message(), message()];
    {
      await using before = shopperOf(relay.url, { storage });
      void before.post('message:send', first).catch(() => {});
      void before.post('message:send', second).catch(() => {});
      await until(() => nonces().length === 2);
    }
    await using after = shopperOf(relay.url, { storage: storageOf(box.text).storage });
    void after.post('message:send', third).catch(() => {});
    after.start();
    await until(() => relay.log.of('cnv_begunhere').length === 3);
    expect(relay.log.of('cnv_begunhere').map(({ nonce }) => nonce)).toEqual([
      first.nonce,
      second.nonce,
      third.nonce,
    ]);
  });

  test('does without a storage that fails', async () => {
    await using relay = await startRelay();
    const fails = () => Promise.reject(new Error('no storage in this frame'));
    await using shopper = shopperOf(relay.url, { storage: { load: fails, change: fails } });
    shopper.start();
    expect((await shopper.post('message:send', message())).seq).toBe(1);
  });
});
