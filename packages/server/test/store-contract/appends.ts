import { describe, expect, test } from 'vitest';
import {
  add,
  addShop,
  addShopper,
  anna,
  appendOne,
  begin,
  newNonce,
  readAll,
  say,
  shopperOf,
  staffOf,
  succeed,
  whisper,
  type Ground,
} from './ground.ts';

type Open = () => Promise<Ground>;

export const describeNumbering = (open: Open) =>
  describe('numbering', () => {
    test('is 1, 2, 3 … for staff, and 1, 2, 3 … over what everyone may see', async () => {
      await using ground = await open();
      const { store } = ground;
      const { id, shopper } = await begin(store);
      await add(store, { id, by: anna, draft: whisper('secret') });
      await add(store, { id, by: anna, draft: say('hi') });
      await add(store, { id, by: anna, draft: whisper('secret') });
      await add(store, { id, by: shopper, draft: say('thanks') });

      const staff = await readAll(store, staffOf('demo'), id);
      expect(staff.map(({ seq, publicSeq }) => [seq, publicSeq])).toEqual([
        [1, 1],
        [2, undefined],
        [3, 2],
        [4, undefined],
        [5, 3],
      ]);
      const seen = await readAll(store, shopperOf('demo', shopper.id), id);
      expect(seen.map(({ seq, publicSeq }) => [seq, publicSeq])).toEqual([
        [1, undefined],
        [2, undefined],
        [3, undefined],
      ]);
      expect(await store.state(id)).toMatchObject({ lastSeq: 5, lastPublicSeq: 3 });
    });

    test('goes on where it was after the store is opened again', async () => {
      await using ground = await open();
      const { id, shopper } = await begin(ground.store);
      await ground.reopen();
      const next = await add(ground.store, { id, by: shopper, draft: say('still here') });
      expect(next).toMatchObject({ ok: true, entry: { seq: 2, publicSeq: 2 } });
    });

    test('gives one batch’s appends their places in the order they came', async () => {
      await using ground = await open();
      const { store } = ground;
      const { id, shopper } = await begin(store);
      const texts = Array.from({ length: 30 }, (_, i) => `message ${i}`);
      const batch = texts.map((text) => ({
        shop: 'demo',
        conversation: id,
        by: shopper,
        nonce: newNonce(),
        drafts: [say(text)] as const,
      }));
      const results = await store.append(batch);
      expect(results.map((result) => result.ok && result.entry.seq)).toEqual(texts.map((_, i) => i + 2));
      const stored = await readAll(store, staffOf('demo'), id);
      expect(stored.slice(1).map(({ data }) => data)).toEqual(
        texts.map((text) => ({ parts: [{ kind: 'text', text }] })),
      );
    });

    test('returns the very bytes that are read later', async () => {
      await using ground = await open();
      const { store } = ground;
      const { id, shopper, begun } = await begin(store);
      const text = 'quotes " \\ \u2028 and 🔔, </script>';
      const added = await add(store, { id, by: shopper, draft: say(text) });
      if (!added.ok) throw new Error(added.code);
      const wires = [begun.entry.wire, added.entry.wire];
      const staff = await store.entries(staffOf('demo'), { conversation: id, limit: 9 });
      expect(staff?.entries).toEqual(wires.map((wire) => wire.staff));
      const seen = await store.entries(shopperOf('demo', shopper.id), { conversation: id, limit: 9 });
      expect(seen?.entries).toEqual(wires.map((wire) => wire.everyone));
    });

    test('keeps what is for staff out of what a shopper gets, even within one entry', async () => {
      await using ground = await open();
      const { store } = ground;
      const { id, shopper } = await begin(store);
      const data = {
        action: 'act_12345678',
        name: 'order.lookup',
        title: 'Look up',
        step: 'failed',
      } as const;
      const staffData = { error: { code: 'canary', message: 'canary' } };
      await add(store, { id, by: anna, draft: { type: 'action', data, audience: 'everyone', staffData } });
      await add(store, { id, by: anna, draft: whisper('canary') });
      const seen = await store.entries(shopperOf('demo', shopper.id), { conversation: id, limit: 9 });
      expect(seen?.entries).toHaveLength(2);
      expect(JSON.stringify(seen)).not.toContain('canary');
      const staff = await store.entries(staffOf('demo'), { conversation: id, limit: 9 });
      expect(JSON.stringify(staff).match(/canary/g)).toHaveLength(3);
    });
  });

