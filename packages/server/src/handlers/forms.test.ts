import { describe, expect, test } from 'vitest';
import { nonce, saying } from '../../test/edge-kit.ts';
import { openService } from '../../test/service-scene.ts';

const refused = (code: string) => ({ ok: false, error: { code } });
const card = {
  kind: 'form',
  version: 1,
  id: 'where',
  fields: [
    { kind: 'text', id: 'street', label: 'Street', required: true },
    { kind: 'email', id: 'email', label: 'Mail', required: false },
  ],
} as const;
type Scene = Awaited<ReturnType<typeof openService>>;

/** An agent has sent the form; where it stands for the shopper. */
const ask = async ({ agent, entriesOf }: Scene, conversation: `cnv_${string}`): Promise<number> => {
  const parts = [{ kind: 'card' as const, card: { ...card, fields: [...card.fields] } }];
  await agent.call('message:send', { conversation, nonce: nonce(), parts });
  return (await entriesOf(conversation)).at(-1)?.seq ?? 0;
};

describe('R55 a form asked before a conversation', () => {
  test('is stored with the first message, before it, and claims what it says of the shopper', async () => {
    await using scene = await openService();
    const form = { form: 'preChat' as const, values: { name: 'Ada', email: 'ada@example.com' } };
    const sent = { nonce: nonce(), parts: saying('Hello'), form };
    const { conversation, seq } = await scene.shopper.call('message:send', sent);
    const entries = await scene.entriesOf(conversation);
    expect(entries.map(({ type }) => type)).toEqual(['status', 'form', 'message']);
    expect(seq).toBe(3);
    expect(entries.map(({ by }) => by.name)).toEqual(['Ada', 'Ada', 'Ada']);
    expect(await scene.shopper.call('message:send', sent)).toMatchObject({ conversation, seq });
    const { shopper } = (await scene.agent.call('conversation:get', { conversation })).conversation;
    expect(shopper).toMatchObject({
      name: 'Ada',
      claimed: { name: 'Ada', email: 'ada@example.com' },
      verified: null,
    });
    expect(shopper.proved).toBeUndefined();
    await scene.shopper.call('message:send', { conversation, nonce: nonce(), parts: saying('Still there') });
    expect((await scene.entriesOf(conversation)).at(-1)?.by.name).toBe('Ada');
  });

  test('begins nothing when it is not filled in as it should be', async () => {
    await using scene = await openService();
    const said = { nonce: nonce(), parts: saying('Hello') };
    const wrong = await scene.shopper.ask('message:send', { ...said, form: { form: 'preChat', values: {} } });
    expect(wrong).toMatchObject({ error: { code: 'bad_request', details: { field: 'values.name' } } });
    const none = await scene.shopper.ask('message:send', { ...said, form: { form: 'offline', values: {} } });
    expect(none).toMatchObject(refused('not_found'));
    expect((await scene.shopper.call('conversation:list', {})).conversations).toEqual([]);
  });
});

describe('R55 a form asked in a conversation', () => {
  test('is answered by an entry that names it, and again by a newer one', async () => {
    await using scene = await openService();
    const conversation = await scene.ring();
    const seq = await ask(scene, conversation);
    const answer = (street: string) =>
      scene.shopper.call('form:answer', {
        conversation,
        nonce: nonce(),
        seq,
        form: 'where',
        values: { street },
      });
    await answer('Long Road 1');
    await answer('Long Road 2');
    const forms = (await scene.entriesOf(conversation)).filter(({ type }) => type === 'form');
    expect(forms.map(({ data }) => data)).toEqual(
      ['Long Road 1', 'Long Road 2'].map((value) => ({
        form: 'where',
        answers: [{ id: 'street', kind: 'text', label: 'Street', value }],
      })),
    );
  });

  test('is not there for other places, other ids, other shoppers, or on a shopper’s own message', async () => {
    await using scene = await openService();
    const conversation = await scene.ring();
    const seq = await ask(scene, conversation);
    const right = { conversation, seq, form: 'where', values: { street: 'x' } };
    const other = await scene.shopper.call('message:send', {
      nonce: nonce(),
      parts: saying('x'),
      begin: true,
    });
    const stranger = await scene.secondShopper();
    expect(await stranger.ask('form:answer', { ...right, nonce: nonce() })).toMatchObject(
      refused('not_found'),
    );
    for (const wrong of [
      { ...right, seq: seq - 1 },
      { ...right, seq: seq + 9 },
      { ...right, form: 'when' },
      { ...right, conversation: other.conversation },
    ])
      expect(await scene.shopper.ask('form:answer', { ...wrong, nonce: nonce() })).toMatchObject(
        refused('not_found'),
      );
  });

  test('that is asked among staff is not there for the shopper', async () => {
    await using scene = await openService();
    const conversation = await scene.ring();
    await scene.agent.call('note:add', { conversation, nonce: nonce(), text: 'where' });
    const { seq } = (await scene.entriesOf(conversation)).at(-1) ?? { seq: 0 };
    const values = { street: 'x' };
    expect(
      await scene.shopper.ask('form:answer', {
        conversation,
        nonce: nonce(),
        seq: seq + 1,
        form: 'where',
        values,
      }),
    ).toMatchObject(refused('not_found'));
  });

  test('is checked by the relay', async () => {
    await using scene = await openService();
    const conversation = await scene.ring();
    const seq = await ask(scene, conversation);
    const values = { street: 'x', email: 'no' };
    expect(
      await scene.shopper.ask('form:answer', { conversation, nonce: nonce(), seq, form: 'where', values }),
    ).toMatchObject({ error: { code: 'bad_request', details: { field: 'values.email' } } });
  });
});
