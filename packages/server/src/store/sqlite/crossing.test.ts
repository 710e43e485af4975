import { expect, test } from 'vitest';
import { anna, newNonce, say, whisper } from '../../../test/store-contract/ground.ts';
import { encodeAppend } from '../place-entries.ts';
import type { Append, AppendResult, ConversationState } from '../store.ts';
import { flattenBatch, flattenWritten, unflattenBatch, unflattenWritten } from './crossing.ts';

const reply: Append = {
  shop: 'demo',
  conversation: 'cnv_aaaaaaaaaaaa',
  by: anna,
  nonce: newNonce(),
  drafts: [say('one'), { ...whisper('two\n“three”'), staffData: { why: null } }],
  main: 1,
  body: 'said',
  patch: { assignee: null, waitingSince: 5, preview: { by: 'agent', text: 'one' } },
  expect: { status: ['open', 'queued'], assigneeId: null },
};
const beginning: Append = {
  shop: 'demo',
  conversation: { begin: { shopper: 'shp_aaaaaaaaaaaa', page: null } },
  by: { kind: 'shopper', id: 'shp_aaaaaaaaaaaa', name: '' },
  nonce: newNonce(),
  drafts: [say('hello')],
  unaddressed: true,
};
const state: ConversationState = {
  id: 'cnv_aaaaaaaaaaaa',
  shop: 'demo',
  shopper: 'shp_aaaaaaaaaaaa',
  status: 'open',
  assignee: { id: anna.id, name: anna.name },
  waitingSince: null,
  lastSeq: 9,
  lastPublicSeq: 7,
};

const plain: Append = {
  ...reply,
  drafts: [say('“two”\n')],
  main: 0,
  patch: { waitingSince: null, preview: { by: 'agent', text: '“two”' } },
  expect: { status: 'open' },
};
delete plain.body;
const bare: Append = { ...plain, nonce: newNonce() };
delete bare.patch;
delete bare.expect;

test('a batch comes out of the crossing as it went in', () => {
  const batch = [reply, plain, beginning, bare, reply].map(encodeAppend);
  // A preview crosses as what is stored of it.
  const previewLess = batch.map(({ patch, ...rest }) => {
    const { preview: _, ...others } = patch ?? {};
    return patch ? { ...rest, patch: others } : rest;
  });
  expect(unflattenBatch(structuredClone(flattenBatch(batch)))).toEqual(previewLess);
  expect(unflattenBatch(flattenBatch([]))).toEqual([]);
});

test('what was written comes back in its order, answers among it', () => {
  const answer: AppendResult = { ok: false, code: 'conflict', message: 'No.' };
  const written = [
    { answer },
    { place: { seq: 8, publicSeq: 6, at: 1_700_000_000_000 }, state },
    { answer },
    { place: { seq: 0, publicSeq: 0, at: 1 }, state: { ...state, assignee: null, waitingSince: 4 } },
  ];
  expect(unflattenWritten(structuredClone(flattenWritten(written)))).toEqual(written);
});
