import type { Author, ConversationId, ShopperId } from '@shopbell/protocol';
import { describe, expect, test } from 'vitest';
import { decideShopperMessage } from '../rules/shopper.ts';
import { decideClose, decideNote, decideReply } from '../rules/staff.ts';
import { newId } from '../store/ids.ts';
import { openSqliteStore } from '../store/sqlite/open.ts';
import type { ConversationState } from '../store/store.ts';
import { createDecider } from './decide.ts';
import { createLog } from './group-commit.ts';

const parts = [{ kind: 'text' as const, text: 'hello' }];
const anna: Author = { kind: 'agent', id: 'agt_anna_0001', name: 'Anna' };

const setUp = async (now: () => number = Date.now) => {
  const store = await openSqliteStore({ file: ':memory:', now });
  for (const shop of ['demo', 'other']) {
    await store.saveShop({ id: shop, name: shop, origins: [], signInKeys: [], createdAt: 1 });
  }
  const log = createLog({ store });
  const decide = createDecider({ log, store });
  const addShopper = async (): Promise<Author & { id: ShopperId }> => {
    const id = newId('shp');
    await store.addShopper({ id, shop: 'demo', name: 'Guest', claimed: {}, verified: null, createdAt: 1 });
    return { kind: 'shopper', id, name: 'Guest' };
  };
  const say = (by: Author & { id: ShopperId }, nonce: string, conversation: ConversationId | null = null) =>
    decide({ shop: 'demo', conversation, by, nonce }, (state) =>
      decideShopperMessage(state, { parts, shopper: by.id, now: now() }),
    );
  const staff = (
    conversation: ConversationId,
    nonce: string,
    rule: (state: ConversationState) => ReturnType<typeof decideReply>,
  ) =>
    decide({ shop: 'demo', conversation, by: anna, nonce }, (state) => {
      if (state === null) throw new Error('a conversation was named');
      return rule(state);
    });
  const reply = (conversation: ConversationId, nonce: string) =>
    staff(conversation, nonce, (state) => decideReply(state, { by: anna, parts }));
  const close = (conversation: ConversationId, nonce: string) =>
    staff(conversation, nonce, (state) => decideClose(state, {}));
  const closeStore = { [Symbol.asyncDispose]: () => log.close().then(() => store.close()) };
  return { store, log, decide, addShopper, say, staff, reply, close, ...closeStore };
};

