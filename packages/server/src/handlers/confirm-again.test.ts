import { sizes, times } from '@shopbell/protocol/limits';
import { nanoid } from 'nanoid';
import { expect, test } from 'vitest';
import { wrongFor } from '../../test/identity-scene.ts';
import { startRelay } from '../../test/relay.ts';

const email = 'ada@example.com';

/** A shopper whose right code was taken, and whose answer was lost on the way: they have the old token, the nonce and the code. */
const loseTheAnswer = async (isClockOurs = false) => {
  const codes: string[] = [];
  const time = { ahead: 0 };
  const relay = await startRelay({
    sendCode: async ({ code }) => void codes.push(code),
    // With the system’s clock the store is in its thread, as in life.
    ...(isClockOurs ? { clock: { now: () => Date.now() + time.ahead, onSet: () => () => {} } } : {}),
  });
  const shopper = await relay.shopperOf('one');
  const { conversation } = await shopper.say('hello');
  const request = { conversation, nonce: nanoid(), email };
  await shopper.call('identity:request-code', request);
  const code = codes.at(-1) ?? '';
  const confirm = { conversation, nonce: nanoid(), code };
  const lost = await shopper.call('identity:confirm-code', confirm);
  const { token } = lost.json().data as { token: string };
  const withToken = (bearer: string, command: string, input: object) =>
    relay.post(`/v1/shopper/${command}`, input, {
      'shopbell-shop': 'one',
      authorization: `Bearer ${bearer}`,
    });
  return {
    relay,
    shopper,
    conversation,
    confirm,
    token,
    withToken,
    pass: (ms: number) => void (time.ahead += ms),
    [Symbol.asyncDispose]: () => relay[Symbol.asyncDispose](),
  };
};

test('R45 a confirmation whose answer was lost is answered again, with the same token', async () => {
  await using scene = await loseTheAnswer();
  const { shopper, confirm, token, withToken, conversation } = scene;
  expect((await shopper.call('conversation:list', {})).status).toBe(401);
  const repeat = () => shopper.call('identity:confirm-code', confirm);
  for (let count = 0; count <= sizes.identityTriesMax; count += 1)
    expect((await repeat()).json().data).toMatchObject({ email, token });
  for (const reply of await Promise.all([repeat(), repeat(), repeat()]))
    expect(reply.json().data).toMatchObject({ email, token });
  const listed = await withToken(token, 'entries:list', { conversation });
  expect(listed.status).toBe(200);
  const { entries } = listed.json().data as { entries: { type: string; data: { step?: string } }[] };
  expect(entries.flatMap(({ type, data }) => (type === 'identity' ? [data.step] : []))).toEqual([
    'sent',
    'proved',
  ]);
});

test('R45 the void token opens nothing else meanwhile', async () => {
  await using scene = await loseTheAnswer();
  const { shopper, confirm, conversation } = scene;
  const sent = { nonce: nanoid(), parts: [{ kind: 'text', text: 'it is me' }] };
  const others: [string, object][] = [
    ['session:open', {}],
    ['conversation:list', {}],
    ['entries:list', { conversation }],
    ['message:send', sent],
    ['identity:request-code', { conversation, nonce: nanoid(), email }],
  ];
  for (const [command, input] of others)
    expect((await shopper.call(command, input)).json().error.code).toBe('unauthenticated');
  const fresh = await shopper.call('identity:confirm-code', { ...confirm, nonce: nanoid() });
  expect(fresh.json().error.code).toBe('conflict');
});

test('R45 who has a copy of the token, and the nonce, but not the code gets nothing, and no more tries than before', async () => {
  await using scene = await loseTheAnswer();
  const { shopper, confirm } = scene;
  const guess = { ...confirm, code: wrongFor(confirm.code) };
  const codes: string[] = [];
  for (let tries = 0; tries <= sizes.identityTriesMax; tries += 1)
    codes.push((await shopper.call('identity:confirm-code', guess)).json().error.code);
  expect(codes.filter((code) => code === 'forbidden')).toHaveLength(sizes.identityTriesMax);
  expect(codes.at(-1)).toBe('conflict');
  expect((await shopper.call('identity:confirm-code', confirm)).json().error.code).toBe('conflict');
});

test('R45 after a minute, after another code, and after the session is closed, it is too late', async () => {
  {
    await using scene = await loseTheAnswer(true);
    scene.pass(times.identityRenewMs);
    const late = await scene.shopper.call('identity:confirm-code', scene.confirm);
    expect(late.json().error.code).toBe('unauthenticated');
  }
  {
    await using scene = await loseTheAnswer();
    const { conversation } = scene;
    await scene.withToken(scene.token, 'identity:request-code', { conversation, nonce: nanoid(), email });
    const late = await scene.shopper.call('identity:confirm-code', scene.confirm);
    expect(late.json().error.code).toBe('unauthenticated');
  }
  await using scene = await loseTheAnswer();
  await scene.withToken(scene.token, 'session:close', {});
  const late = await scene.shopper.call('identity:confirm-code', scene.confirm);
  expect(late.json().error.code).toBe('unauthenticated');
});
