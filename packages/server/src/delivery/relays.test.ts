import { describe, expect, test } from 'vitest';
import { nonce, saying, until } from '../../test/edge-kit.ts';
import { startRelays } from '../../test/relays.ts';

/** A conversation begun at the first relay, watched by staff at the second. */
const setUp = async (options: { areHintsLost?: boolean } = {}) => {
  const ground = await startRelays(2, options);
  const [one, two] = ground.relays;
  if (!one || !two) throw new Error('two relays are needed');
  const shopper = await one.shopper();
  const agent = await two.staff('agent');
  const { conversation } = await shopper.call('message:send', { nonce: nonce(), parts: saying('hello') });
  await shopper.call('conversation:watch', { conversation, after: 0, limit: 50 });
  await agent.call('conversation:watch', { conversation, after: 0, limit: 50 });
  const close = { [Symbol.asyncDispose]: () => ground[Symbol.asyncDispose]() };
  return { ...ground, one, two, shopper, agent, conversation, ...close };
};
const seqsOf = (client: { heard: (event: 'entry:appended') => { seq: number }[] }): number[] =>
  client.heard('entry:appended').map(({ seq }) => seq);

describe.each([false, true])('two relays on one database, hints lost: %s', (areHintsLost) => {
  test('R3 what is said at one is heard at the other, each once, in order', async () => {
    await using at = await setUp({ areHintsLost });
    const { shopper, agent, conversation } = at;
    for (let round = 0; round < 5; round += 1) {
      await shopper.call('message:send', { conversation, nonce: nonce(), parts: saying('a') });
      await agent.call('message:send', { conversation, nonce: nonce(), parts: saying('b') });
    }
    await agent.call('note:add', { conversation, nonce: nonce(), text: 'canary' });
    // Two to begin with, ten messages, assignment and status at the first reply, the note.
    await until(() => seqsOf(agent).at(-1) === 15 && seqsOf(shopper).length >= 12, 8_000);
    expect(seqsOf(agent)).toEqual(Array.from({ length: 13 }, (_, index) => index + 3));
    expect(seqsOf(shopper)).toEqual(seqsOf(shopper).map((_, index) => index + 3));
    expect(JSON.stringify(shopper.heard('entry:appended'))).not.toContain('canary');
  });

  test('an inbox hears of a conversation begun at the other, and of its change', async () => {
    await using at = await setUp({ areHintsLost });
    const { one, two } = at;
    const colleague = await two.staff('agent');
    await colleague.call('inbox:watch', {});
    const newcomer = await one.shopper();
    const sent = await newcomer.call('message:send', { nonce: nonce(), parts: saying('hi') });
    const heardOf = () =>
      colleague.heard('conversations:changed').flatMap(({ conversations }) => conversations);
    await until(() => heardOf().length > 0, 8_000);
    expect(heardOf().map(({ id }) => id)).toContain(sent.conversation);
  });

  test('a decision reckons with what the other has done', async () => {
    await using at = await setUp({ areHintsLost });
    const { shopper, agent, conversation } = at;
    await agent.call('conversation:close', { conversation, nonce: nonce() });
    await shopper.call('message:send', { conversation, nonce: nonce(), parts: saying('wait') });
    const { conversation: seen } = await agent.call('conversation:get', { conversation });
    expect(seen).toMatchObject({ status: 'queued', lastSeq: 5 });
    await agent.call('conversation:close', { conversation, nonce: nonce() });
    await expect(agent.call('conversation:close', { conversation, nonce: nonce() })).rejects.toThrow(
      'conflict',
    );
  });

  test('R19 a revoked key is out at every relay within a second', async () => {
    await using at = await setUp({ areHintsLost });
    const { one, two } = at;
    const victim = await two.staff('agent');
    const startedAt = performance.now();
    await one.admin.revokeKey(victim.keyId);
    await until(() => !victim.socket.connected, 5_000);
    expect(performance.now() - startedAt).toBeLessThan(1_500);
  });
});

test('typing and read positions cross from relay to relay', async () => {
  await using at = await setUp();
  const { shopper, agent, conversation } = at;
  await shopper.call('typing:set', { conversation, typing: true });
  await until(() => agent.heard('typing:changed').length === 1);
  await agent.call('typing:set', { conversation, typing: true });
  await until(() => shopper.heard('typing:changed').length === 1);
  await agent.call('read:mark', { conversation, publicSeq: 2 });
  await until(() => shopper.heard('read:changed').length === 1);
  expect(shopper.heard('read:changed')).toEqual([{ conversation, seq: 2 }]);
});

test('who answers at one relay is there at the other, and gone when they or their relay go', async () => {
  await using at = await setUp();
  const { one, two, agent } = at;
  const here = await one.staff('supervisor');
  const online = async () => {
    const { people } = await here.call('team:list', {});
    return people.filter(({ id }) => id === agent.person.id).map((each) => each.online);
  };
  await expect.poll(online).toEqual([true]);
  here.socket.disconnect();
  const shopper = await one.shopper();
  expect(shopper.session.staffed).toBe(true);
  await two[Symbol.asyncDispose]();
  await until(() => shopper.heard('staff:changed').some(({ staffed }) => !staffed), 8_000);
});

test('R4 who comes back to another relay is given what it missed, and what is live from there', async () => {
  await using at = await setUp();
  const { two, shopper, agent, conversation } = at;
  shopper.socket.disconnect();
  await agent.call('message:send', { conversation, nonce: nonce(), parts: saying('there?') });
  const back = await two.shopper(shopper.token);
  const page = await back.call('conversation:watch', { conversation, after: 2, limit: 50 });
  expect(page.entries.map(({ seq }) => seq)).toEqual([3, 4, 5].slice(0, page.entries.length));
  await agent.call('message:send', { conversation, nonce: nonce(), parts: saying('good') });
  await until(() => seqsOf(back).includes(page.lastSeq + 1));
});

test('a relay whose connections to the database are ended hears the other again', async () => {
  await using at = await setUp();
  const { database, shopper, agent, conversation } = at;
  await database.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'shopbell'
      AND datname = current_database()`,
  );
  const say = () => shopper.call('message:send', { conversation, nonce: nonce(), parts: saying('a') });
  await expect.poll(() => say().then(() => 'sent', String), { timeout: 8_000 }).toBe('sent');
  await until(() => seqsOf(agent).length >= 1, 8_000);
  expect(seqsOf(agent)[0]).toBe(3);
});
