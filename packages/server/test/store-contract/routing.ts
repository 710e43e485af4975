import type { ConversationId } from '@shopbell/protocol';
import { describe, expect, test } from 'vitest';
import type { Append, AppendResult, Store } from '../../src/store/store.ts';
import { add, addShop, addShopper, anna, begin, newNonce, say, type Ground } from './ground.ts';

type Open = () => Promise<Ground>;

const relay = { kind: 'system', id: 'system', name: 'Shopbell' } as const;
const bert = 'agt_bert_0001';

/** People who are there and take conversations. */
const work = async (store: Store, ids = [anna.id, bert], shop = 'demo'): Promise<void> => {
  for (const id of ids)
    await store.savePerson({ id, shop, kind: 'agent', name: id, role: 'agent', removedAt: null });
  await store.seeWorkers(
    ids.map((person) => ({ shop, person, state: 'available' as const })),
    10,
  );
};
const queued = async (store: Store, waitingSince = 1): Promise<ConversationId> => {
  const { id, shopper } = await begin(store);
  await add(store, { id, by: shopper, draft: say('hello?'), patch: { status: 'queued', waitingSince } });
  return id;
};
const giving = (conversation: ConversationId, person: string, capacity: number): Append => ({
  shop: 'demo',
  conversation,
  by: relay,
  nonce: newNonce(),
  drafts: [{ type: 'assignment', data: { to: { id: person, name: person } }, audience: 'everyone' }],
  patch: { status: 'open', assignee: { id: person, name: person } },
  expect: { status: 'queued' },
  room: { person, capacity },
});
const taken = (results: readonly AppendResult[]): number => results.filter(({ ok }) => ok).length;

const describeRooms = (open: Open) =>
  describe('giving somebody a conversation', () => {
    test('R71 stores no more than they have room for, one after the other or together', async () => {
      await using ground = await open();
      const { store } = ground;
      await work(store);
      const ids = [await queued(store), await queued(store), await queued(store), await queued(store)];
      expect(taken(await store.append(ids.map((id) => giving(id, anna.id, 3))))).toBe(3);
      const [left = 'cnv_nobody_0001'] = (await store.toGive('demo', 10)).map(
        ({ conversation }) => conversation,
      );
      expect(await store.append([giving(left, anna.id, 3)])).toMatchObject([{ ok: false, code: 'conflict' }]);
      expect(taken(await store.append([giving(left, anna.id, 4)]))).toBe(1);
    });

    test('R71 counts what the same batch has closed or taken by hand', async () => {
      await using ground = await open();
      const { store } = ground;
      await work(store);
      const [one, two, three] = [await queued(store), await queued(store), await queued(store)];
      await store.append([giving(one, anna.id, 1)]);
      const closing: Append = {
        ...giving(one, anna.id, 1),
        nonce: newNonce(),
        drafts: [{ type: 'status', data: { status: 'closed' }, audience: 'everyone' }],
        patch: { status: 'closed' },
        expect: { status: 'open' },
      };
      const { room: _, ...closed } = closing;
      const { room: __, ...byHand } = giving(two, anna.id, 1);
      const results = await store.append([closed, byHand, giving(three, anna.id, 1)]);
      expect(results.map(({ ok }) => ok)).toEqual([true, true, false]);
    });

    test('R72 gives each conversation to one of two who are offered it', async () => {
      await using ground = await open();
      const { store } = ground;
      await work(store);
      const id = await queued(store);
      const results = await Promise.all([
        store.append([giving(id, anna.id, 3)]),
        store.append([giving(id, bert, 3)]),
      ]);
      expect(taken(results.flat())).toBe(1);
      expect((await store.loads('demo')).map(({ load }) => load)).toEqual([1]);
    });

    test('R67 is refused for who is away, has never been here, or is of another shop', async () => {
      await using ground = await open();
      const { store } = ground;
      await addShop(store, 'other');
      await work(store);
      await work(store, ['agt_else_0001'], 'other');
      const id = await queued(store);
      await store.saveWorkState({ shop: 'demo', person: anna.id, state: 'away', at: 20 });
      for (const person of [anna.id, 'agt_never_0001'])
        expect(taken(await store.append([giving(id, person, 3)]))).toBe(0);
      await store.saveWorkState({ shop: 'demo', person: anna.id, state: 'available', at: 30 });
      expect(taken(await store.append([giving(id, anna.id, 3)]))).toBe(1);
    });

    test('R2 the same giving again is the first one', async () => {
      await using ground = await open();
      const { store } = ground;
      await work(store);
      const append = giving(await queued(store), anna.id, 1);
      await store.append([append]);
      expect(await store.append([append])).toMatchObject([{ ok: true, repeated: true }]);
    });
  });

