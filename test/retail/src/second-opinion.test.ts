import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { seeded } from '@shopbell-test/kit';
import { expect, test } from 'vitest';
import { readDatabase, type Changed } from './books.ts';
import { files, isThere } from './dataset.ts';
import { createIdentification } from './identification.ts';
import { convertMoney, toCents, toDollars } from './money.ts';
import { isRefusal } from './plan.ts';
import { openCounter } from './play.ts';
import { finding, randomCall, type Dice } from './random-calls.ts';
import { isRead, look } from './reads.ts';
import { foundBy, openReference, type Reference, type RetailFile } from './reference.ts';
import { isWrite, openShop, type Shop } from './shop.ts';
import { smallShop } from './small-shop.ts';
import { expected, playable, readTasks, type Call, type Task } from './tasks.ts';

const database = isThere ? readDatabase(files.database) : smallShop;
const file = isThere
  ? (JSON.parse(readFileSync(files.database, 'utf8')) as RetailFile)
  : (convertMoney(smallShop, toDollars) as unknown as RetailFile);
const canBeChanged = new Set(
  Object.values(file.orders).flatMap(({ user_id, status }) =>
    status === 'pending' || status === 'delivered' ? [user_id] : [],
  ),
);
const people = Object.keys(file.users).filter((id) => canBeChanged.has(id));

type Talk = { customer: string | null; calls: Call[] };

/** A conversation: whom it is about is found at its beginning, unless the shop has signed them in. */
const randomTalk = (dice: Dice): Talk => {
  const [first = '', second = ''] = [people[dice.int(people.length)], people[dice.int(people.length)]];
  const table = { dice, file, people: [first, second] };
  const calls = Array.from({ length: 1 + dice.int(10) }, () => randomCall(table));
  if (dice.int(3) === 0) return { customer: first, calls };
  // Now and then the representative forgets to ask.
  return { customer: null, calls: dice.int(20) === 0 ? calls : [finding(table, first), ...calls] };
};

/** Judges after a call; says so with the call, where the shop and the second opinion part. */
const judge = (reference: Reference) => (call: Call, now: { changed: Changed; isDone: boolean }) => {
  const then = {
    isDone: reference.isDone(call),
    changed: convertMoney(reference.differing(), toCents) as unknown as Changed,
  };
  if (!isDeepStrictEqual(now, then)) expect({ call, ...now }).toEqual({ call, ...then });
};

/** The shop as its office keeps it, without the office: makes a call and says whether a write was done. */
const openDesk = (shop: Shop, customer: string | null) => {
  const door = { conversation: 'one', shopper: { verified: customer === null ? null : { sub: customer } } };
  const identification = createIdentification(shop.books);
  return ({ name, arguments: input }: Call): boolean => {
    if (isWrite(name)) {
      const key = `key-${shop.keys().length}`;
      return !isRefusal(identification.objection(door, input) ?? shop.carryOut(key, { tool: name, input }));
    }
    if (!isRead(name) || !name.startsWith('find_user_id')) return false;
    const outcome = look(shop.books, name, input);
    if (!isRefusal(outcome)) identification.found(door, String(outcome.found));
    return false;
  };
};

test('a second reading of the policy agrees with the shop, call by call, over thousands of conversations', () => {
  const random = seeded('second opinion');
  let [made, done] = [0, 0];
  for (let talk = 0; talk < 1_500; talk += 1) {
    const { customer, calls } = randomTalk(random);
    const shop = openShop(database);
    const makeCall = openDesk(shop, customer);
    const check = judge(openReference(file, customer));
    for (const call of calls) {
      const isDone = makeCall(call);
      check(call, { changed: shop.changed(), isDone });
      made += 1;
      done += Number(isDone);
    }
  }
  console.log(`${made} calls, ${done} writes done`);
  expect(done).toBeGreaterThan(made / 10);
});

/** Whom the counter signs in where nobody is found first. */
const firstOwner = ({ calls }: Talk): string | null => {
  for (const { name, arguments: given } of calls) {
    const { order_id, user_id } = given;
    if (foundBy(file, name, given)) return null;
    if (typeof order_id === 'string' && Object.hasOwn(file.orders, order_id))
      return file.orders[order_id]?.user_id ?? null;
    if (typeof user_id === 'string' && Object.hasOwn(file.users, user_id)) return user_id;
  }
  return null;
};

test('so it does through the relay: each write planned, agreed to, run and read back', async () => {
  const random = seeded('second opinion at the counter');
  await using counter = await openCounter(database);
  const sum = { writes: 0, confirmed: 0, refused: 0 };
  for (let talk = 0; talk < 30; talk += 1) {
    const { calls } = randomTalk(random);
    const check = judge(openReference(file, firstOwner({ customer: null, calls })));
    const isDone = (call: Call, isRefused: boolean) => isWrite(call.name) && !isRefused;
    const { played, faults } = await counter.play({ id: `${talk}`, actions: calls }, (call, now) =>
      check(call, { changed: now.changed, isDone: isDone(call, now.isRefused) }),
    );
    expect(faults).toEqual([]);
    const writes = calls.filter(({ name }) => isWrite(name)).length;
    expect(played).toMatchObject({ confirmed: played.writes, refused: writes - played.writes });
    for (const name of ['writes', 'confirmed', 'refused'] as const) sum[name] += played[name];
  }
  console.log(JSON.stringify(sum));
  expect(Math.min(...Object.values(sum))).toBeGreaterThan(0);
});

const played = (tasks: readonly Task[]) =>
  tasks.map((task) => {
    const customer = firstOwner({ customer: null, calls: task.actions });
    const reference = openReference(file, customer);
    for (const call of task.actions) reference.isDone(call);
    return { id: task.id, changed: convertMoney(reference.differing(), toCents) };
  });

test.skipIf(!isThere)(
  'the second reading is the benchmark’s own (needs its files beside the repository)',
  () => {
    const tasks = playable(readTasks(files.tasks));
    expect(tasks.length).toBeGreaterThan(0);
    expect(played(tasks)).toEqual(tasks.map((task) => ({ id: task.id, changed: expected(task) })));
  },
);
