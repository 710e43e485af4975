import { describe, expect, test, vi } from 'vitest';
import { startRelay } from '../test/misbehaving-relay.ts';
import { heardBy, shopperOf, upTo } from '../test/shopper.ts';

const until = (condition: () => unknown) =>
  vi.waitFor(() => expect(condition()).toBeTruthy(), { timeout: 20_000, interval: 5 });
const id = 'cnv_12345678';

const filled = async (entries: number) => {
  const relay = await startRelay();
  for (let count = 0; count < entries; count++) relay.append(id);
  return relay;
};

describe('a follower', () => {
  test('hears what came after its place, page by page, then what is live', async () => {
    await using relay = await filled(450);
    await using shopper = shopperOf(relay.url);
    const { seqs } = heardBy(shopper, id, 10);
    shopper.start();
    await until(() => seqs.length === 440);
    relay.append(id);
    await until(() => seqs.length === 441);
    expect(seqs).toEqual(upTo(451).slice(10));
  });

  test('hears each entry once when the relay repeats, swaps and forgets some (R3)', async () => {
    await using relay = await filled(0);
    await using shopper = shopperOf(relay.url);
    const { seqs } = heardBy(shopper, id);
    shopper.start();
    await until(() => relay.commands('conversation:watch').length === 1);
    relay.faults.push = (entry) => {
      if (entry.seq % 5 === 0) return [];
      const before = relay.log.of(id)[entry.seq - 2];
      return before && entry.seq % 3 === 0 ? [entry, before, entry] : [entry];
    };
    for (let count = 0; count < 51; count++) relay.append(id);
    await until(() => seqs.length === 51);
    expect(seqs).toEqual(upTo(51));
    expect(relay.commands('entries:list').length).toBeGreaterThan(0);
  });

  test('hears what it missed while it was away, nothing lost, nothing doubled (R6)', async () => {
    await using relay = await filled(3);
    await using shopper = shopperOf(relay.url);
    const { seqs } = heardBy(shopper, id);
    shopper.start();
    await until(() => seqs.length === 3);
    for (let cut = 0; cut < 5; cut++) {
      relay.cut();
      relay.append(id);
      relay.append(id);
      await until(() => seqs.length === 5 + cut * 2);
    }
    expect(seqs).toEqual(upTo(13));
    const places = relay.commands('conversation:watch').map(({ input }) => input['after']);
    expect(places).toEqual([0, 3, 5, 7, 9, 11]);
  });

  test('is told when the relay has less than it has seen, and hears everything from the beginning (R6)', async () => {
    await using relay = await filled(9);
    await using shopper = shopperOf(relay.url);
    const { seqs } = heardBy(shopper, id);
    const resets: unknown[] = [];
    shopper.on('feed:reset', (reset) => {
      resets.push(reset);
      seqs.splice(0);
    });
    shopper.start();
    await until(() => seqs.length === 9);
    relay.log.setBack(id, 4);
    relay.cut();
    await until(() => seqs.length === 4);
    expect(resets).toEqual([{ conversation: id, lastSeq: 4 }]);
    relay.append(id);
    await until(() => seqs.length === 5);
    expect(seqs).toEqual(upTo(5));
  });

  test('is told when it is refused for good, and asks no more', async () => {
    await using relay = await filled(1);
    relay.faults.refuse = (command) =>
      command === 'conversation:watch' ? { code: 'not_found', message: 'No such conversation.' } : undefined;
    await using shopper = shopperOf(relay.url);
    const failed: unknown[] = [];
    shopper.on('feed:failed', (failure) => failed.push(failure));
    heardBy(shopper, id);
    shopper.start();
    await until(() => failed.length === 1);
    expect(failed).toMatchObject([{ conversation: id, error: { code: 'not_found' } }]);
    relay.cut();
    await until(() => relay.commands('session:open').length === 2);
    expect(relay.commands('conversation:watch')).toHaveLength(1);
  });

  test('asks again later when it is refused for now', async () => {
    await using relay = await filled(2);
    let refusals = 2;
    relay.faults.refuse = (command) =>
      command === 'conversation:watch' && refusals-- > 0
        ? { code: 'rate_limited', message: 'Wait.', details: { retryAfterMs: 20 } }
        : undefined;
    await using shopper = shopperOf(relay.url);
    const { seqs } = heardBy(shopper, id);
    shopper.start();
    await until(() => seqs.length === 2);
    expect(relay.commands('conversation:watch')).toHaveLength(3);
  });

  test('may be one of several on a conversation, each with its own place; the last to leave stops the feed', async () => {
    await using relay = await filled(3);
    await using shopper = shopperOf(relay.url);
    const all = heardBy(shopper, id);
    const late = heardBy(shopper, id, 2);
    shopper.start();
    await until(() => all.seqs.length === 3 && late.seqs.length === 1);
    all.off();
    expect(relay.commands('conversation:unwatch')).toHaveLength(0);
    relay.append(id);
    await until(() => late.seqs.length === 2);
    late.off();
    await until(() => relay.commands('conversation:unwatch').length === 1);
    relay.append(id);
    await shopper.call('conversation:list', {});
    expect([all.seqs, late.seqs]).toEqual([
      [1, 2, 3],
      [3, 4],
    ]);
  });

  test('that throws harms nobody else', async () => {
    await using relay = await filled(2);
    await using shopper = shopperOf(relay.url);
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
    shopper.follow(id, 0, () => {
      throw new Error('broken view');
    });
    const { seqs } = heardBy(shopper, id);
    shopper.start();
    await until(() => seqs.length === 2);
    expect(complaints).toHaveBeenCalledTimes(2);
    complaints.mockRestore();
  });
});
