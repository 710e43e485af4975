import { describe, expect, test } from 'vitest';
import { newId } from '../../src/store/ids.ts';
import type { Draft, FollowupBegun, FollowupChange } from '../../src/store/store.ts';
import { add, anna, appendOne, begin, newNonce, type Ground } from './ground.ts';

const bob = { id: 'agt_bob_000001', name: 'Bob' } as const;

const draftOf = ({ id, begin }: FollowupChange): Draft => ({
  type: 'followup',
  data: {
    followup: id,
    text: begin?.text ?? 'x',
    dueAt: begin?.dueAt ?? 1,
    owner: begin?.owner ?? null,
    state: begin ? 'open' : 'done',
  },
  audience: 'staff',
});

export const describeFollowups = (open: () => Promise<Ground>) =>
  describe('a follow-up', () => {
    const setUp = async () => {
      const ground = await open();
      const { store } = ground;
      const { id } = await begin(store);
      const change = (followup: FollowupChange, conversation = id) =>
        add(store, { id: conversation, by: anna, draft: draftOf(followup), followup });
      const start = async (more: Partial<FollowupBegun> = {}) => {
        const followup = newId('flw');
        const about = { text: 'Call back', dueAt: 5_000, owner: null, ...more };
        expect(await change({ id: followup, begin: about })).toMatchObject({ ok: true });
        return followup;
      };
      const list = async (query: object = {}) =>
        (await ground.store.followups('demo', { state: 'open', limit: 10, ...query })).followups.map(
          (each) => each.id,
        );
      return { ground, store, id, change, start, list };
    };

    test('R38 begins and is done, each in the transaction of its entry', async () => {
      const { ground, store, id, change, start, list } = await setUp();
      await using _ = ground;
      const action = newId('act');
      const followup = await start({ owner: bob, action });
      const begun = await store.followup(followup);
      expect(begun).toEqual({
        id: followup,
        shop: 'demo',
        conversation: id,
        text: 'Call back',
        dueAt: 5_000,
        owner: bob,
        action,
        by: anna,
        state: 'open',
        createdAt: begun?.createdAt,
        doneAt: null,
      });
      expect(begun?.createdAt).toBeGreaterThan(0);
      expect(await change({ id: followup, begin: null })).toMatchObject({ ok: true });
      await ground.reopen();
      const done = await ground.store.followup(followup);
      expect(done).toMatchObject({ state: 'done', doneAt: expect.any(Number) });
      expect(await ground.store.state(id)).toMatchObject({ lastSeq: 3, lastPublicSeq: 1 });
      expect(await list()).toEqual([]);
    });

    test('is done once, also when two finish it in one batch; and only from its own conversation', async () => {
      const { ground, store, id, change, start } = await setUp();
      await using _ = ground;
      const followup = await start();
      const there = await begin(store);
      expect(await change({ id: followup, begin: null }, there.id)).toMatchObject({ code: 'conflict' });
      const finish = () => ({
        shop: 'demo',
        conversation: id,
        by: anna,
        nonce: newNonce(),
        drafts: [draftOf({ id: followup, begin: null })] as const,
        followup: { id: followup, begin: null },
      });
      const results = await store.append([finish(), finish()]);
      expect(results.map((result) => (result.ok ? 'ok' : result.code))).toEqual(['ok', 'conflict']);
      expect(await appendOne(store, finish())).toMatchObject({ code: 'conflict' });
      expect(await change({ id: newId('flw'), begin: null })).toMatchObject({ code: 'conflict' });
      expect(await change({ id: followup, begin: { text: 'x', dueAt: 1, owner: null } })).toMatchObject({
        code: 'conflict',
      });
    });

    test('is listed by shop, state, time, owner and conversation, those due first on top, page by page', async () => {
      const { ground, store, id, change, start, list } = await setUp();
      await using _ = ground;
      const late = await start({ dueAt: 9_000 });
      const soon = await start({ dueAt: 1_000, owner: bob });
      const alike = [await start({ dueAt: 4_000 }), await start({ dueAt: 4_000 })].toSorted();
      const done = await start({ dueAt: 1 });
      await change({ id: done, begin: null });
      expect(await list()).toEqual([soon, ...alike, late]);
      expect(await list({ state: 'done' })).toEqual([done]);
      expect(await list({ dueBefore: 4_000 })).toEqual([soon]);
      expect(await list({ ownerId: bob.id })).toEqual([soon]);
      expect(await list({ ownerId: null })).toEqual([...alike, late]);
      expect(await list({ conversation: id })).toHaveLength(4);
      expect(await list({ conversation: (await begin(store)).id })).toEqual([]);
      expect((await store.followups('other', { state: 'open', limit: 10 })).followups).toEqual([]);
      const first = await store.followups('demo', { state: 'open', limit: 2 });
      expect(first.followups.map((each) => each.id)).toEqual([soon, alike[0]]);
      const rest = await store.followups('demo', { state: 'open', limit: 2, cursor: first.next ?? '' });
      expect(rest.followups.map((each) => each.id)).toEqual([alike[1], late]);
      expect(rest.next).toBeNull();
      await expect(store.followups('demo', { state: 'open', limit: 2, cursor: 'x' })).rejects.toMatchObject({
        code: 'bad_request',
      });
    });
  });
