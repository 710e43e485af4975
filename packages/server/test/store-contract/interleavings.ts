import type { Author, ConversationId, ConversationStatus, ShopperId } from '@shopbell/protocol';
import {
  array,
  assert,
  asyncProperty,
  boolean,
  constantFrom,
  integer,
  record,
  type Arbitrary,
} from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Append, Store } from '../../src/store/store.ts';
import { addShopper, anna, readAll, say, shopperOf, staffOf, whisper, type Ground } from './ground.ts';

/** One step: who sends which nonce where. Few of each, so that they collide. */
const step = record({
  sender: integer({ min: 0, max: 2 }),
  conversation: integer({ min: 0, max: 1 }),
  nonce: integer({ min: 0, max: 9 }),
  body: integer({ min: 0, max: 2 }),
  isHidden: boolean(),
  expects: constantFrom(null, 'queued', 'open'),
  becomes: constantFrom(null, 'queued', 'open'),
});
type Step = typeof step extends Arbitrary<infer S> ? S : never;
const batches = array(array(step, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 12 });

type Modelled = { status: ConversationStatus; entries: { nonce: string; isHidden: boolean }[] };
type Known = { conversation: number; body: string; seq: number };

const senders = (shopper: Author): Author[] => [
  shopper,
  anna,
  { ...anna, id: 'agt_bert_0001', name: 'Bert' },
];
const bodyOf = ({ body, isHidden }: Step): string => `${isHidden ? 'hidden' : 'said'} ${body}`;

/** What a store does, in a few lines: maps and arrays instead of tables. */
const createModel = (conversations: Modelled[]) => {
  const known = new Map<string, Known>();
  return (each: Step): string => {
    const { sender, conversation, nonce, expects, becomes, isHidden } = each;
    const name = `${sender} ${nonce}`;
    const before = known.get(name);
    if (before) {
      const isSame = before.conversation === conversation && before.body === bodyOf(each);
      return isSame ? `again ${before.seq}` : 'nonce_reused';
    }
    const target = conversations[conversation]!;
    if (expects !== null && expects !== target.status) return 'conflict';
    target.entries.push({ nonce: `nonce_0${nonce}`, isHidden });
    if (becomes !== null) target.status = becomes;
    const seq = target.entries.length;
    known.set(name, { conversation, body: bodyOf(each), seq });
    return `new ${seq}`;
  };
};

const appendOf = (each: Step, by: Author, id: ConversationId): Append => ({
  shop: 'demo',
  conversation: id,
  by,
  nonce: `nonce_0${each.nonce}`,
  drafts: [each.isHidden ? whisper(bodyOf(each)) : say(bodyOf(each))],
  ...(each.expects === null ? {} : { expect: { status: each.expects } }),
  ...(each.becomes === null ? {} : { patch: { status: each.becomes } }),
});

const setUp = async (store: Store) => {
  const shopper = await addShopper(store);
  const begin = (nonce: string): Append => ({
    shop: 'demo',
    conversation: { begin: { shopper: shopper.id, page: null } },
    by: { kind: 'system', id: 'system', name: '' },
    nonce: `${nonce}_${shopper.id}`,
    drafts: [say('begun')],
  });
  const results = await store.append([begin('one'), begin('two')]);
  const ids = results.map((result): ConversationId =>
    result.ok ? result.conversation.id : 'cnv_failed_here',
  );
  return { shopper, ids };
};

const checkConversation = async (
  store: Store,
  expected: Modelled,
  { id, shopper }: { id: ConversationId; shopper: ShopperId },
) => {
  const staff = await readAll(store, staffOf('demo'), id);
  expect(staff.map(({ seq }) => seq)).toEqual(expected.entries.map((_, i) => i + 1));
  expect(staff.slice(1).map(({ nonce }) => nonce)).toEqual(
    expected.entries.slice(1).map(({ nonce }) => nonce),
  );
  const seen = await readAll(store, shopperOf('demo', shopper), id);
  const said = expected.entries.filter(({ isHidden }) => !isHidden);
  expect(seen.map(({ seq }) => seq)).toEqual(said.map((_, i) => i + 1));
  expect(await store.state(id)).toMatchObject({
    status: expected.status,
    lastSeq: expected.entries.length,
    lastPublicSeq: said.length,
  });
};

export const describeInterleavings = (open: () => Promise<Ground>) =>
  describe('whatever is sent by whom in whatever order', () => {
    test('the store answers and keeps what a simple model does', async () => {
      await using ground = await open();
      await assert(
        asyncProperty(batches, async (plan) => {
          const { store } = ground;
          const { shopper, ids } = await setUp(store);
          // Senders of their own for each run: their nonces are theirs for good.
          const by = senders(shopper).map((who, i) =>
            i === 0 ? who : { ...who, id: `${who.id}_${shopper.id}` },
          );
          const conversations = ids.map((): Modelled => ({
            status: 'queued',
            entries: [{ nonce: 'begun', isHidden: false }],
          }));
          const model = createModel(conversations);
          for (const batch of plan) {
            const expected = batch.map(model);
            const appends = batch.map((each) => appendOf(each, by[each.sender]!, ids[each.conversation]!));
            const results = await store.append(appends);
            const got = results.map((result) =>
              result.ok ? `${result.repeated ? 'again' : 'new'} ${result.entry.seq}` : result.code,
            );
            expect(got).toEqual(expected);
          }
          for (const [i, id] of ids.entries()) {
            await checkConversation(store, conversations[i]!, { id, shopper: shopper.id });
          }
        }),
        { numRuns: 60 },
      );
    });
  });
