import { freshNonce, offerOf } from '@shopbell-test/kit';
import type { AgentCommandName, ShopperCommandName } from '@shopbell/protocol';
import { cardSamples } from './card-samples.ts';
import { settings } from './settings-sample.ts';

/** Ids that are there (or never were), to be put into samples. */
export type Ids = {
  conversation: string;
  shopper: string;
  agent: string;
  action: string;
  followup: string;
  draft: string;
  file: string;
  publicSeq: number;
};

/** Ids of the right form that never were. */
export const nobody: Ids = {
  conversation: 'cnv_neverwas00000000000000',
  shopper: 'shp_neverwas00000000000000',
  agent: 'agt_neverwas00000000000000',
  action: 'act_neverwas00000000000000',
  followup: 'flw_neverwas00000000000000',
  draft: 'drf_neverwas00000000000000',
  file: 'fil_neverwas00000000000000',
  publicSeq: 1,
};

const euro = (amount: number) => ({ amount, currency: 'EUR' });
const card = (of: unknown) => ({ kind: 'card', card: of });
const words = { kind: 'text', text: 'Hello' };
const page = { url: 'https://demo.example/tin', title: 'Tin' };
const claim = { name: 'Ada', email: 'ada@demo.example' };
const file = (id: string) => ({ kind: 'file', file: { id } });

