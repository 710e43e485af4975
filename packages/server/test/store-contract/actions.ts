import { describe, expect, test } from 'vitest';
import { newId } from '../../src/store/ids.ts';
import type { ActionChange, Draft } from '../../src/store/store.ts';
import { add, anna, begin, type Ground } from './ground.ts';

const request = {
  name: 'order.lookup',
  version: 1,
  title: 'Look up an order',
  input: { order: '1042' },
  audience: 'everyone',
  dueAt: 5_000,
} as const;

const stepDraft = (action: ActionChange['id'], step: ActionChange['to']): Draft => ({
  type: 'action',
  data: { action, name: request.name, title: request.title, step },
  audience: 'everyone',
});

export const describeActions = (open: () => Promise<Ground>) =>
  describe('an action', () => {
    test('moves step by step, each in the transaction of its entry', async () => {
      await using ground = await open();
      const { store } = ground;
      const { id } = await begin(store);
      const action = newId('act');
      const move = (from: ActionChange['from'], to: ActionChange['to']) => {
        const change = { id: action, from, to, ...(from === null ? { request } : {}) };
        return add(store, { id, by: anna, draft: stepDraft(action, to), action: change });
      };
      expect(await move(null, 'requested')).toMatchObject({ ok: true });
      expect(await store.action(action)).toEqual({
        ...request,
        id: action,
        shop: 'demo',
        conversation: id,
        by: anna,
        step: 'requested',
      });
      expect(await move('requested', 'running')).toMatchObject({ ok: true });
      expect((await store.openActions()).map((row) => row.id)).toEqual([action]);
      expect(await move('requested', 'running')).toMatchObject({ ok: false, code: 'conflict' });
      expect(await move('running', 'succeeded')).toMatchObject({ ok: true });
      expect(await move('running', 'failed')).toMatchObject({ ok: false, code: 'conflict' });
      expect(await store.openActions()).toEqual([]);
      expect(await store.action(action)).toMatchObject({ step: 'succeeded' });
      expect(await store.state(id)).toMatchObject({ lastSeq: 4 });
    });

    test('is taken once, when two want it in one batch', async () => {
      await using ground = await open();
      const { id } = await begin(ground.store);
      const action = newId('act');
      const change = { id: action, from: null, to: 'requested', request } as const;
      await add(ground.store, { id, by: anna, draft: stepDraft(action, 'requested'), action: change });
      const take = (nonce: string) => ({
        shop: 'demo',
        conversation: id,
        by: anna,
        nonce,
        drafts: [stepDraft(action, 'running')] as const,
        action: { id: action, from: 'requested', to: 'running' } as const,
      });
      const results = await ground.store.append([take('taker_one'), take('taker_two')]);
      expect(results.map((result) => (result.ok ? 'ok' : result.code))).toEqual(['ok', 'conflict']);
    });

    test('cannot be moved from another conversation, begun twice or without a request', async () => {
      await using ground = await open();
      const { store } = ground;
      const [here, there] = [await begin(store), await begin(store)];
      const action = newId('act');
      const draft = stepDraft(action, 'requested');
      const change = { id: action, from: null, to: 'requested', request } as const;
      const { request: _, ...unrequested } = change;
      expect(await add(store, { id: here.id, by: anna, draft, action: unrequested })).toMatchObject({
        code: 'conflict',
      });
      await add(store, { id: here.id, by: anna, draft, action: change });
      expect(await add(store, { id: here.id, by: anna, draft, action: change })).toMatchObject({
        code: 'conflict',
      });
      const moved = { id: action, from: 'requested', to: 'running' } as const;
      expect(await add(store, { id: there.id, by: anna, draft, action: moved })).toMatchObject({
        code: 'conflict',
      });
      expect(await store.action(newId('act'))).toBeNull();
    });
  });
