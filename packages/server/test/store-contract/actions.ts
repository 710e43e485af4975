import { describe, expect, test } from 'vitest';
import { begun, type ActionProgress } from '../../src/store/action-row.ts';
import { newId } from '../../src/store/ids.ts';
import type { ActionChange, Draft } from '../../src/store/store.ts';
import { add, anna, begin, type Ground } from './ground.ts';

const request = {
  name: 'order.lookup',
  version: 1,
  title: 'Look up an order',
  input: { order: '1042' },
  audience: 'everyone',
  effect: 'write',
  plans: true,
  verifies: true,
  role: 'agent',
  dueAt: 5_000,
} as const;

const open: readonly string[] = ['requested', 'planned', 'running'];
/** Where an action stands after so many changes. */
const progress = (
  step: ActionProgress['step'],
  revision: number,
  more: Partial<ActionProgress> = {},
): ActionProgress => ({
  ...begun(5_000),
  timer: open.includes(step) ? 'run' : null,
  step,
  revision,
  ...more,
});

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
      let revision = 0;
      const move = (from: ActionChange['from'], to: ActionChange['to']) => {
        const about = from === null ? { request } : { progress: progress(to, (revision += 1)) };
        const change = { id: action, from, to, ...about };
        return add(store, { id, by: anna, draft: stepDraft(action, to), action: change });
      };
      expect(await move(null, 'requested')).toMatchObject({ ok: true });
      expect(await store.action(action)).toEqual({
        ...request,
        ...begun(5_000),
        expects: null,
        id: action,
        shop: 'demo',
        conversation: id,
        by: anna,
        step: 'requested',
      });
      expect(await move('requested', 'running')).toMatchObject({ ok: true });
      expect((await store.openActions()).map((row) => row.id)).toEqual([action]);
      expect(await move('requested', 'running')).toMatchObject({ ok: false, code: 'conflict' });
      revision -= 1;
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
        action: { id: action, from: 'requested', to: 'running', progress: progress('running', 1) } as const,
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
      const moved = {
        id: action,
        from: 'requested',
        to: 'running',
        progress: progress('running', 1),
      } as const;
      expect(await add(store, { id: there.id, by: anna, draft, action: moved })).toMatchObject({
        code: 'conflict',
      });
      expect(await store.action(newId('act'))).toBeNull();
    });

    test('keeps its plan, its lease and its timer over a restart, and moves without an entry too', async () => {
      await using ground = await open();
      const { id } = await begin(ground.store);
      const action = newId('act');
      const change = { id: action, from: null, to: 'requested', request } as const;
      await add(ground.store, { id, by: anna, draft: stepDraft(action, 'requested'), action: change });
      const plan = {
        summary: 'Refund it',
        confirm: true,
        amount: { amount: 500, currency: 'EUR' },
        digest: 'd'.repeat(64),
        expiresAt: 9_000,
      };
      const more = {
        plan,
        confirmed: true,
        lease: 4,
        output: { left: [1] },
        dueAt: 9_000,
        ranAt: 7,
        tries: 2,
      };
      const planned = progress('planned', 1, { ...more, timer: 'expiry' });
      const moved = { id: action, from: 'requested', to: 'planned', progress: planned } as const;
      await add(ground.store, { id, by: anna, draft: stepDraft(action, 'planned'), action: moved });
      await ground.reopen();
      expect(await ground.store.action(action)).toMatchObject(planned);
      const again = { ...planned, revision: 2, lease: 5, timer: 'again', dueAt: 99_000 } as const;
      expect(await ground.store.progressAction(action, again)).toBe(true);
      expect(await ground.store.progressAction(action, again)).toBe(false);
      expect(await ground.store.openActions()).toMatchObject([again]);
      expect(await ground.store.state(id)).toMatchObject({ lastSeq: 3 });
    });

    test('R35 counts towards its requester’s day when it ran since or is open, and not when nothing came of it', async () => {
      await using ground = await open();
      const { store } = ground;
      const { id } = await begin(store);
      const counted = async (step: ActionProgress['step'], amount: number, more: Partial<ActionProgress>) => {
        const action = newId('act');
        const change = { id: action, from: null, to: 'requested', request } as const;
        await add(store, { id, by: anna, draft: stepDraft(action, 'requested'), action: change });
        const money = { amount, currency: amount > 1_000 ? 'USD' : 'EUR' };
        const plan = { summary: 'x', confirm: false, amount: money, digest: 'd'.repeat(64), expiresAt: 9 };
        await store.progressAction(action, progress(step, 1, { plan, ...more }));
        return action;
      };
      const own = await counted('planned', 1, { timer: 'expiry' });
      await counted('verified', 10, { ranAt: 2_000 });
      await counted('planned', 20, { timer: 'expiry' });
      await counted('unknown', 1_040, { ranAt: 1_500, timer: 'verify' });
      await counted('verified', 80, { ranAt: 999 });
      await counted('failed', 160, { ranAt: 2_000 });
      await counted('declined', 320, {});
      const spent = (requester: string, name: string = request.name, shop = 'demo') =>
        store.spent({ shop, requester, name, since: 1_000, except: own });
      expect(await spent(anna.id)).toEqual([
        { amount: 30, currency: 'EUR' },
        { amount: 1_040, currency: 'USD' },
      ]);
      expect(await spent('agt_other_001')).toEqual([]);
      expect(await spent(anna.id, 'order.other')).toEqual([]);
      expect(await spent(anna.id, request.name, 'other')).toEqual([]);
    });
  });