export const describeOnce = (open: Open) =>
  describe('a nonce', () => {
    test('that comes again is the same entry, in one batch, in another and after opening again', async () => {
      await using ground = await open();
      const { id, shopper } = await begin(ground.store);
      const append = {
        shop: 'demo',
        conversation: id,
        by: shopper,
        nonce: newNonce(),
        drafts: [say('once')] as const,
      };
      const [first, second] = await ground.store.append([append, append]);
      const third = await appendOne(ground.store, append);
      await ground.reopen();
      const fourth = await appendOne(ground.store, append);
      expect(first).toMatchObject({ ok: true, repeated: false, entry: { seq: 2 } });
      for (const again of [second, third, fourth]) {
        expect(again).toMatchObject({ ok: true, repeated: true });
        expect(again?.ok && again.entries).toEqual(first?.ok && first.entries);
      }
      expect(await ground.store.state(id)).toMatchObject({ lastSeq: 2 });
    });

    test('with another body is refused', async () => {
      await using ground = await open();
      const { id, shopper } = await begin(ground.store);
      const nonce = newNonce();
      await add(ground.store, { id, by: shopper, nonce, draft: say('this') });
      expect(await add(ground.store, { id, by: shopper, nonce, draft: say('that') })).toMatchObject({
        ok: false,
        code: 'nonce_reused',
      });
    });

    test('in another conversation is refused', async () => {
      await using ground = await open();
      const one = await begin(ground.store);
      const two = await begin(ground.store);
      const nonce = newNonce();
      await add(ground.store, { id: one.id, by: anna, nonce, draft: say('hi') });
      const there = await add(ground.store, { id: two.id, by: anna, nonce, draft: say('hi') });
      expect(there).toMatchObject({ ok: false, code: 'nonce_reused' });
    });

    test('of one sender is not the nonce of another', async () => {
      await using ground = await open();
      const { id, shopper } = await begin(ground.store);
      const nonce = newNonce();
      await add(ground.store, { id, by: shopper, nonce, draft: say('same') });
      expect(await add(ground.store, { id, by: anna, nonce, draft: say('same') })).toMatchObject({
        ok: true,
        repeated: false,
      });
    });

    test('gives its first result even where the append would now be refused', async () => {
      await using ground = await open();
      const { id } = await begin(ground.store);
      const closing = {
        shop: 'demo',
        conversation: id,
        by: anna,
        nonce: newNonce(),
        drafts: [{ type: 'status', data: { status: 'closed' }, audience: 'everyone' }] as const,
        patch: { status: 'closed' } as const,
        expect: { status: ['queued', 'open'] as const },
      };
      const first = await succeed(ground.store, closing);
      expect(await succeed(ground.store, closing)).toMatchObject({ repeated: true, entries: first.entries });
      expect(await appendOne(ground.store, { ...closing, nonce: newNonce() })).toMatchObject({
        ok: false,
        code: 'conflict',
      });
    });

    test('begins one conversation, however often it comes', async () => {
      await using ground = await open();
      const shopper = await addShopper(ground.store);
      const append = {
        shop: 'demo',
        conversation: { begin: { shopper: shopper.id, page: null } },
        by: shopper,
        nonce: newNonce(),
        drafts: [say('hello')] as const,
        unaddressed: true,
      };
      const results = [
        ...(await ground.store.append([append, append])),
        await appendOne(ground.store, append),
      ];
      const ids = new Set(results.map((result) => result.ok && result.conversation.id));
      expect(ids.size).toBe(1);
      expect(await ground.store.shopperConversations('demo', shopper.id, 9)).toHaveLength(1);
    });

    test('is carried by the sender’s own entry; those around it are numbered', async () => {
      await using ground = await open();
      const { id } = await begin(ground.store);
      const nonce = newNonce();
      const drafts = [whisper('before'), say('own'), whisper('after')] as const;
      const { entry, entries } = await succeed(ground.store, {
        shop: 'demo',
        conversation: id,
        by: anna,
        nonce,
        drafts,
        main: 1,
      });
      const nonces = entries.map(({ wire }) => (JSON.parse(wire.staff) as { nonce: string }).nonce);
      expect(nonces).toEqual([`${nonce}_1`, nonce, `${nonce}_2`]);
      expect(entry.seq).toBe(3);
      expect(await ground.store.appended(anna, nonce)).toEqual(entries);
      expect(await ground.store.appended(anna, `${nonce}_1`)).toBeNull();
    });

    test('still is the same after the shopper has signed in and has another id', async () => {
      await using ground = await open();
      const { id, shopper, nonce } = await begin(ground.store);
      const known = await addShopper(ground.store);
      expect(await ground.store.adopt('demo', shopper.id, known.id)).toEqual([id]);
      expect(await add(ground.store, { id, by: known, nonce, draft: say('hello') })).toMatchObject({
        ok: true,
        repeated: true,
        entry: { seq: 1 },
      });
    });
  });

