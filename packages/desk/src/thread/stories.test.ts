import type { Author, Entry, PlanShown } from '@shopbell/protocol';
import { describe, expect, test } from 'vitest';
import { isBeforeRunning, tellActions, type ActionStory } from './stories.ts';

const nora: Author = { kind: 'agent', id: 'agt_nora0000', name: 'Nora' };
const marta: Author = { kind: 'shopper', id: 'shp_marta000', name: 'Marta' };
const vera: Author = { kind: 'agent', id: 'agt_vera0000', name: 'Vera' };
const office: Author = { kind: 'office', id: 'agt_office00', name: 'Back office' };
const relay: Author = { kind: 'system', id: 'relay', name: '' };
type Step = ActionStory['step'];

const actors: Partial<Record<Step, Author>> = { requested: nora, confirmed: marta, approved: vera };
const plan: PlanShown = {
  summary: 'Refund €5.00',
  confirm: true,
  approve: 'supervisor',
  digest: 'd'.repeat(64),
  expiresAt: 9_000,
};

const entry = (seq: number, step: Step, values: Partial<Entry<'action'>> = {}): Entry<'action'> => ({
  conversation: 'cnv_00000001',
  seq,
  publicSeq: seq,
  at: 1_000 + seq,
  by: actors[step] ?? office,
  audience: 'everyone',
  nonce: `nonce-${seq}`,
  type: 'action',
  ...values,
  data: {
    action: 'act_aaaaaaaa',
    name: 'order.refund',
    title: 'Refund an order',
    step,
    ...(step === 'planned' ? { plan } : {}),
    ...values.data,
  },
});

/** The story of steps in this order. */
const told = (steps: readonly Step[], asked: PlanShown = plan): ActionStory => {
  const entries = steps.map((step, index) => {
    const one = entry(index + 1, step);
    return step === 'planned' ? { ...one, data: { ...one.data, plan: asked } } : one;
  });
  const [story] = tellActions(entries);
  if (!story) throw new Error('There are no steps');
  return story;
};

const both = { shopper: true, supervisor: true };
const shopper = { shopper: true, supervisor: false };
const supervisor = { shopper: false, supervisor: true };
const nobody = { shopper: false, supervisor: false };

describe('who is waited for', () => {
  test.each<[Step[], ActionStory['waitsFor'], boolean]>([
    [['requested'], nobody, true],
    [['requested', 'planned'], both, true],
    [['requested', 'planned', 'confirmed'], supervisor, true],
    [['requested', 'planned', 'approved'], shopper, true],
    [['requested', 'planned', 'confirmed', 'approved'], nobody, true],
    [['requested', 'planned', 'confirmed', 'approved', 'planned'], both, true],
    [['requested', 'planned', 'confirmed', 'approved', 'running'], nobody, false],
    [['requested', 'planned', 'approved', 'declined'], nobody, false],
    [['requested', 'planned', 'expired'], nobody, false],
    [['requested', 'planned', 'confirmed', 'cancelled'], nobody, false],
    [['requested', 'planned', 'failed'], nobody, false],
    [['requested', 'planned', 'refused'], nobody, false],
    [['requested', 'refused'], nobody, false],
    [['requested', 'planned', 'confirmed', 'approved', 'running', 'unknown'], nobody, false],
    [['requested', 'planned', 'confirmed', 'approved', 'running', 'succeeded'], nobody, false],
    [['requested', 'planned', 'confirmed', 'approved', 'running', 'succeeded', 'verified'], nobody, false],
    [['requested', 'planned', 'confirmed', 'approved', 'running', 'succeeded', 'unverified'], nobody, false],
  ])('after %j', (steps, waitsFor, isOpen) => {
    const story = told(steps);
    expect(story.waitsFor).toEqual(waitsFor);
    expect(isBeforeRunning(story)).toBe(isOpen);
    expect(story.steps.map(({ step }) => step)).toEqual(steps);
  });

  test.each<[string, Partial<PlanShown>, ActionStory['waitsFor']]>([
    ['of nobody', { confirm: false }, nobody],
    ['of the shopper', { confirm: true }, shopper],
    ['of a supervisor', { confirm: false, approve: 'supervisor' }, supervisor],
  ])('a plan that asks for the agreement %s', (_, asked, waitsFor) => {
    const { approve: _approve, ...rest } = plan;
    expect(told(['requested', 'planned'], { ...rest, ...asked }).waitsFor).toEqual(waitsFor);
  });
});

test('each step keeps who did it, when, and staff’s reason', () => {
  const error = { code: 'rejected', message: 'Over the limit.' };
  const [story] = tellActions([
    entry(1, 'requested'),
    entry(2, 'planned'),
    entry(3, 'confirmed'),
    entry(4, 'declined', { by: vera, staffData: { error } }),
  ]);
  expect(story?.steps.map(({ by, at, error: why }) => [by.name, at, why?.message])).toEqual([
    ['Nora', 1_001, undefined],
    ['Back office', 1_002, undefined],
    ['Marta', 1_003, undefined],
    ['Vera', 1_004, 'Over the limit.'],
  ]);
  expect(story).toMatchObject({ error, plan, askedBy: nora });
});

test('the last result is the one that counts: a payment is open, then paid', () => {
  const card = { kind: 'payment', version: 1, id: 'p', amount: { amount: 1, currency: 'EUR' } } as const;
  const [done, found] = [entry(2, 'succeeded'), entry(3, 'verified')];
  const [story] = tellActions([
    entry(1, 'running'),
    { ...done, data: { ...done.data, card: { ...card, status: 'open' } }, staffData: { output: 1 } },
    { ...found, data: { ...found.data, card: { ...card, status: 'paid' } }, staffData: { output: 2 } },
  ]);
  expect(story).toMatchObject({ card: { status: 'paid' }, output: 2 });
});

test('a new plan replaces the one before', () => {
  const less = { ...plan, summary: 'Refund €4.00', digest: 'e'.repeat(64) };
  const first = entry(2, 'planned');
  const second = entry(3, 'planned', { by: relay });
  const [story] = tellActions([first, { ...second, data: { ...second.data, plan: less } }]);
  expect(story?.plan).toEqual(less);
});
