import { expect, test } from 'vitest';
import { nonce, saying } from '../../test/edge-kit.ts';
import { openService } from '../../test/service-scene.ts';

const label = { id: 'return-label', title: 'Return label', text: 'Dear {{shopper.name}}', version: 0 };

test('R64 a canned response is saved by a supervisor, read by everybody inside, and counts its messages', async () => {
  await using scene = await openService({});
  const supervisor = await scene.staff('supervisor');
  expect(await supervisor.call('canned:save', { ...label, language: 'en' })).toMatchObject({ version: 1 });
  const conversation = await scene.ring();
  const canned = { id: 'return-label', version: 1 };
  await scene.agent.call('message:send', {
    conversation,
    nonce: nonce(),
    parts: saying('Dear Lena'),
    canned,
  });
  const trainee = await scene.staff('trainee', ['read']);
  await expect
    .poll(async () => (await trainee.call('canned:list', {})).canned)
    .toMatchObject([{ ...label, language: 'en', version: 1, uses: 1 }]);
});

test('R64 which one a message was made from, staff read, and no shopper', async () => {
  await using scene = await openService({});
  const conversation = await scene.ring();
  const canned = { id: 'secret-name', version: 3 };
  await scene.agent.call('message:send', {
    conversation,
    nonce: nonce(),
    parts: saying('Dear Lena'),
    canned,
  });
  const { entries } = await scene.agent.call('entries:list', { conversation });
  expect(entries.at(-1)).toMatchObject({ type: 'message', staffData: { canned } });
  const theirs = JSON.stringify(await scene.entriesOf(conversation));
  expect(theirs).toContain('Dear Lena');
  expect(theirs).not.toContain('secret-name');
  expect(theirs).not.toContain('staffData');
});

test('R64 what somebody has saved meanwhile is not overwritten, and a short name is taken once', async () => {
  await using scene = await openService({});
  const supervisor = await scene.staff('supervisor');
  await supervisor.call('canned:save', label);
  const again = await supervisor.ask('canned:save', label);
  expect(again).toMatchObject({ ok: false, error: { code: 'conflict' } });
  expect(JSON.stringify(again)).toContain('another short name');
  await supervisor.call('canned:save', { ...label, version: 1, text: 'New' });
  expect(await supervisor.ask('canned:save', { ...label, version: 1 })).toMatchObject({
    ok: false,
    error: { code: 'conflict' },
  });
  expect(await supervisor.call('canned:remove', { id: label.id })).toEqual({ removed: true });
  expect(await supervisor.call('canned:remove', { id: label.id })).toEqual({ removed: false });
});

test('R64 agents and trainees use them and change none', async () => {
  await using scene = await openService({});
  const trainee = await scene.staff('trainee');
  for (const each of [scene.agent, trainee]) {
    expect(await each.ask('canned:save', label)).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(await each.ask('canned:remove', { id: label.id })).toMatchObject({
      ok: false,
      error: { code: 'forbidden' },
    });
  }
});

test('R64 a shop keeps a thousand, and says so', { timeout: 60_000 }, async () => {
  await using scene = await openService({});
  const supervisor = await scene.staff('supervisor');
  const save = (number: number) =>
    scene.store.saveCanned('demo', { ...label, id: `c-${number}`, updatedAt: 1 });
  for (let number = 0; number < 1_000; number += 1) await save(number);
  const answer = await supervisor.ask('canned:save', label);
  expect(answer).toMatchObject({ ok: false, error: { code: 'conflict' } });
  expect(JSON.stringify(answer)).toContain('1,000');
  // To change one there is room.
  await supervisor.call('canned:save', { ...label, id: 'c-5', version: 1 });
});