export const describeRefusals = (open: Open) =>
  describe('an append is refused', () => {
    test('where what it relied on no longer holds, without harm to its batch', async () => {
      await using ground = await open();
      const { id, shopper } = await begin(ground.store);
      const to = { shop: 'demo', conversation: id } as const;
      const results = await ground.store.append([
        { ...to, by: anna, nonce: newNonce(), drafts: [say('1')], patch: { status: 'open', assignee: anna } },
        { ...to, by: anna, nonce: newNonce(), drafts: [say('2')], expect: { status: 'queued' } },
        { ...to, by: anna, nonce: newNonce(), drafts: [say('3')], expect: { assigneeId: null } },
        { ...to, by: shopper, nonce: newNonce(), drafts: [say('4')], expect: { assigneeId: anna.id } },
      ]);
      expect(results.map((result) => (result.ok ? result.entry.seq : result.code))).toEqual([
        2,
        'conflict',
        'conflict',
        3,
      ]);
    });

    test('in a conversation that is not there, of another shop or of another shopper, alike', async () => {
      await using ground = await open();
      await addShop(ground.store, 'other');
      const { id } = await begin(ground.store);
      const stranger = await addShopper(ground.store);
      const refused = [
        await add(ground.store, { id: 'cnv_nowhere_at_all', by: anna, draft: say('?') }),
        await add(ground.store, { id, by: anna, draft: say('?'), shop: 'other' }),
        await add(ground.store, { id, by: stranger, draft: say('?') }),
      ];
      expect(refused[0]).toMatchObject({ ok: false, code: 'not_found' });
      expect(new Set(refused.map((result) => JSON.stringify(result))).size).toBe(1);
    });

    test('when a shopper begins a conversation for another, or for nobody there is', async () => {
      await using ground = await open();
      const [one, two] = [await addShopper(ground.store), await addShopper(ground.store)];
      const to = (shopper: typeof one.id) => ({ begin: { shopper, page: null } });
      const append = { shop: 'demo', by: one, drafts: [say('?')] as const };
      const results = await ground.store.append([
        { ...append, conversation: to(two.id), nonce: newNonce() },
        { ...append, by: anna, conversation: to('shp_nobody_there'), nonce: newNonce() },
      ]);
      expect(results.map((result) => !result.ok && result.code)).toEqual(['not_found', 'not_found']);
    });

    test('when it begins a second conversation without being told which', async () => {
      await using ground = await open();
      const { shopper, id } = await begin(ground.store);
      const again = {
        shop: 'demo',
        conversation: { begin: { shopper: shopper.id, page: null } },
        by: shopper,
        drafts: [say('again')] as const,
        unaddressed: true,
      };
      expect(await appendOne(ground.store, { ...again, nonce: newNonce() })).toMatchObject({
        code: 'conflict',
      });
      const end = { id, by: anna, draft: whisper('done'), patch: { status: 'closed' } as const };
      await add(ground.store, end);
      expect(await appendOne(ground.store, { ...again, nonce: newNonce() })).toMatchObject({ ok: true });
    });
  });
