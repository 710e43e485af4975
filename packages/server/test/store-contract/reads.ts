import { describe, expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import {
  add,
  addShop,
  addShopper,
  anna,
  begin,
  decode,
  say,
  shopperOf,
  staffOf,
  whisper,
  type Ground,
} from './ground.ts';

type Open = () => Promise<Ground>;
type Clocked = (now: () => number) => Promise<Ground>;

export const describePages = (open: Open) =>
  describe('a page of entries', () => {
    /** 1 said, then by threes: hidden, hidden, said … so that both numberings differ. */
    const fill = async (store: Store) => {
      const { id, shopper } = await begin(store);
      for (let i = 2; i <= 30; i += 1) {
        const isSaid = i % 3 === 1;
        await add(store, { id, by: anna, draft: isSaid ? say(`${i}`) : whisper(`${i}`) });
      }
      const page = async (
        side: 'staff' | 'shopper',
        query: { after?: number; before?: number; limit: number },
      ) => {
        const reader = side === 'staff' ? staffOf('demo') : shopperOf('demo', shopper.id);
        const found = await store.entries(reader, { conversation: id, ...query });
        return (
          found && {
            seqs: decode(found.entries).map(({ seq }) => seq),
            more: found.more,
            last: found.lastSeq,
          }
        );
      };
      return page;
    };

    test('comes after a place, before a place, or from the end, oldest first', async () => {
      await using ground = await open();
      const page = await fill(ground.store);
      expect(await page('staff', { after: 0, limit: 3 })).toEqual({ seqs: [1, 2, 3], more: true, last: 30 });
      expect(await page('staff', { after: 28, limit: 3 })).toEqual({ seqs: [29, 30], more: false, last: 30 });
      expect(await page('staff', { after: 30, limit: 3 })).toEqual({ seqs: [], more: false, last: 30 });
      expect(await page('staff', { before: 4, limit: 2 })).toEqual({ seqs: [2, 3], more: true, last: 30 });
      expect(await page('staff', { before: 3, limit: 2 })).toEqual({ seqs: [1, 2], more: false, last: 30 });
      expect(await page('staff', { limit: 2 })).toEqual({ seqs: [29, 30], more: true, last: 30 });
    });

    test('is whole wherever it begins or ends in a long conversation, in both numberings', async () => {
      await using ground = await open();
      const { id, shopper } = await begin(ground.store);
      // Every fifth hidden, 40 of them in a row in the middle, and others’ entries in between.
      const other = await begin(ground.store);
      const isHidden = (seq: number): boolean => seq % 5 === 0 || (seq > 100 && seq <= 140);
      for (let seq = 2; seq <= 260; seq += 1) {
        await add(ground.store, { id, by: anna, draft: isHidden(seq) ? whisper(`${seq}`) : say(`${seq}`) });
        if (seq % 3 === 0) await add(ground.store, { id: other.id, by: anna, draft: say('elsewhere') });
      }
      const all = Array.from({ length: 260 }, (_, index) => index + 1);
      const seen = all.filter((seq) => !isHidden(seq)).map((_, index) => index + 1);
      for (const [reader, places] of [
        [staffOf('demo'), all],
        [shopperOf('demo', shopper.id), seen],
      ] as const) {
        const page = async (query: { after?: number; before?: number; limit: number }) =>
          decode((await ground.store.entries(reader, { conversation: id, ...query }))?.entries ?? []).map(
            ({ seq }) => seq,
          );
        for (const place of [0, 1, 63, 64, 65, 127, 128, 129, 192, 193, places.length]) {
          for (const limit of [1, 64, 130]) {
            expect(await page({ after: place, limit })).toEqual(places.slice(place, place + limit));
            const before = places.filter((seq) => seq < place).slice(-limit);
            expect(await page({ before: place, limit })).toEqual(before);
          }
        }
        expect(await page({ limit: 500 })).toEqual(places);
        expect(await page({ after: 0, limit: 500 })).toEqual(places);
      }
    });

    test('is in the shopper’s own numbering for a shopper', async () => {
      await using ground = await open();
      const page = await fill(ground.store);
      // Said are 1, 4, 7 … 28: ten of them.
      expect(await page('shopper', { after: 0, limit: 3 })).toEqual({
        seqs: [1, 2, 3],
        more: true,
        last: 10,
      });
      expect(await page('shopper', { after: 8, limit: 3 })).toEqual({ seqs: [9, 10], more: false, last: 10 });
      expect(await page('shopper', { before: 10, limit: 3 })).toEqual({
        seqs: [7, 8, 9],
        more: true,
        last: 10,
      });
      expect(await page('shopper', { before: 3, limit: 3 })).toEqual({ seqs: [1, 2], more: false, last: 10 });
      expect(await page('shopper', { limit: 4 })).toEqual({ seqs: [7, 8, 9, 10], more: true, last: 10 });
    });
  });

export const describeOwnership = (open: Open) =>
  describe('what is another’s', () => {
    test('is not found: neither by another shop nor by another shopper', async () => {
      await using ground = await open();
      const { store } = ground;
      await addShop(store, 'other');
      const { id, shopper } = await begin(store);
      const stranger = await addShopper(store);
      const query = { conversation: id, after: 0, limit: 9 };
      expect(await store.entries(staffOf('other'), query)).toBeNull();
      expect(await store.entries(shopperOf('demo', stranger.id), query)).toBeNull();
      expect(await store.entries(shopperOf('other', shopper.id), query)).toBeNull();
      expect(await store.entries(staffOf('demo'), { ...query, conversation: 'cnv_not_there' })).toBeNull();
      expect(await store.conversation('other', id)).toBeNull();
      expect((await store.conversations('other', { limit: 9 })).conversations).toEqual([]);
      expect(await store.shopperConversations('demo', stranger.id, 9)).toEqual([]);
      expect(await store.shopperConversations('other', shopper.id, 9)).toEqual([]);
      expect(await store.openConversation('other', shopper.id)).toBeNull();
      expect(await store.shopper('other', shopper.id)).toBeNull();
    });
  });

export const describeSummaries = (open: Clocked) =>
  describe('the summaries', () => {
    test('say what the appends have made of a conversation', async () => {
      let at = 1_000;
      await using ground = await open(() => at);
      const { store } = ground;
      const { id, shopper } = await begin(store);
      at = 2_000;
      const preview = { by: 'shopper', text: 'hello' } as const;
      await add(store, { id, by: shopper, draft: say('hello'), patch: { waitingSince: 1_500, preview } });
      at = 3_000;
      await add(store, {
        id,
        by: anna,
        draft: whisper('mine'),
        patch: { assignee: { id: anna.id, name: 'Anna' } },
      });
      expect(await store.conversation('demo', id)).toEqual({
        id,
        shopper: { id: shopper.id, name: 'Guest', claimed: {}, verified: null },
        status: 'queued',
        assignee: { id: anna.id, name: 'Anna' },
        openedAt: 1_000,
        updatedAt: 3_000,
        waitingSince: 1_500,
        lastSeq: 3,
        lastPublicSeq: 2,
        readPublicSeq: 0,
        seenPublicSeq: 0,
        preview: { ...preview, at: 2_000 },
        page: null,
      });
      expect(await store.shopperConversations('demo', shopper.id, 9)).toEqual([
        {
          id,
          status: 'queued',
          openedAt: 1_000,
          updatedAt: 2_000,
          agent: { id: anna.id, name: 'Anna' },
          lastSeq: 2,
          readSeq: 0,
          seenSeq: 0,
          preview: { ...preview, at: 2_000 },
        },
      ]);
    });

    test.each([1, 100_000])(
      'come latest change first, page by page, none twice and none left out, %i ms apart',
      async (apartMs) => {
        let at = 1_000;
        await using ground = await open(() => at);
        const { store } = ground;
        const begun = [];
        for (let i = 0; i < 23; i += 1) {
          // Every second one shares its time with the one before.
          at += (i % 2) * apartMs;
          begun.push(await begin(store));
          const status = (['queued', 'open', 'closed'] as const)[i % 3] ?? 'queued';
          await add(store, { id: begun[i]!.id, by: anna, draft: whisper('x'), patch: { status } });
        }
        const seen = [];
        let cursor: string | undefined;
        do {
          const page = await store.conversations('demo', { limit: 4, ...(cursor ? { cursor } : {}) });
          seen.push(...page.conversations);
          cursor = page.next ?? undefined;
        } while (cursor !== undefined);
        expect(new Set(seen.map(({ id }) => id))).toEqual(new Set(begun.map(({ id }) => id)));
        expect(seen).toHaveLength(23);
        const times = seen.map(({ updatedAt }) => updatedAt);
        expect(times).toEqual(times.toSorted((one, other) => other - one));
        const changedSince = times[9] ?? 0;
        const later = await store.conversations('demo', { limit: 50, changedSince });
        expect(later.conversations.map(({ updatedAt }) => updatedAt)).toEqual(
          times.filter((time) => time >= changedSince),
        );
      },
    );

    test('are found by status, assignee, shopper and time of change', async () => {
      let at = 1_000;
      await using ground = await open(() => at);
      const { store } = ground;
      const [queued, open_, closed] = [await begin(store), await begin(store), await begin(store)];
      at = 2_000;
      const assignee = { id: anna.id, name: 'Anna' };
      await add(store, { id: open_.id, by: anna, draft: whisper('x'), patch: { status: 'open', assignee } });
      at = 3_000;
      await add(store, { id: closed.id, by: anna, draft: whisper('x'), patch: { status: 'closed' } });
      const find = async (
        filter: Parameters<Store['conversations']>[1] extends infer F ? Partial<F> : never,
      ) => (await store.conversations('demo', { limit: 9, ...filter })).conversations.map(({ id }) => id);
      expect(await find({})).toEqual([closed.id, open_.id, queued.id]);
      expect(await find({ status: ['queued'] })).toEqual([queued.id]);
      expect(await find({ status: ['open', 'closed'] })).toEqual([closed.id, open_.id]);
      expect(await find({ assigneeId: anna.id })).toEqual([open_.id]);
      expect(await find({ assigneeId: null })).toEqual([closed.id, queued.id]);
      expect(await find({ shopper: queued.shopper.id })).toEqual([queued.id]);
      expect(await find({ changedSince: 2_000 })).toEqual([closed.id, open_.id]);
      expect(await store.openConversation('demo', open_.shopper.id)).toMatchObject({ id: open_.id });
      expect(await store.openConversation('demo', closed.shopper.id)).toBeNull();
    });

    test('refuse a cursor that is none', async () => {
      await using ground = await open(() => 1);
      const list = ground.store.conversations('demo', { limit: 1, cursor: "1' OR 1=1" });
      await expect(list).rejects.toMatchObject({ code: 'bad_request' });
    });
  });

export const describeReadPositions = (open: Open) =>
  describe('a read position', () => {
    test('only moves forward, never past the last entry, and survives opening again', async () => {
      await using ground = await open();
      const { id, shopper } = await begin(ground.store);
      await add(ground.store, { id, by: anna, draft: say('hi') });
      await add(ground.store, { id, by: anna, draft: whisper('hidden') });
      const mark = (side: 'shopper' | 'staff', to: number) => ground.store.markRead(id, side, to);
      expect([await mark('shopper', 1), await mark('shopper', 1), await mark('staff', 99)]).toEqual([
        true,
        false,
        true,
      ]);
      expect([await mark('staff', 1), await mark('shopper', 0)]).toEqual([false, false]);
      const asItStands = { seenPublicSeq: 1, readPublicSeq: 2 };
      expect(await ground.store.conversation('demo', id)).toMatchObject(asItStands);
      await ground.reopen();
      expect(await ground.store.conversation('demo', id)).toMatchObject(asItStands);
      const [own] = await ground.store.shopperConversations('demo', shopper.id, 1);
      expect(own).toMatchObject({ readSeq: 1, seenSeq: 2, lastSeq: 2 });
      expect(await mark('shopper', 2)).toBe(true);
      expect(await ground.store.markRead('cnv_not_there', 'staff', 1)).toBe(false);
    });

    test('is kept when the conversation goes on', async () => {
      await using ground = await open();
      const { id, shopper } = await begin(ground.store);
      await ground.store.markRead(id, 'staff', 1);
      await add(ground.store, { id, by: shopper, draft: say('more') });
      expect(await ground.store.conversation('demo', id)).toMatchObject({
        readPublicSeq: 1,
        lastPublicSeq: 2,
      });
    });
  });
