import { describe, expect, test } from 'vitest';
import { verifyChains, type Head } from '../../src/log/verify.ts';
import { newId } from '../../src/store/ids.ts';
import type { Append, Draft, Store } from '../../src/store/store.ts';
import {
  add,
  addShop,
  anna,
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

const at = 1_700_000_000_000;

/** Erases until nothing is left; the steps. */
const eraseWhole = async (store: Store, id: `cnv_${string}`) => {
  for (const steps = []; ;) {
    const step = await store.eraseEntries(id, at);
    if (step === null) throw new Error('not found');
    steps.push(step);
    if (step.rest === 0) return steps;
  }
};

const fill = async (store: Store, id: `cnv_${string}`, count: number): Promise<void> => {
  const appends = Array.from({ length: count }, (_, index): Append => {
    const drafts: Append['drafts'] = [index % 3 === 0 ? whisper(`w ${index}`) : say(`m ${index}`)];
    return { shop: 'demo', conversation: id, by: anna, nonce: newNonce(), drafts };
  });
  await store.append(appends);
};

const describeEntries = (open: () => Promise<Ground>): void => {
  test('R47 keep their place, number and time, and lose who, what and by which nonce; the chain holds', async () => {
    await using ground = await open();
    const { store } = ground;
    const { id, shopper } = await begin(store);
    const other = await begin(store);
    await fill(store, id, 140);
    const before = await readAll(store, staffOf('demo'), id);
    const heads: Head[] = [];
    await verifyChains(store, { onHead: (head) => heads.push(head) });
    const steps = await eraseWhole(store, id);
    await ground.reopen();

    expect(steps.map(({ entries, seq, rest }) => ({ entries, seq, rest }))).toEqual([
      { entries: 32, seq: 32, rest: 109 },
      { entries: 32, seq: 64, rest: 77 },
      { entries: 32, seq: 96, rest: 45 },
      { entries: 32, seq: 128, rest: 13 },
      { entries: 13, seq: 141, rest: 0 },
    ]);
    const after = await readAll(ground.store, staffOf('demo'), id);
    expect(after.map(({ seq, publicSeq }) => [seq, publicSeq])).toEqual(
      before.map(({ seq, publicSeq }) => [seq, publicSeq]),
    );
    expect(new Set(after.map(({ type }) => type))).toEqual(new Set(['erased']));
    for (const [index, { data, by, nonce }] of after.entries()) {
      expect(data).toEqual({ at });
      expect(by).toEqual({ ...before[index]?.by, name: '' });
      expect(nonce).not.toBe(before[index]?.nonce);
    }
    expect(await verifyChains(ground.store, { against: heads })).toEqual({
      entries: 142,
      erased: 141,
      conversations: 2,
      findings: [],
    });
    const shown = await readAll(ground.store, shopperOf('demo', shopper.id), id);
    expect(shown.map(({ nonce }) => nonce)).toEqual(shown.map(({ seq }) => `erased_${seq}`));
    expect(await ground.store.conversation('demo', id)).toMatchObject({ preview: null, page: null });
    expect((await readAll(ground.store, staffOf('demo'), other.id)).map(({ type }) => type)).toEqual([
      'message',
    ]);
  });

  test('R47 tell each reader how far, in the numbering they have', async () => {
    await using ground = await open();
    const { store } = ground;
    const { id, shopper } = await begin(store);
    const end = async () => [
      (await store.entries(staffOf('demo'), { conversation: id, limit: 1 }))?.erasedSeq,
      (await store.entries(shopperOf('demo', shopper.id), { conversation: id, limit: 1 }))?.erasedSeq,
    ];
    await add(store, { id, by: anna, draft: whisper('psst') });
    expect(await end()).toEqual([0, 0]);
    await eraseWhole(store, id);
    expect(await end()).toEqual([2, 1]);
    await add(store, { id, by: anna, draft: say('hello again') });
    expect(await end()).toEqual([2, 1]);
    expect((await readAll(store, shopperOf('demo', shopper.id), id)).map(({ type }) => type)).toEqual([
      'erased',
      'message',
    ]);
    expect(await verifyChains(store)).toMatchObject({ erased: 2, findings: [] });
    expect(await eraseWhole(store, id)).toMatchObject([{ entries: 1, seq: 3, publicSeq: 2, rest: 0 }]);
  });

  test('and their nonces are forgotten, also those of a shopper who signed in since', async () => {
    await using ground = await open();
    const { store } = ground;
    const { id, shopper, nonce } = await begin(store);
    const { id: signedIn } = await begin(store);
    const to = (await store.state(signedIn))?.shopper;
    if (to === undefined) throw new Error('no shopper');
    await store.adopt('demo', shopper.id, to);
    expect(await store.appended({ ...shopper, id: to }, nonce)).toHaveLength(1);
    await eraseWhole(store, id);
    expect(await store.appended({ ...shopper, id: to }, nonce)).toBeNull();
    expect(await store.appended(shopper, nonce)).toBeNull();
  });
};

const stepOf = (action: `act_${string}`, step: 'requested' | 'failed'): Draft => ({
  type: 'action',
  data: { action, name: 'order.lookup', title: 'Look up', step },
  audience: 'staff',
  staffData: { input: { order: 'canary' } },
});

const describeBelongings = (open: () => Promise<Ground>): void => {
  test('what actions were asked and answered goes with them, and what somebody had to see to', async () => {
    await using ground = await open();
    const { store } = ground;
    const { id } = await begin(store);
    const action = newId('act');
    const request = {
      name: 'order.lookup',
      version: 1,
      title: 'Look up',
      input: { order: 'canary' },
      role: 'agent',
      effect: 'read',
      plans: false,
      verifies: false,
      audience: 'staff',
      dueAt: 5,
    } as const;
    await succeed(store, {
      shop: 'demo',
      conversation: id,
      by: anna,
      nonce: newNonce(),
      drafts: [stepOf(action, 'requested')],
      action: { id: action, from: null, to: 'requested', request },
    });
    expect(await store.isActing(id)).toBe(true);
    const progress = {
      step: 'failed',
      revision: 1,
      lease: 1,
      plan: null,
      confirmed: false,
      approved: false,
      runs: 1,
      tries: 0,
      output: { canary: 1 },
      timer: null,
      dueAt: 5,
      ranAt: 5,
    } as const;
    await succeed(store, {
      shop: 'demo',
      conversation: id,
      by: anna,
      nonce: newNonce(),
      drafts: [stepOf(action, 'failed')],
      action: { id: action, from: 'requested', to: 'failed', progress },
    });
    expect(await store.isActing(id)).toBe(false);
    const followup = newId('flw');
    const todo = { text: 'Call back', dueAt: 5, owner: null };
    await add(store, {
      id,
      by: anna,
      draft: { type: 'followup', data: { followup, ...todo, state: 'open' }, audience: 'staff' },
      followup: { id: followup, begin: todo },
    });
    await eraseWhole(store, id);
    const by = { ...anna, name: '' };
    expect(await store.action(action)).toMatchObject({
      step: 'failed',
      input: null,
      output: null,
      plan: null,
      by,
    });
    expect(await store.followup(followup)).toMatchObject({ text: 'erased', state: 'done', doneAt: at, by });
  });
};

const describeWishes = (open: () => Promise<Ground>): void => {
  test('a shopper is nobody afterwards: no name, no claim, no address, no token', async () => {
    await using ground = await open();
    const { store } = ground;
    const { shopper } = await begin(store);
    const digest = 'd'.repeat(43);
    await store.addToken({ shop: 'demo', shopper: shopper.id, digest, createdAt: 1 });
    await store.claim('demo', shopper.id, { name: 'Ada', email: 'ada@example.com' });
    await store.verify('demo', shopper.id, { sub: 'c-1', email: 'ada@example.com' });
    await store.eraseProfile('demo', shopper.id, at);
    expect(await store.shopper('demo', shopper.id)).toEqual({
      id: shopper.id,
      shop: 'demo',
      name: '',
      claimed: {},
      verified: null,
      createdAt: 1,
    });
    expect(await store.shopperBySub('demo', 'c-1')).toBeNull();
    expect(await store.shopperByToken('demo', digest)).toBeNull();
    expect((await store.revokedSince(at)).tokens).toEqual([digest]);
    expect(await store.removeTokens('demo', shopper.id, at)).toBe(1);
    expect(await store.removeTokens('demo', shopper.id, at + 1)).toBe(0);
    expect((await store.revokedSince(0)).tokens).toEqual([]);
  });

  test('a wish is kept until it is done, once for each; another shop has no such', async () => {
    await using ground = await open();
    const { store } = ground;
    await addShop(store, 'other');
    const { id, shopper } = await begin(store);
    for (const subject of [id, shopper.id]) {
      expect(await store.askErasure({ subject, shop: 'other', askedAt: at })).toBeNull();
      const asked = { subject, shop: 'demo', askedAt: at, entries: 0, doneAt: null };
      expect(await store.askErasure({ subject, shop: 'demo', askedAt: at })).toEqual(asked);
      expect(await store.askErasure({ subject, shop: 'demo', askedAt: at + 1 })).toEqual(asked);
    }
    expect(await store.erasure(newId('cnv'))).toBeNull();
    expect(await store.openErasures(1)).toHaveLength(1);
    await store.noteErasure(id, { entries: 3, doneAt: null });
    await store.noteErasure(id, { entries: 4, doneAt: at + 5 });
    await ground.reopen();
    expect(await ground.store.erasure(id)).toMatchObject({ entries: 7, doneAt: at + 5 });
    expect((await ground.store.openErasures(9)).map(({ subject }) => subject)).toEqual([shopper.id]);
    await eraseWhole(ground.store, id);
    expect(await ground.store.askErasure({ subject: id, shop: 'demo', askedAt: at + 8 })).toMatchObject({
      askedAt: at,
      doneAt: at + 5,
    });
    await add(ground.store, { id, by: anna, draft: say('something more') });
    const again = await ground.store.askErasure({ subject: id, shop: 'demo', askedAt: at + 9 });
    expect(again).toMatchObject({ askedAt: at + 9, entries: 0, doneAt: null });
  });

  test('finds what is not erased: of one, of a shopper, of what was closed long ago', async () => {
    await using ground = await open();
    const { store } = ground;
    const all = [];
    for (let index = 0; index < 7; index += 1) all.push(await begin(store));
    const [, ...closed] = all;
    for (const { id } of closed)
      await add(store, {
        id,
        by: anna,
        draft: { type: 'status', data: { status: 'closed' }, audience: 'everyone' },
        patch: { status: 'closed' },
      });
    const one = closed[0];
    if (!one) throw new Error('none');
    const target = { id: one.id, shop: 'demo', shopper: one.shopper.id, status: 'closed' };
    expect(await store.unerased({ shop: 'demo', conversation: one.id })).toEqual([target]);
    expect(await store.unerased({ shop: 'demo', shopper: one.shopper.id, limit: 5 })).toEqual([target]);
    expect(await store.unerased({ shop: 'other', conversation: one.id })).toEqual([]);

    const walk = async (before: number): Promise<string[]> => {
      const found: string[] = [];
      for (let after = null; ;) {
        const page = await store.oldConversations({ shop: 'demo', before, after, limit: 2 });
        found.push(...page.unerased.map(({ id }) => id));
        if (page.next === null) return found;
        after = page.next;
      }
    };
    const later = Date.now() + 60_000;
    expect((await walk(later)).toSorted()).toEqual(closed.map(({ id }) => id).toSorted());
    expect(await walk(1)).toEqual([]);
    await eraseWhole(store, one.id);
    expect(await walk(later)).toHaveLength(closed.length - 1);
    expect(await store.unerased({ shop: 'demo', conversation: one.id })).toEqual([]);
  });
};

/** That what is erased is gone, and everything else is as it was. */
export const describeErasure = (open: () => Promise<Ground>): void => {
  describe('erased entries', () => {
    describeEntries(open);
  });
  describe('an erased conversation', () => {
    describeBelongings(open);
  });
  describe('erasure', () => {
    describeWishes(open);
  });
};
