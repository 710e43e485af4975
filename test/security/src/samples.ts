import { freshNonce, offerOf } from '@shopbell-test/kit';
import type { AgentCommandName, ShopperCommandName } from '@shopbell/protocol';

/** Ids that are there (or never were), to be put into samples. */
export type Ids = {
  conversation: string;
  shopper: string;
  agent: string;
  action: string;
  publicSeq: number;
};

/** Ids of the right form that never were. */
export const nobody: Ids = {
  conversation: 'cnv_neverwas00000000000000',
  shopper: 'shp_neverwas00000000000000',
  agent: 'agt_neverwas00000000000000',
  action: 'act_neverwas00000000000000',
  publicSeq: 1,
};

const euro = (amount: number) => ({ amount, currency: 'EUR' });
const picture = 'https://demo.example/tin.jpg';

const order = {
  kind: 'order',
  version: 1,
  number: '1042',
  placedAt: 1_790_000_000_000,
  status: 'shipped',
  lines: [{ title: 'Tin', variant: 'red', picture, quantity: 2, price: euro(1_250), total: euro(2_500) }],
  charges: [{ label: 'Shipping', amount: euro(490) }],
  total: euro(2_990),
  tracking: { carrier: 'Post', number: '00340', url: 'https://post.example/00340' },
};
const product = {
  kind: 'product',
  version: 1,
  id: 'tin-1',
  title: 'Tin',
  text: 'For tea.',
  picture,
  price: euro(1_250),
  available: true,
  url: 'https://demo.example/tin',
};
const choices = {
  kind: 'choices',
  version: 1,
  id: 'which',
  prompt: 'Which one?',
  options: [{ value: 'a', label: 'The first' }],
};
const card = (of: unknown) => ({ kind: 'card', card: of });
const words = { kind: 'text', text: 'Hello' };
const page = { url: 'https://demo.example/tin', title: 'Tin' };
const claim = { name: 'Ada', email: 'ada@demo.example' };
const file = {
  kind: 'file',
  file: { id: 'fil_neverwas00000000000000', name: 'a.png', type: 'image/png', bytes: 12 },
};

const digest = 'a'.repeat(64);

type Samples<K extends string> = Record<K, (ids: Ids) => readonly Record<string, unknown>[]>;

/** Inputs for every command of a shopper which, together, hold every field there is. */
export const shopperSamples: Samples<ShopperCommandName> = {
  'session:open': () => [{ jwt: 'not.a.jwt', claim, page }],
  'session:close': () => [{}],
  'profile:claim': () => [claim],
  'conversation:list': () => [{}],
  'conversation:watch': ({ conversation }) => [{ conversation, after: 0, limit: 10 }],
  'entries:list': ({ conversation }) => [
    { conversation, after: 0, limit: 10 },
    { conversation, before: 5 },
  ],
  'entries:wait': ({ conversation }) => [{ after: { [conversation]: 0 }, waitMs: 0 }],
  'message:send': ({ conversation }) => [
    { conversation, nonce: freshNonce(), parts: [words], choice: { card: 'which', value: 'a' }, page },
  ],
  'typing:set': ({ conversation }) => [{ conversation, typing: true }],
  'read:mark': ({ conversation, publicSeq }) => [{ conversation, seq: publicSeq }],
  'action:confirm': ({ action }) => [{ action, digest, nonce: freshNonce() }],
  'action:decline': ({ action }) => [{ action, digest, nonce: freshNonce() }],
};

const outcome = (ids: Ids) => ({
  reason: 'Where is it',
  resolution: 'solved',
  note: 'Found.',
  actions: [ids.action],
});

/** The same for everybody else. */
export const agentSamples: Samples<AgentCommandName> = {
  'session:open': () => [{}],
  'inbox:watch': () => [{}],
  'conversation:list': ({ shopper, agent }) => [
    { status: ['queued', 'open'], assignee: agent, shopper, changedSince: 0, limit: 10 },
    { cursor: 'x' },
  ],
  'conversation:get': ({ conversation }) => [{ conversation }],
  'conversation:watch': ({ conversation }) => [{ conversation, after: 0, limit: 10 }],
  'conversation:unwatch': ({ conversation }) => [{ conversation }],
  'conversation:assign': ({ conversation, agent }) => [{ conversation, nonce: freshNonce(), to: agent }],
  'conversation:close': (ids) => [
    { conversation: ids.conversation, nonce: freshNonce(), outcome: outcome(ids) },
  ],
  'conversation:reopen': ({ conversation }) => [{ conversation, nonce: freshNonce() }],
  'entries:list': ({ conversation }) => [
    { conversation, after: 0, limit: 10 },
    { conversation, before: 5 },
  ],
  'entries:wait': ({ conversation }) => [{ after: { [conversation]: 0 }, waitMs: 0 }],
  'message:send': ({ conversation }) =>
    [words, file, card(order), card(product), card(choices)].map((part) => ({
      conversation,
      nonce: freshNonce(),
      parts: [part],
    })),
  'note:add': ({ conversation }) => [{ conversation, nonce: freshNonce(), text: 'A note.' }],
  'outcome:record': (ids) => [{ conversation: ids.conversation, nonce: freshNonce(), outcome: outcome(ids) }],
  'typing:set': ({ conversation }) => [{ conversation, typing: true }],
  'read:mark': ({ conversation, publicSeq }) => [{ conversation, publicSeq }],
  'shopper:get': ({ shopper }) => [{ shopper }],
  'team:list': () => [{}],
  'action:list': () => [{}],
  'action:request': ({ conversation }) => [
    { conversation, nonce: freshNonce(), name: 'order.lookup', input: {}, audience: 'everyone' },
  ],
  'action:approve': ({ action }) => [{ action, digest, nonce: freshNonce() }],
  'action:reject': ({ action }) => [{ action, digest, nonce: freshNonce(), reason: 'Too much.' }],
  'action:cancel': ({ action }) => [{ action, nonce: freshNonce() }],
  'office:open': () => [{ actions: [{ ...offerOf('order.lookup'), description: 'Looks it up.' }] }],
  'action:report': ({ action }) => [
    ...[order, product, choices].map((each) => ({
      action,
      lease: 1,
      step: 'succeeded',
      output: {},
      card: each,
    })),
    ...['refused', 'failed', 'unknown', 'unverified'].map((step) => ({
      action,
      lease: 1,
      step,
      error: { code: 'gone', message: 'It is gone.' },
    })),
    {
      action,
      lease: 1,
      step: 'planned',
      plan: {
        summary: 'Refund it.',
        card: order,
        confirm: true,
        approve: 'supervisor',
        amount: euro(100),
        expiresInMs: 60_000,
      },
    },
    { action, lease: 1, step: 'verified', output: {}, card: order },
    { action, lease: 1, step: 'nothing' },
    { action, lease: 1, step: 'later', againInMs: 1_000 },
  ],
};
