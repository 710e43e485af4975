import type { ConversationId, Part, ShopperId } from '@shopbell/protocol';
import { newId } from '../src/store/ids.ts';
import type { ActionProgress, Append, Draft, Store } from '../src/store/store.ts';
import { anna, succeed } from './store-contract/ground.ts';

/** A word that stands in every field a shopper’s conversation can have, whose it is, and ids that stay. */
export type Filled = { word: string; shopper: ShopperId; conversation: ConversationId; kept: string[] };

const word = 'canary-7f3c9b';
/** Long enough to leave the row it stands in. */
const long = `${word} `.repeat(700);

const progressOf = (progress: Partial<ActionProgress>): ActionProgress => ({
  step: 'planned',
  revision: 1,
  lease: 1,
  plan: null,
  confirmed: false,
  approved: false,
  runs: 0,
  tries: 0,
  output: null,
  timer: 'expiry',
  dueAt: 5,
  ranAt: null,
  ...progress,
});

const stepDraft = (action: `act_${string}`, step: 'requested' | 'planned' | 'succeeded'): Draft => ({
  type: 'action',
  data: {
    action,
    name: 'order.refund',
    title: word,
    step,
    card: { card: 'article', version: 1, id: word, title: word, summary: long } as never,
  },
  audience: 'everyone',
  staffData: { input: { of: word }, output: { of: long }, error: { code: 'x', message: word } },
});

const fillActions = async (store: Store, conversation: ConversationId): Promise<string> => {
  const id = newId('act');
  const append = { shop: 'demo', conversation, by: { ...anna, name: word } };
  const request = {
    name: 'order.refund',
    version: 1,
    title: 'Refund',
    input: { of: long },
    role: 'agent',
    effect: 'write',
    plans: true,
    verifies: true,
    audience: 'everyone',
    expects: word,
    dueAt: 5,
  } as const;
  const plan = { summary: word, digest: word, expiresAt: 9, amount: { amount: 5, currency: 'EUR' } } as never;
  const moves = [
    { from: null, to: 'requested', request },
    { from: 'requested', to: 'planned', progress: progressOf({ plan }) },
    {
      from: 'planned',
      to: 'succeeded',
      progress: progressOf({ step: 'succeeded', revision: 2, plan, output: { of: long }, timer: null }),
    },
  ] as const;
  for (const [index, move] of moves.entries())
    await succeed(store, {
      ...append,
      nonce: `${word}-action-${index}`,
      drafts: [stepDraft(id, move.to)],
      action: { id, ...move },
    });
  return id;
};

const fillFollowup = async (store: Store, conversation: ConversationId): Promise<string> => {
  const id = newId('flw');
  const begin = { text: word, dueAt: 5, owner: null };
  await succeed(store, {
    shop: 'demo',
    conversation,
    by: { ...anna, name: word },
    nonce: `${word}-followup`,
    drafts: [{ type: 'followup', data: { followup: id, ...begin, state: 'open' }, audience: 'staff' }],
    followup: { id, begin },
  });
  return id;
};

const fillDraft = async (store: Store, conversation: ConversationId): Promise<string> => {
  const id = newId('drf');
  const parts: Part[] = [{ kind: 'text', text: long }];
  await succeed(store, {
    shop: 'demo',
    conversation,
    by: { ...anna, name: word },
    nonce: `${word}-draft`,
    drafts: [{ type: 'draft', data: { draft: id, step: 'held', parts }, audience: 'staff' }],
    held: { id, begin: { parts, dueAt: 5 } },
  });
  return id;
};

const fillShopper = async (store: Store): Promise<ShopperId> => {
  const id = newId('shp');
  await store.addShopper({ id, shop: 'demo', name: word, claimed: {}, verified: null, createdAt: 1 });
  await store.claim('demo', id, { name: word, email: `${word}@example.com` });
  await store.verify('demo', id, { sub: word, name: word, email: `${word}@example.com` });
  await store.addToken({ shop: 'demo', shopper: id, digest: `${word}-token`, createdAt: 1 });
  const challenge = {
    shop: 'demo',
    shopper: id,
    id: word,
    email: `${word}@example.com`,
    salt: word,
    hash: word,
  };
  await store.saveChallenge({ ...challenge, expiresAt: Date.now() + 60_000 }, 1);
  return id;
};

/** Writes the word wherever a shopper, staff and offices can write, short and long. */
export const fillWithCanaries = async (store: Store): Promise<Filled> => {
  const shopper = await fillShopper(store);
  const by = { kind: 'shopper', id: shopper, name: word } as const;
  const page = { url: `https://shop.example.com/${word}`, title: word };
  const begun = await succeed(store, {
    shop: 'demo',
    conversation: { begin: { shopper, page } },
    by,
    nonce: `${word}-begin`,
    body: word,
    drafts: [
      { type: 'status', data: { status: 'queued' }, audience: 'everyone' },
      { type: 'message', data: { parts: [{ kind: 'text', text: long }] }, audience: 'everyone' },
    ],
    main: 1,
    patch: { preview: { by: 'shopper', text: word } },
  });
  const conversation = begun.conversation.id;
  const appends = Array.from({ length: 100 }, (_, index): Append => {
    const text = index % 10 === 0 ? long : `${word} ${index}`;
    const draft: Draft =
      index % 3 === 0
        ? { type: 'note', data: { text }, audience: 'staff', staffData: { of: word } }
        : { type: 'message', data: { parts: [{ kind: 'text', text }] }, audience: 'everyone' };
    const nonce = `${word}-${index}`;
    return { shop: 'demo', conversation, by: { ...anna, name: word }, nonce, drafts: [draft] };
  });
  const stored = await store.append(appends);
  if (stored.some(({ ok }) => !ok)) throw new Error('not all of it was taken');
  const action = await fillActions(store, conversation);
  const followup = await fillFollowup(store, conversation);
  const draft = await fillDraft(store, conversation);
  return { word, shopper, conversation, kept: [shopper, conversation, action, followup, draft] };
};

/** Erases it as a relay does, all steps one after the other. */
export const eraseCanaries = async (store: Store, { shopper, conversation }: Filled): Promise<void> => {
  const at = Date.now();
  await store.eraseProfile('demo', shopper, at);
  for (let rest = 1; rest > 0;) {
    const step = await store.eraseEntries(conversation, at);
    rest = step?.rest ?? 0;
  }
  await store.removeTokens('demo', shopper, at + 1);
};
