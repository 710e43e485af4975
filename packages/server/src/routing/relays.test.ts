import { Routing } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { nonce, saying, until } from '../../test/edge-kit.ts';
import { startRelays } from '../../test/relays.ts';

/** Two relays whose shop gives out conversations. */
const openTwo = async (capacity: number) => {
  const ground = await startRelays(2);
  const [one, two] = ground.relays;
  if (!one || !two) throw new Error('two relays are needed');
  await one.store.saveSettings('demo', { version: 0, settings: { routing: Routing.parse({ capacity }) } });
  const ring = async (relay: typeof one) => {
    const shopper = await relay.shopper();
    return (await shopper.call('message:send', { nonce: nonce(), parts: saying('Hello') })).conversation;
  };
  const close = { [Symbol.asyncDispose]: () => ground[Symbol.asyncDispose]() };
  return { ...ground, one, two, ring, ...close };
};

test('R72 who rings at one relay is given to who is connected to the other', async () => {
  await using at = await openTwo(4);
  const nora = await at.two.staff('agent');
  await until(async () => (await at.one.store.workers('demo')).length > 0, 60_000);
  const id = await at.ring(at.one);
  await expect
    .poll(async () => (await at.one.store.state(id))?.assignee?.id, { timeout: 60_000 })
    .toBe(nora.person.id);
}, 90_000);

test('R71 R72 two relays that look at once give each conversation once, and nobody more than they can have', async () => {
  await using at = await openTwo(5);
  const agents = [await at.one.staff('agent'), await at.two.staff('agent')];
  const ids = await Promise.all(
    Array.from({ length: 14 }, (_, index) => at.ring(index % 2 === 0 ? at.one : at.two)),
  );
  const loads = async () =>
    Object.fromEntries((await at.one.store.loads('demo')).map(({ person, load }) => [person, load]));
  const full = Object.fromEntries(agents.map(({ person }) => [person.id, 5]));
  await expect.poll(loads, { timeout: 60_000 }).toEqual(full);
  const reader = { side: 'staff', shop: 'demo' } as const;
  const pages = await Promise.all(
    ids.map((conversation) => at.one.store.entries(reader, { conversation, after: 0, limit: 50 })),
  );
  const given = pages.map(
    (page) => page?.entries.filter((entry) => entry.includes('"type":"assignment"')).length,
  );
  expect(given.toSorted((one = 0, other = 0) => one - other)).toEqual([
    ...Array.from({ length: 4 }, () => 0),
    ...Array.from({ length: 10 }, () => 1),
  ]);
}, 90_000);
