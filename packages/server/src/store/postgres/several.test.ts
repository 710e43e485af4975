import { createDatabase } from '@shopbell-test/postgres';
import type { ConversationId } from '@shopbell/protocol';
import { describe, expect, test } from 'vitest';
import {
  addShop,
  addShopper,
  anna,
  appendOne,
  begin,
  newNonce,
  readAll,
  say,
  staffOf,
  whisper,
} from '../../../test/store-contract/ground.ts';
import { verifyChains } from '../../log/verify.ts';
import { begun } from '../action-row.ts';
import { newId } from '../ids.ts';
import type { Append, AppendResult, Store } from '../store.ts';
import { openPostgresStore } from './open.ts';

/** Several stores on one database, as several relays have them. */
const openSeveral = async (count: number) => {
  const database = await createDatabase();
  const open = () => openPostgresStore({ url: database.url, isFsyncOffAccepted: true, readers: 2 });
  // At once, on an empty database: one of them migrates.
  const stores = await Promise.all(Array.from({ length: count }, open));
  const [first] = stores;
  if (!first) throw new Error('no store');
  await addShop(first, 'demo');
  return {
    stores,
    first,
    deadlocks: () =>
      database.query('SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()'),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(stores.map((store) => store.close()));
      await database[Symbol.asyncDispose]();
    },
  };
};

const message = (conversation: ConversationId, nonce: string, text: string): Append => ({
  shop: 'demo',
  conversation,
  by: anna,
  nonce,
  drafts: text.length % 3 === 0 ? [whisper(text)] : [say(text), whisper(`beside ${text}`)],
});
const outcomes = (results: readonly AppendResult[]): string[] =>
  results.map((result) => (result.ok ? (result.repeated ? 'repeated' : 'new') : result.code)).toSorted();
const atAll = (stores: readonly Store[], append: Append): Promise<AppendResult[]> =>
  Promise.all(stores.map((store) => appendOne(store, append)));

