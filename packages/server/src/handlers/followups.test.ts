import { times } from '@shopbell/protocol/limits';
import { expect, test } from 'vitest';
import { nonce, saying, startEdge, until } from '../../test/edge-kit.ts';

const dueAt = 1_900_000_000_000;

const setUp = async () => {
  const relay = await startEdge();
  const shopper = await relay.shopper();
  const agent = await relay.staff('agent');
  const { conversation } = await shopper.call('message:send', { nonce: nonce(), parts: saying('hello') });
  await shopper.call('conversation:watch', { conversation, after: 0 });
  await agent.call('conversation:watch', { conversation, after: 0 });
  const entries = () => agent.heard('entry:appended').filter(({ type }) => type === 'followup');
  return {
    relay,
    shopper,
    agent,
    conversation,
    entries,
    [Symbol.asyncDispose]: () => relay[Symbol.asyncDispose](),
  };
};

test('R38 a follow-up is opened and finished by staff, told to staff alone, and listed', async () => {
  await using scene = await setUp();
  const { agent, conversation, entries, relay, shopper } = scene;
  const add = { conversation, nonce: nonce(), text: 'Call back', dueAt, owner: agent.person.id as never };
  const { followup, ...stored } = await agent.call('followup:add', add);
  expect(await agent.call('followup:add', add)).toEqual({ followup, ...stored });
  expect(await agent.call('followup:list', { owner: 'me' })).toMatchObject({
    followups: [
      { id: followup, conversation, text: 'Call back', dueAt, owner: { id: agent.person.id }, state: 'open' },
    ],
    next: null,
  });
  expect(await agent.call('followup:list', { owner: 'nobody' })).toEqual({ followups: [], next: null });
  const colleague = await relay.staff('agent');
  expect(await colleague.call('followup:list', { owner: 'me' })).toEqual({ followups: [], next: null });
  const finish = { followup, nonce: nonce(), note: 'She is happy.' };
  const finished = await colleague.call('followup:finish', finish);
  expect(await colleague.call('followup:finish', finish)).toEqual(finished);
  expect(await agent.ask('followup:finish', { followup, nonce: nonce() })).toMatchObject({
    error: { code: 'conflict', message: 'The follow-up is done already.' },
  });
  await until(() => entries().length === 2);
  expect(entries().map(({ audience, data }) => ({ audience, data }))).toMatchObject([
    { audience: 'staff', data: { followup, state: 'open', text: 'Call back' } },
    { audience: 'staff', data: { followup, state: 'done', note: 'She is happy.' } },
  ]);
  expect(await agent.call('followup:list', { state: 'done' })).toMatchObject({
    followups: [{ id: followup }],
  });
  await shopper.call('message:send', { conversation, nonce: nonce(), parts: saying('still there?') });
  await until(() => shopper.heard('entry:appended').length > 0);
  expect(shopper.heard('entry:appended').map(({ type }) => type)).not.toContain('followup');
});

test('R38 it is for staff of its shop who may reply, and about what is there', async () => {
  await using scene = await setUp();
  const { relay, agent, conversation } = scene;
  const add = { conversation, nonce: nonce(), text: 'Call back', dueAt };
  const { followup } = await agent.call('followup:add', add);
  const reader = await relay.staff('agent', ['read']);
  for (const [command, input] of [
    ['followup:add', { ...add, nonce: nonce() }],
    ['followup:finish', { followup, nonce: nonce() }],
  ] as const)
    expect(await reader.ask(command, input)).toMatchObject({ error: { code: 'forbidden' } });
  expect(await reader.ask('followup:list', {})).toMatchObject({ ok: true });
  const rival = await relay.staff('supervisor', ['read', 'reply'], 'other');
  expect(await rival.ask('followup:finish', { followup, nonce: nonce() })).toMatchObject({
    error: { code: 'not_found' },
  });
  expect(await rival.call('followup:list', {})).toEqual({ followups: [], next: null });
  const stranger = { owner: 'agt_neverwas000000' as const };
  const nothing = { action: 'act_neverwas000000' as const };
  for (const wrong of [stranger, nothing])
    expect(await agent.ask('followup:add', { ...add, nonce: nonce(), ...wrong })).toMatchObject({
      error: { code: 'not_found' },
    });
});

test('R38 an action that cannot be verified opens one in the same append, for whoever asked for it', async () => {
  await using scene = await setUp();
  const { relay, agent, conversation, entries } = scene;
  const office = await relay.staff('office', ['action:*']);
  const offer = {
    name: 'order.refund',
    version: 1,
    title: 'Refund an order',
    effect: 'write' as const,
    identity: 'anyone' as const,
    steps: ['plan' as const, 'verify' as const],
    input: {},
    output: {},
  };
  await office.call('office:open', { actions: [offer] });
  const { action } = await agent.call('action:request', {
    conversation,
    nonce: nonce(),
    name: offer.name,
    input: {},
  });
  const answers = [
    { step: 'planned', plan: { summary: 'Refund', confirm: false } },
    { step: 'succeeded', output: 1 },
    { step: 'unverified', error: { code: 'unverified', message: 'The bank does not know of it.' } },
  ];
  for (const [index, answer] of answers.entries()) {
    await until(() => office.heard('action:assigned').length === index + 1);
    const lease = office.heard('action:assigned').at(-1)?.lease;
    await office.ask('action:report', { action, lease, ...answer } as never);
  }
  await until(() => entries().length === 1);
  const [entry] = entries();
  const heard = agent.heard('entry:appended');
  const end = heard.findLast(({ type }) => type === 'action');
  expect(end?.data).toMatchObject({ step: 'unverified', end: true });
  expect(entry).toMatchObject({ seq: (end?.seq ?? 0) + 1, at: end?.at, audience: 'staff' });
  const text = '“Refund an order” could not be verified: The bank does not know of it.';
  const owner = { id: agent.person.id, name: agent.person.name };
  expect(entry?.data).toMatchObject({ text, owner, action, state: 'open' });
  const { followups } = await agent.call('followup:list', {});
  expect(followups).toMatchObject([{ text, owner, action, by: { kind: 'office' } }]);
  const left = (followups[0]?.dueAt ?? 0) - (end?.at ?? 0);
  expect(Math.abs(left - times.followupDueMs)).toBeLessThan(5_000);
});