const describeWorkers = (open: Open) =>
  describe('who takes conversations', () => {
    test('R67 is kept, and being seen changes nothing of what they said', async () => {
      await using ground = await open();
      const { store } = ground;
      await work(store, [anna.id]);
      await store.saveWorkState({ shop: 'demo', person: anna.id, state: 'away', at: 20 });
      await store.seeWorkers([{ shop: 'demo', person: anna.id, state: 'available' }], 30);
      await ground.reopen();
      const row = { person: anna.id, state: 'away', since: 20, seenAt: 30, routedAt: 0 };
      expect(await ground.store.workers('demo')).toEqual([row]);
      expect(await ground.store.workers('other')).toEqual([]);
    });

    test('R69 has it noted when they were given one, and by hand is not', async () => {
      await using ground = await open();
      const { store } = ground;
      await work(store);
      const { room: _, ...byHand } = giving(await queued(store), bert, 1);
      await store.append([giving(await queued(store), anna.id, 1), byHand]);
      const at = new Map((await store.workers('demo')).map(({ person, routedAt }) => [person, routedAt]));
      expect(at.get(anna.id)).toBeGreaterThan(0);
      expect(at.get(bert)).toBe(0);
    });
  });

const describeGiving = (open: Open) =>
  describe('what there is to give', () => {
    test('R68 comes as it waits, with whom the shopper had before', async () => {
      await using ground = await open();
      const { store } = ground;
      await work(store);
      const shopper = await addShopper(store);
      const first = await begin(store, { shopper });
      const { room: _, ...had } = giving(first.id, bert, 1);
      await store.append([{ ...had, patch: { status: 'closed', assignee: { id: bert, name: 'Bert' } } }]);
      const second = await begin(store, { shopper });
      const late = await queued(store, 900);
      await add(store, { id: second.id, by: shopper, draft: say('hi'), patch: { waitingSince: 100 } });
      const origin = { page: null, isSignedIn: false };
      expect(await store.toGive('demo', 10)).toEqual([
        { conversation: second.id, since: 100, had: bert, ...origin },
        { conversation: late, since: 900, had: null, ...origin },
      ]);
      expect(await store.toGive('demo', 1)).toHaveLength(1);
      expect(await store.toGive('other', 10)).toEqual([]);
    });

    test('R74 knows of whom somebody lets wait, and not of whom they have answered', async () => {
      await using ground = await open();
      const { store } = ground;
      await work(store);
      const [late, early, answered] = [
        await queued(store, 9),
        await queued(store, 5),
        await queued(store, 1),
      ];
      await store.append([late, early, answered].map((id) => giving(id, anna.id, 5)));
      await add(store, { id: answered, by: anna, draft: say('there'), patch: { waitingSince: null } });
      expect(await store.heldWaiting('demo', anna.id, 10)).toEqual([
        { conversation: early, waitingSince: 5 },
        { conversation: late, waitingSince: 9 },
      ]);
      expect(await store.heldWaiting('demo', bert, 10)).toEqual([]);
      expect(await store.loads('demo')).toEqual([{ person: anna.id, load: 3 }]);
    });
  });

/** Giving conversations to people. */
export const describeRouting = (open: Open): void => {
  describeRooms(open);
  describeWorkers(open);
  describeGiving(open);
};