describe('a message without a conversation', () => {
  test('R7 begins one with its status and itself, and R22 the next goes to it', async () => {
    await using at = await setUp();
    const shopper = await at.addShopper();
    const first = await at.say(shopper, 'nonce_01');
    expect(first.entries.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(first.entry.seq).toBe(2);
    const second = await at.say(shopper, 'nonce_02');
    expect(second.conversation.id).toBe(first.conversation.id);
    expect(second.entry.seq).toBe(3);
  });

  test('begins one alone, though several come at once', async () => {
    await using at = await setUp();
    const shopper = await at.addShopper();
    const sent = await Promise.all(
      ['nonce_01', 'nonce_02', 'nonce_03'].map((nonce) => at.say(shopper, nonce)),
    );
    expect(new Set(sent.map(({ conversation }) => conversation.id)).size).toBe(1);
    expect(sent.at(-1)?.conversation.lastSeq).toBe(4);
  });

  test('R2 is the same when it comes again after the conversation was closed', async () => {
    await using at = await setUp();
    const shopper = await at.addShopper();
    const first = await at.say(shopper, 'nonce_01');
    await at.close(first.conversation.id, 'nonce_cl');
    const again = await at.say(shopper, 'nonce_01');
    expect(again).toMatchObject({ repeated: true, entry: first.entry });
    expect(again.conversation.status).toBe('closed');
  });
});

describe('a decision', () => {
  test('is made anew when somebody was faster', async () => {
    await using at = await setUp();
    const shopper = await at.addShopper();
    const { conversation } = await at.say(shopper, 'nonce_01');
    // All of them decide on the same state; the batch makes all but the first too late.
    const done = await Promise.all([
      at.close(conversation.id, 'nonce_cl'),
      at.say(shopper, 'nonce_02', conversation.id),
      at.say(shopper, 'nonce_03', conversation.id),
    ]);
    expect(done.map(({ entries }) => entries.length)).toEqual([1, 2, 1]);
    expect(done[2].conversation).toMatchObject({ status: 'queued', lastSeq: 6 });
  });

  test('R2 gets its first result when it comes again, though the rule would now say no', async () => {
    await using at = await setUp();
    const { conversation } = await at.say(await at.addShopper(), 'nonce_01');
    const first = await at.close(conversation.id, 'nonce_cl');
    expect(await at.close(conversation.id, 'nonce_cl')).toMatchObject({ repeated: true, entry: first.entry });
    await expect(at.close(conversation.id, 'nonce_c2')).rejects.toMatchObject({ code: 'conflict' });
    await expect(at.reply(conversation.id, 'nonce_cl')).rejects.toMatchObject({ code: 'nonce_reused' });
  });

  test('R2 of a reply is the same whether it opened the conversation or not', async () => {
    await using at = await setUp();
    const { conversation } = await at.say(await at.addShopper(), 'nonce_01');
    const first = await at.reply(conversation.id, 'nonce_re');
    expect(first.entries).toHaveLength(3);
    expect(await at.reply(conversation.id, 'nonce_re')).toMatchObject({ repeated: true, entry: first.entry });
  });

  test('R5 is not made about what is another’s: it is not found, exactly as what never was', async () => {
    await using at = await setUp();
    const { conversation } = await at.say(await at.addShopper(), 'nonce_01');
    const stranger = await at.addShopper();
    const note = (state: ConversationState | null) => {
      if (state === null) throw new Error('a conversation was named');
      return decideNote(state, { text: '?' });
    };
    const elsewhere = { shop: 'other', conversation: conversation.id, by: anna, nonce: 'nonce_02' };
    const nowhere = { shop: 'demo', conversation: newId('cnv'), by: anna, nonce: 'nonce_03' };
    const refusals = await Promise.all(
      [
        at.decide(elsewhere, note),
        at.decide(nowhere, note),
        at.say(stranger, 'nonce_04', conversation.id),
      ].map((refused) =>
        refused.then(String, (error: Error & { code: string }) => `${error.code} ${error.message}`),
      ),
    );
    expect(refusals[0]).toMatch(/^not_found /);
    expect(new Set(refusals).size).toBe(1);
  });

  test('R4 of staff for staff leaves no trace in the numbers a shopper gets', async () => {
    await using at = await setUp();
    const shopper = await at.addShopper();
    const { conversation } = await at.say(shopper, 'nonce_01');
    await at.staff(conversation.id, 'nonce_nt', (state) => decideNote(state, { text: 'canary' }));
    const next = await at.say(shopper, 'nonce_02');
    expect(next.entry).toMatchObject({ seq: 4, publicSeq: 3 });
    expect(next.entry.wire.everyone).toContain('"seq":3,');
    expect(next.entry.wire.everyone).not.toContain('publicSeq');
  });
});

test('R9 the order is the log’s, though the clock goes back', async () => {
  let at = 9_000;
  await using ground = await setUp(() => (at -= 1_000));
  const shopper = await ground.addShopper();
  const { conversation } = await ground.say(shopper, 'nonce_01');
  await ground.say(shopper, 'nonce_02');
  await ground.reply(conversation.id, 'nonce_03');
  const page = await ground.store.entries(
    { side: 'staff', shop: 'demo' },
    { conversation: conversation.id, limit: 9 },
  );
  const entries = page?.entries.map((wire) => JSON.parse(wire) as { seq: number; at: number }) ?? [];
  expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(entries.at(-1)?.at).toBeLessThan(entries[0]?.at ?? 0);
});
