import { describe, expect, test } from 'vitest';
import { newId } from '../../src/store/ids.ts';
import { add, addShopper, anna, begin, newNonce, say, type Ground, type HotTable } from './ground.ts';

/** An append that writes the word `poison` to one table alone. */
const poisonous = {
  entries: { drafts: [say('poison')] as const },
  nonces: { drafts: [say('fine')] as const, nonce: 'poison_1234' },
  conversations: {
    drafts: [say('fine')] as const,
    patch: { preview: { by: 'agent', text: 'poison' } as const },
  },
  actions: {
    drafts: [say('fine')] as const,
    action: {
      id: newId('act'),
      from: null,
      to: 'requested',
      request: {
        name: 'a.b',
        version: 1,
        title: 'poison',
        input: {},
        audience: 'staff',
        effect: 'read',
        plans: false,
        verifies: false,
        role: 'agent',
        dueAt: 1,
      },
    } as const,
  },
} satisfies Record<HotTable, object>;

export const describeAtomicity = (open: () => Promise<Ground>) =>
  describe('a batch that fails', () => {
    test.each(Object.keys(poisonous) as HotTable[])(
      'while writing %s leaves nothing behind',
      async (table) => {
        await using ground = await open();
        const { store } = ground;
        const [one, two] = [await begin(store), await begin(store)];
        const newcomer = await addShopper(store);
        const to = { shop: 'demo', by: anna } as const;
        const nonces = [newNonce(), newNonce()] as const;
        const fresh = { begin: { shopper: newcomer.id, page: null } };
        const batch = [
          { ...to, conversation: one.id, nonce: nonces[0], drafts: [say('a')], patch: { status: 'open' } },
          { ...to, conversation: fresh, nonce: nonces[1], drafts: [say('b')] },
          { ...to, conversation: two.id, nonce: newNonce(), ...poisonous[table] },
        ] as const;

        await ground.poison(table);
        await expect(store.append(batch)).rejects.toThrow('poisoned');
        expect(await store.state(one.id)).toMatchObject({ lastSeq: 1, status: 'queued' });
        expect(await store.state(two.id)).toMatchObject({ lastSeq: 1 });
        expect(await store.appended(anna, nonces[0])).toBeNull();
        expect(await store.shopperConversations('demo', newcomer.id, 9)).toEqual([]);
        expect(await store.openActions()).toEqual([]);

        await ground.heal();
        const results = await store.append(batch);
        expect(results.map((result) => result.ok && result.entry.seq)).toEqual([2, 1, 2]);
        await ground.reopen();
        expect(await add(ground.store, { id: one.id, by: anna, draft: say('next') })).toMatchObject({
          entry: { seq: 3 },
        });
      },
    );
  });

export const describeClosed = (open: () => Promise<Ground>) =>
  describe('a closed store', () => {
    test('answers `unavailable`, and closes twice', async () => {
      await using ground = await open();
      const { store } = ground;
      const { id } = await begin(store);
      await store.assertDurable();
      await store.ping();
      await store.close();
      await store.close();
      const unavailable = { code: 'unavailable' };
      await expect(add(store, { id, by: anna, draft: say('late') })).rejects.toMatchObject(unavailable);
      await expect(store.ping()).rejects.toMatchObject(unavailable);
      await expect(store.conversation('demo', id)).rejects.toMatchObject(unavailable);
      await ground.reopen();
      await ground.store.ping();
    });
  });