const piece = { title: 'Tin', sku: 'TIN-1', variant_id: 'v1' };
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
  'entries:wait': ({ conversation }) => [{ after: { [conversation]: 0 }, waitMs: 0, signals: true }],
  'message:send': ({ conversation, file: id }) => [
    { conversation, nonce: freshNonce(), parts: [words], choice: { card: 'which', value: 'a' }, page },
    { conversation, nonce: freshNonce(), parts: [file(id)] },
    {
      nonce: freshNonce(),
      parts: [words],
      begin: true,
      form: { form: 'preChat', values: { name: 'Ada', consent: true } },
      greeting: 'hello',
    },
  ],
  'typing:set': ({ conversation }) => [{ conversation, typing: true }],
  'read:mark': ({ conversation, publicSeq }) => [{ conversation, seq: publicSeq }],
  'cart:report': ({ conversation }) => [
    {
      conversation,
      cart_lines: [{ total_price: 12.5, currency: 'EUR', quantity: 1, product: { ...piece, id: 'p1' } }],
      order: {
        id: 'o1',
        order_number: '1001',
        currency: 'EUR',
        total_price: 12.5,
        line_items: [{ ...piece, quantity: 1, price: 12.5 }],
      },
    },
  ],
  'action:ask': ({ conversation }) => [
    { conversation, nonce: freshNonce(), name: 'order.lookup', input: { order: '1042', email: claim.email } },
    { nonce: freshNonce(), name: 'order.lookup', input: { order: '1042' } },
  ],
  'action:confirm': ({ action }) => [{ action, digest, nonce: freshNonce() }],
  'action:decline': ({ action }) => [{ action, digest, nonce: freshNonce() }],
  'identity:request-code': ({ conversation }) => [
    { conversation, nonce: freshNonce(), email: 'ada@demo.example', locale: 'en' },
  ],
  'identity:confirm-code': ({ conversation }) => [{ conversation, nonce: freshNonce(), code: '000000' }],
  'file:link': ({ file: id }) => [{ file: id }],
  'form:get': () => [{ form: 'preChat' }],
  'form:answer': ({ conversation, publicSeq }) => [
    {
      conversation,
      nonce: freshNonce(),
      seq: publicSeq,
      form: 'which',
      values: { name: 'Ada', news: false },
    },
  ],
  'rating:give': ({ conversation }) => [
    { conversation, nonce: freshNonce(), score: 5, comment: 'Quick and kind.' },
  ],
  'transcript:get': ({ conversation }) => [
    { conversation, format: 'html', locale: 'de-AT', timeZone: 'Europe/Vienna', after: 0 },
  ],
  'transcript:mail': ({ conversation }) => [{ conversation, locale: 'de', timeZone: 'Europe/Berlin' }],
  'article:find': () => [{ language: 'en', query: 'returns' }],
  'article:get': () => [{ id: 'returns', language: 'en' }],
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
  'state:set': () => [{ state: 'away' }],
  'conversation:search': ({ shopper, agent }) => [
    {
      query: 'kettle',
      status: ['open', 'closed'],
      assignee: agent,
      shopper,
      from: 0,
      to: 4_102_444_800_000,
      cursor: '900',
      limit: 10,
    },
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
  'entries:wait': ({ conversation }) => [{ after: { [conversation]: 0 }, waitMs: 0, signals: true }],
  'message:send': ({ conversation, file: id }) =>
    [words, file(id), ...cardSamples.map(card)].map((part) => ({
      conversation,
      nonce: freshNonce(),
      parts: [part],
      canned: { id: 'return-label', version: 1 },
    })),
  'note:add': ({ conversation, file: id }) => [
    { conversation, nonce: freshNonce(), text: 'A note.', files: [id] },
  ],
  'outcome:record': (ids) => [{ conversation: ids.conversation, nonce: freshNonce(), outcome: outcome(ids) }],
  'typing:set': ({ conversation }) => [{ conversation, typing: true }],
  'read:mark': ({ conversation, publicSeq }) => [{ conversation, publicSeq }],
  'cart:get': ({ conversation }) => [{ conversation }],
  'shopper:get': ({ shopper }) => [{ shopper }],
  'team:list': () => [{}],
  'followup:add': ({ conversation, agent, action }) => [
    { conversation, nonce: freshNonce(), text: 'Call back.', dueAt: 1_900_000_000_000, owner: agent, action },
    { conversation, nonce: freshNonce(), text: 'Call back.', dueAt: 1_900_000_000_000, owner: null },
  ],
  'followup:finish': ({ followup }) => [{ followup, nonce: freshNonce(), note: 'Called.' }],
  'followup:list': ({ conversation, agent }) => [
    { state: 'done', dueBefore: 1_900_000_000_000, owner: agent, conversation, limit: 10 },
    { cursor: 'x' },
  ],
  'draft:hold': ({ conversation, file: id }) =>
    [words, file(id), ...cardSamples.map(card)].map((part) => ({
      conversation,
      nonce: freshNonce(),
      parts: [part],
    })),
  'draft:release': ({ draft, file: id }) =>
    [words, file(id), ...cardSamples.map(card)].map((part) => ({
      draft,
      nonce: freshNonce(),
      parts: [part],
      comment: 'Well said.',
    })),
  'draft:return': ({ draft }) => [{ draft, nonce: freshNonce(), comment: 'Say when, too.' }],
  'draft:withdraw': ({ draft }) => [{ draft, nonce: freshNonce() }],
  'draft:list': () => [{ cursor: 'x', limit: 10 }],
  'action:list': () => [{}],
  'action:request': ({ conversation }) => [
    {
      conversation,
      nonce: freshNonce(),
      name: 'order.lookup',
      input: {},
      audience: 'everyone',
      expects: digest,
    },
  ],
  'action:preview': ({ conversation }) => [
    { conversation, name: 'order.lookup', input: {}, audience: 'everyone' },
  ],
  'approval:list': () => [{ cursor: 'x', limit: 10 }],
  'action:approve': ({ action }) => [{ action, digest, nonce: freshNonce() }],
  'action:reject': ({ action }) => [{ action, digest, nonce: freshNonce(), reason: 'Too much.' }],
  'action:cancel': ({ action }) => [{ action, nonce: freshNonce() }],
  'identity:ask': ({ conversation }) => [{ conversation, nonce: freshNonce() }],
  'shopper:erase': ({ shopper }) => [{ shopper }],
  'conversation:erase': ({ conversation }) => [{ conversation }],
  'file:link': ({ file: id }) => [{ file: id }],
  'settings:get': () => [{}],
  'settings:save': () => [{ version: 900, settings }],
  'article:list': () => [{}],
  'article:save': () => [{ id: 'returns', language: 'en', title: 'Returns', html: '<p>Send it back.</p>' }],
  'article:remove': () => [{ id: 'returns', language: 'en' }],
  'canned:list': () => [{}],
  'canned:save': () => [
    { id: 'return-label', title: 'Return label', text: 'Dear {{shopper.name}}', language: 'en', version: 1 },
  ],
  'canned:remove': () => [{ id: 'return-label' }],
  'office:open': () => [
    { actions: [{ ...offerOf('order.lookup'), description: 'Looks it up.', steps: ['plan'] }] },
  ],
  'action:report': ({ action }) => [
    ...cardSamples.map((each) => ({
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
    ...cardSamples.map((each) => ({
      action,
      lease: 1,
      step: 'planned',
      plan: {
        summary: 'Refund it.',
        card: each,
        confirm: true,
        approve: 'supervisor',
        amount: euro(100),
        expiresInMs: 60_000,
        basis: 'a version of the shop’s',
      },
    })),
    ...cardSamples.map((each) => ({ action, lease: 1, step: 'verified', output: {}, card: each })),
    { action, lease: 1, step: 'nothing' },
    { action, lease: 1, step: 'later', againInMs: 1_000 },
  ],
};
