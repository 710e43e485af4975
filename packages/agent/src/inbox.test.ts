import { describe, expect, test, vi } from 'vitest';
import { begin, prepare } from './connect.ts';
import { createInbox } from './inbox.ts';
import { createRoster } from './roster.ts';
import { startTestRelay } from './testing.ts';

const until = (condition: () => unknown) =>
  vi.waitFor(() => expect(condition()).toBeTruthy(), { timeout: 8_000, interval: 10 });

describe('an inbox', () => {
  test('hears every conversation once and in order, though it watches only one at a time (R3)', async () => {
    await using relay = await startTestRelay();
    await using connection = prepare({ url: relay.url, key: await relay.key('bot', 'read', 'reply') });
    const session = await begin(connection);
    const heard = new Map<string, number[]>();
    const errors: unknown[] = [];
    const failed = (error: unknown): void => void errors.push(error);
    const roster = createRoster({
      connection,
      target: { url: '', key: '' },
      me: () => session.me.id,
      failed,
    });
    const inbox = createInbox({
      connection,
      relayNow: Date.now,
      meet: roster.meet,
      heard: ({ id }, { seq }) => void heard.set(id, [...(heard.get(id) ?? []), seq]),
      failed,
      watchedMax: 1,
    });
    connection.on('conversations:changed', ({ conversations }) =>
      conversations.forEach((summary) => inbox.changed(roster.meet(summary))),
    );
    await connection.call('inbox:watch', {});
    await inbox.start();
    await using one = await relay.shopper();
    await using other = await relay.shopper();
    for (let round = 0; round < 4; round++) {
      await one.says(`one ${round}`);
      await other.says(`other ${round}`);
      await until(() => [...heard.values()].every((seqs) => seqs.length === round + 2) && heard.size === 2);
    }
    expect([...heard.values()]).toEqual([
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 5],
    ]);
    expect(errors).toEqual([]);
  }, 30_000);
});
