import { expect, test } from 'vitest';
import type { StoredEntry } from '../store/store.ts';
import type { Connection } from './connection.ts';
import { createInbox } from './inbox.ts';
import { createRooms } from './rooms.ts';
import { createWaiters } from './waiters.ts';

const connection = (side: Connection['side'], isOpen = true) => {
  const got: Buffer[] = [];
  const put = (packet: Buffer): void => void got.push(packet);
  return { side, isOpen, got, send: put, signal: put, end: () => {}, onEnd: () => () => {} };
};
const entry = (everyone: string | null): StoredEntry => ({
  conversation: 'cnv_abcdefgh',
  seq: 1,
  publicSeq: everyone === null ? null : 1,
  at: 1,
  wire: { staff: '{"for":"staff"}', everyone },
});

test('an entry is encoded once for all of a side, and each side gets its own', () => {
  const rooms = createRooms();
  const [one, two, agent] = [connection('shopper'), connection('shopper'), connection('staff')];
  for (const each of [one, two, agent]) rooms.watch('cnv_abcdefgh', each);
  rooms.deliver(entry('{"for":"everyone"}'));
  expect(one.got[0]).toBe(two.got[0]);
  expect(one.got[0]?.toString()).toContain('["entry:appended",{"for":"everyone"}]');
  expect(agent.got[0]?.toString()).toContain('{"for":"staff"}');
});

test('R5 an entry for staff is not even encoded for shoppers', () => {
  const rooms = createRooms();
  const shopper = connection('shopper');
  rooms.watch('cnv_abcdefgh', shopper);
  rooms.deliver(entry(null));
  expect(shopper.got).toEqual([]);
});

test('who left, unwatched or was closed before gets nothing', () => {
  const rooms = createRooms();
  const [left, unwatched, closed] = [connection('staff'), connection('staff'), connection('staff', false)];
  for (const each of [left, unwatched, closed]) rooms.watch('cnv_abcdefgh', each);
  rooms.leave(left);
  rooms.unwatch('cnv_abcdefgh', unwatched);
  rooms.deliver(entry('{}'));
  expect([left.got, unwatched.got, closed.got]).toEqual([[], [], []]);
});

test('one connection watches at most 500 conversations, and again what it watches already', () => {
  const rooms = createRooms();
  const agent = connection('staff');
  for (let index = 0; index < 500; index += 1) rooms.watch(`cnv_number${index}`, agent);
  expect(() => rooms.watch('cnv_abcdefgh', agent)).toThrow('at most 500');
  expect(() => rooms.watch('cnv_number7', agent)).not.toThrow();
});

test('waiters wake for their own conversations, end when told, and are bounded', async () => {
  const waiters = createWaiters({ most: 2 });
  const one = waiters.wait(['cnv_abcdefgh'], 60_000);
  const two = waiters.wait(['cnv_somethingelse', 'cnv_abcdefgh'], 60_000);
  expect(() => waiters.wait(['cnv_abcdefgh'], 1)).toThrow('Too many');
  waiters.wake('cnv_abcdefgh');
  await Promise.all([one.done, two.done]);
  const three = waiters.wait(['cnv_abcdefgh'], 60_000);
  waiters.close();
  await three.done;
});

test('the inbox gathers what changes within its interval into one event', async () => {
  const asked: string[] = [];
  const conversation = (_: string, id: string) => {
    asked.push(id);
    return Promise.resolve({ id } as never);
  };
  const inbox = createInbox({
    store: { conversation },
    onError: (error) => expect.unreachable(String(error)),
    intervalMs: 20,
  });
  const agent = connection('staff');
  inbox.watch('demo', agent);
  inbox.changed('other', 'cnv_elsewhere');
  for (let index = 0; index < 50; index += 1) inbox.changed('demo', `cnv_number${index % 5}`);
  await expect.poll(() => agent.got.length).toBe(1);
  expect(asked).toHaveLength(5);
  inbox.close();
});
