import { describe, expect, test } from 'vitest';
import { begun, type ActionProgress } from '../../src/store/action-row.ts';
import { newId } from '../../src/store/ids.ts';
import type { ActionChange, Draft } from '../../src/store/store.ts';
import { add, anna, begin, type Ground } from './ground.ts';

const request = {
  name: 'order.refund',
  version: 1,
  title: 'Refund an order',
  input: {},
  audience: 'everyone',
  effect: 'write',
  plans: true,
  verifies: false,
  role: 'agent',
  dueAt: 5_000,
} as const;

const draftOf = (action: ActionChange['id'], step: ActionChange['to']): Draft => ({
  type: 'action',
  data: { action, name: request.name, title: request.title, step },
  audience: 'everyone',
});

const plannedUntil = (expiresAt: number, more: Partial<ActionProgress> = {}): ActionProgress => ({
  ...begun(expiresAt),
  step: 'planned',
  revision: 1,
  timer: 'expiry',
  plan: { summary: 'Refund it', confirm: false, approve: 'supervisor', digest: 'd'.repeat(64), expiresAt },
  ...more,
});

type Conversation = { id: Awaited<ReturnType<typeof begin>>['id'] };

/** An action at a plan; its id. */
const plan = async ({ store }: Ground, { id }: Conversation, progress: ActionProgress) => {
  const action = newId('act');
  const asked = {
    id: action,
    from: null,
    to: 'requested',
    request: { ...request, expects: 'e'.repeat(64) },
  } as const;
  await add(store, { id, by: anna, draft: draftOf(action, 'requested'), action: asked });
  const change = { id: action, from: 'requested', to: progress.step, progress } as const;
  await add(store, { id, by: anna, draft: draftOf(action, progress.step), action: change });
  return action;
};

/** What waits for an approval. */
export const describeApprovals = (open: () => Promise<Ground>): void => {
  describe('approvals', () => {
    test('are those of the shop that are still to be given, what expires first on top, page by page', async () => {
      await using ground = await open();
      const one = await begin(ground.store);
      const other = await begin(ground.store);
      const late = await plan(ground, one, plannedUntil(9_000));
      const soon = await plan(ground, other, plannedUntil(7_000));
      const between = await plan(ground, one, plannedUntil(8_000));
      await plan(ground, one, plannedUntil(6_000, { approved: true }));
      await plan(ground, one, plannedUntil(6_000, { step: 'declined', timer: null }));
      const free = { summary: 'It', confirm: true, digest: 'f'.repeat(64), expiresAt: 6_000 };
      await plan(ground, one, plannedUntil(6_000, { plan: free }));
      const { store } = ground;
      const first = await store.approvals('demo', { limit: 2 });
      expect(first.actions.map(({ id }) => id)).toEqual([soon, between]);
      expect(first.actions[0]).toMatchObject({ conversation: other.id, expects: 'e'.repeat(64), by: anna });
      expect(first.waiting).toBe(3);
      const second = await store.approvals('demo', { limit: 2, cursor: first.next ?? '' });
      expect(second.actions.map(({ id }) => id)).toEqual([late]);
      expect(second.next).toBeNull();
      expect(await store.approvals('other', { limit: 2 })).toEqual({ actions: [], next: null, waiting: 0 });
    });

    test('of one moment are parted by their ids, none lost and none twice', async () => {
      await using ground = await open();
      const one = await begin(ground.store);
      const ids = [];
      for (let index = 0; index < 3; index += 1) ids.push(await plan(ground, one, plannedUntil(7_000)));
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await ground.store.approvals('demo', { limit: 1, cursor });
        seen.push(...page.actions.map(({ id }) => id));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      expect(seen).toHaveLength(3);
      expect(new Set(seen)).toEqual(new Set(ids));
    });
  });
};