describe('several relays on one database', () => {
  test('R71 R72 give somebody no more than they have room for, and each conversation once', async () => {
    await using ground = await openSeveral(3);
    const { stores, first } = ground;
    const person = anna.id;
    await first.savePerson({
      id: person,
      shop: 'demo',
      kind: 'agent',
      name: 'Anna',
      role: 'agent',
      removedAt: null,
    });
    await first.seeWorkers([{ shop: 'demo', person, state: 'available' }], 1);
    const ids: ConversationId[] = [];
    for (let each = 0; each < 12; each += 1) ids.push((await begin(first)).id);
    const giving = (conversation: ConversationId): Append => ({
      shop: 'demo',
      conversation,
      by: { kind: 'system', id: 'system', name: 'Shopbell' },
      nonce: newNonce(),
      drafts: [{ type: 'assignment', data: { to: { id: person, name: 'Anna' } }, audience: 'everyone' }],
      patch: { status: 'open', assignee: { id: person, name: 'Anna' } },
      expect: { status: 'queued' },
      room: { person, capacity: 5 },
    });
    const results = await Promise.all(
      stores.flatMap((store) => ids.map((id) => appendOne(store, giving(id)))),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(5);
    expect(await first.loads('demo')).toEqual([{ person, load: 5 }]);
    expect(await ground.deadlocks()).toEqual([{ deadlocks: 0 }]);
  });

  test('R3 append to the same conversations at once: each entry once, one order, no hole, one chain', async () => {
    await using ground = await openSeveral(3);
    const { stores, first } = ground;
    const ids = [(await begin(first)).id, (await begin(first)).id];
    const sent: string[] = [];
    const write = async (store: Store, writer: number): Promise<void> => {
      for (let round = 0; round < 25; round += 1) {
        // In another order each time: the locks are taken in one.
        const order = (round + writer) % 2 === 0 ? ids : ids.toReversed();
        const batch = order.map((id) => message(id, newNonce(), 'x'.repeat(round + writer)));
        sent.push(...batch.map(({ nonce }) => nonce));
        expect(outcomes(await store.append(batch))).toEqual(['new', 'new']);
      }
    };
    await Promise.all(stores.map(write));
    const stored: string[] = [];
    for (const id of ids) {
      const entries = await readAll(first, staffOf('demo'), id);
      expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
      const seen = entries.flatMap(({ publicSeq }) => publicSeq ?? []);
      expect(seen).toEqual(seen.map((_, index) => index + 1));
      stored.push(...entries.map(({ nonce }) => nonce).filter((nonce) => !nonce.endsWith('_1')));
    }
    expect(new Set(stored).size).toBe(stored.length);
    expect(sent.every((nonce) => stored.includes(nonce))).toBe(true);
    expect((await verifyChains(first)).findings).toEqual([]);
    // Locks are taken in one order: nobody ever waits in a circle.
    expect(await ground.deadlocks()).toEqual([{ deadlocks: 0 }]);
  });

  test('R2 the same nonce at each of them at once is one entry, and with another body is refused', async () => {
    await using ground = await openSeveral(3);
    const { id } = await begin(ground.first);
    const append = message(id, newNonce(), 'once');
    expect(outcomes(await atAll(ground.stores, append))).toEqual(['new', 'repeated', 'repeated']);
    const other = { ...append, drafts: [say('something else')] as const };
    expect(outcomes(await atAll(ground.stores, other))).toEqual(Array(3).fill('nonce_reused'));
    expect(await ground.first.state(id)).toMatchObject({ lastSeq: 3 });
  });

  test('a shopper who writes at each of them at once has one conversation', async () => {
    await using ground = await openSeveral(3);
    const shopper = await addShopper(ground.first);
    const append = (): Append => ({
      shop: 'demo',
      conversation: { begin: { shopper: shopper.id, page: null } },
      by: shopper,
      nonce: newNonce(),
      drafts: [say('hello')],
      unaddressed: true,
    });
    const results = await Promise.all(ground.stores.map((store) => appendOne(store, append())));
    expect(outcomes(results)).toEqual(['conflict', 'conflict', 'new']);
    expect(await ground.first.shopperConversations('demo', shopper.id, 9)).toHaveLength(1);
  });

  test('a decision that another has overtaken is a conflict, whichever relay made it', async () => {
    await using ground = await openSeveral(2);
    const { id } = await begin(ground.first);
    // Both remember it as queued.
    await Promise.all(ground.stores.map((store) => appendOne(store, message(id, newNonce(), 'xx'))));
    const close = (): Append => ({
      ...message(id, newNonce(), 'closed'),
      patch: { status: 'closed' },
      expect: { status: 'queued' },
    });
    const results = await Promise.all(ground.stores.map((store) => appendOne(store, close())));
    expect(outcomes(results)).toEqual(['conflict', 'new']);
  });

  test('an action is moved once, and a code is taken once', async () => {
    await using ground = await openSeveral(3);
    const { stores, first } = ground;
    const { id } = await begin(first);
    const action = newId('act');
    const draft = {
      type: 'action',
      data: { action, name: 'a.b', title: 'A', step: 'requested' },
      audience: 'staff',
    } as const;
    const request = {
      name: 'a.b',
      version: 1,
      title: 'A',
      input: {},
      audience: 'staff',
      effect: 'read',
      plans: false,
      verifies: false,
      role: 'agent',
      dueAt: 1,
    } as const;
    const to = { shop: 'demo', conversation: id, by: anna } as const;
    const asked = { id: action, from: null, to: 'requested', request } as const;
    await appendOne(first, { ...to, nonce: newNonce(), drafts: [draft], action: asked });
    const progress = { ...begun(1), step: 'running', revision: 1 } as const;
    const move = { id: action, from: 'requested', to: 'running', progress } as const;
    const moved = await Promise.all(
      stores.map((store) => appendOne(store, { ...to, nonce: newNonce(), drafts: [draft], action: move })),
    );
    expect(outcomes(moved)).toEqual(['conflict', 'conflict', 'new']);

    const person = { id: newId('agt'), shop: 'demo', kind: 'agent', name: 'A', role: 'agent' } as const;
    await first.savePerson({ ...person, removedAt: null });
    const times = { createdAt: 1, expiresAt: null, revokedAt: null };
    const code = {
      id: newId('key'),
      shop: 'demo',
      kind: 'code',
      person: person.id,
      scopes: [],
      name: '',
    } as const;
    await first.addKey({ ...code, ...times, digest: 'd' });
    const taken = await Promise.all(stores.map((store) => store.takeCode('d', 5)));
    expect(taken.filter((key) => key !== null)).toHaveLength(1);
  });

  test('conversations are handed over by one while another writes to them, and nothing is lost', async () => {
    await using ground = await openSeveral(2);
    const [one = ground.first, two = ground.first] = ground.stores;
    const from = await addShopper(one);
    const to = await addShopper(one);
    const { id } = await begin(one, { shopper: from });
    const theirs = (nonce: string): Append => ({ ...message(id, nonce, 'xx'), by: from });
    const nonce = newNonce();
    expect(outcomes([await appendOne(two, theirs(nonce))])).toEqual(['new']);
    await one.adopt('demo', from.id, to.id);
    // The other relay remembers it as the first one’s: the row says otherwise.
    expect(outcomes([await appendOne(two, theirs(newNonce()))])).toEqual(['not_found']);
    const again = await appendOne(two, { ...theirs(nonce), by: { ...from, id: to.id } });
    expect(outcomes([again])).toEqual(['repeated']);
    expect(await two.state(id)).toMatchObject({ shopper: to.id, lastSeq: 3 });
  });
});
