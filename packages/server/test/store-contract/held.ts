import type { DraftId, Part } from '@shopbell/protocol';
import { describe, expect, test } from 'vitest';
import type { HeldChange } from '../../src/store/held-row.ts';
import { newId } from '../../src/store/ids.ts';
import type { Append, Draft } from '../../src/store/store.ts';
import { add, anna, appendOne, begin, newNonce, say, type Ground } from './ground.ts';

const bob = { kind: 'agent', id: 'agt_bob_00001', name: 'Bob' } as const;
const parts: Part[] = [{ kind: 'text', text: 'Soon.' }];

const entryOf = (change: HeldChange): Draft => ({
  type: 'draft',
  data: { draft: change.id, step: change.begin ? 'held' : change.end },
  audience: 'staff',
});

export const describeHeld = (open: () => Promise<Ground>) =>
  describe('a draft', () => {
    const setUp = async () => {
      const ground = await open();
      const { store } = ground;
      const { id } = await begin(store);
      const hold = async (more: { by?: typeof bob; dueAt?: number; conversation?: typeof id } = {}) => {
        const { by = anna, dueAt = 5_000, conversation = id } = more;
        const change = { id: newId('drf'), begin: { parts, dueAt } };
        const held = await add(store, { id: conversation, by, draft: entryOf(change), held: change });
        expect(held).toMatchObject({ ok: true });
        return change.id;
      };
      const end = (draft: DraftId, to: 'released' | 'returned' = 'released', conversation = id): Append => {
        const change = { id: draft, begin: null, end: to };
        const drafts =
          to === 'released' ? ([say('Soon.'), entryOf(change)] as const) : ([entryOf(change)] as const);
        return { shop: 'demo', conversation, by: anna, nonce: newNonce(), drafts, held: change };
      };
      return { ground, store, id, hold, end };
    };

    test('R78 is held and released, each in the transaction of its entry, and is there after a restart', async () => {
      const { ground, store, id, hold, end } = await setUp();
      await using _ = ground;
      const draft = await hold();
      const held = await store.heldDraft(draft);
      const about = {
        id: draft,
        shop: 'demo',
        conversation: id,
        by: anna,
        parts,
        state: 'held',
        dueAt: 5_000,
      };
      expect(held).toEqual({ ...about, heldAt: held?.heldAt });
      await ground.reopen();
      expect(await ground.store.heldDraft(draft)).toEqual(held);
      expect(await appendOne(ground.store, end(draft))).toMatchObject({ ok: true });
      expect(await ground.store.heldDraft(draft)).toMatchObject({ state: 'released', parts });
      expect(await ground.store.state(id)).toMatchObject({ lastSeq: 4, lastPublicSeq: 2 });
      expect((await ground.store.heldDrafts('demo', { limit: 9 })).drafts).toEqual([]);
    });

    test('R80 is ended once, also by two in one batch, and only from its own conversation', async () => {
      const { ground, store, id, hold, end } = await setUp();
      await using _ = ground;
      const draft = await hold();
      const there = await begin(store);
      expect(await appendOne(store, end(draft, 'released', there.id))).toMatchObject({ code: 'conflict' });
      const results = await store.append([end(draft), end(draft, 'returned'), end(draft)]);
      expect(results.map((result) => (result.ok ? 'ok' : result.code))).toEqual([
        'ok',
        'conflict',
        'conflict',
      ]);
      expect(results[1]).toMatchObject({ message: 'The draft is released already.' });
      expect(await store.heldDraft(draft)).toMatchObject({ state: 'released' });
      expect(await store.state(id)).toMatchObject({ lastPublicSeq: 2 });
      expect(await appendOne(store, end(newId('drf')))).toMatchObject({ code: 'conflict' });
    });

    test('R83 is listed by shop and author, the longest held first, page by page, and counted with what is late', async () => {
      const { ground, store, hold, end } = await setUp();
      await using _ = ground;
      const elsewhere = await begin(store);
      const all = [
        await hold({ dueAt: 9_000 }),
        await hold({ by: bob }),
        await hold({ conversation: elsewhere.id }),
      ];
      const gone = await hold({ dueAt: 1 });
      await appendOne(store, end(gone, 'returned'));
      const list = async (query: object = {}, shop = 'demo') => {
        const page = await store.heldDrafts(shop, { limit: 9, ...query });
        return page.drafts.map((each) => each.id);
      };
      // Those of one millisecond stand by their ids.
      expect((await list()).toSorted()).toEqual(all.toSorted());
      expect(await list({ author: bob.id })).toEqual([all[1]]);
      expect(await list({}, 'other')).toEqual([]);
      const first = await store.heldDrafts('demo', { limit: 2 });
      const rest = await store.heldDrafts('demo', { limit: 2, cursor: first.next ?? '' });
      expect([...first.drafts, ...rest.drafts].map((each) => each.id)).toEqual(await list());
      expect(rest.next).toBeNull();
      await expect(store.heldDrafts('demo', { limit: 2, cursor: 'x' })).rejects.toMatchObject({
        code: 'bad_request',
      });
      expect(await store.countHeld('demo', { at: 4_999 })).toEqual({ waiting: 3, late: 0, nextDueAt: 5_000 });
      expect(await store.countHeld('demo', { at: 5_000 })).toEqual({ waiting: 3, late: 2, nextDueAt: 9_000 });
      expect(await store.countHeld('demo', { at: 9_000, author: bob.id })).toEqual({
        waiting: 1,
        late: 1,
        nextDueAt: null,
      });
      expect(await store.countHeld('other', { at: 9_000 })).toEqual({ waiting: 0, late: 0, nextDueAt: null });
    });
  });
