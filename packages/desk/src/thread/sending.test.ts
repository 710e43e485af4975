import type { ConversationHandle } from '@shopbell/agent';
import type { AnyEntry, Author } from '@shopbell/protocol';
import { expect, test, vi } from 'vitest';
import { createSending } from './sending.ts';

const me = 'agt_nora0000';
const entry = (seq: number, text: string, by: Partial<Author> = {}): AnyEntry => ({
  conversation: 'cnv_00000001',
  seq,
  publicSeq: seq,
  at: seq,
  by: { kind: 'agent', id: me, name: 'Nora', ...by },
  audience: 'everyone',
  nonce: `nonce-${seq}`,
  type: 'message',
  data: { parts: [{ kind: 'text', text }] },
});

const setUp = () => {
  const settle: { stored: (seq: number) => void; refused: (sentence: string) => void }[] = [];
  const write = vi.fn<() => Promise<{ seq: number }>>(
    () =>
      new Promise((resolve, reject) => {
        settle.push({
          stored: (seq) => resolve({ seq }),
          refused: (sentence) => reject(new Error(sentence)),
        });
      }),
  );
  const handle = { reply: write, note: write } as unknown as ConversationHandle;
  return { sending: createSending(handle, { me }), settle, write };
};

test('what is sent stays in view until its entry has come in, whichever of entry and reply is first', async () => {
  const { sending, settle } = setUp();
  sending.send('reply', 'one');
  sending.send('reply', 'two');
  sending.stored(entry(5, 'one'));
  expect(sending.unsent.get().map(({ text }) => text)).toEqual(['two']);
  settle[1]?.stored(6);
  await vi.waitFor(() => expect(sending.unsent.get()[0]?.seq).toBe(6));
  sending.stored(entry(6, 'two'));
  expect(sending.unsent.get()).toEqual([]);
});

test('the same words twice are two messages: one entry takes away one of them', () => {
  const { sending } = setUp();
  sending.send('reply', 'ok');
  sending.send('reply', 'ok');
  sending.stored(entry(5, 'ok'));
  expect(sending.unsent.get()).toHaveLength(1);
});

test('the same words of somebody else take nothing away', () => {
  const { sending } = setUp();
  sending.send('reply', 'ok');
  sending.stored(entry(5, 'ok', { kind: 'shopper', id: 'shp_00000001' }));
  expect(sending.unsent.get()).toHaveLength(1);
});

test('what was refused says why, is sent again when asked, and can be given up', async () => {
  const { sending, settle, write } = setUp();
  sending.send('note', 'hm');
  settle[0]?.refused('The note is too long.');
  await vi.waitFor(() => expect(sending.unsent.get()[0]?.problem).toBe('The note is too long.'));
  const [one] = sending.unsent.get();
  sending.retry(one?.id ?? 0);
  expect(sending.unsent.get()[0]?.problem).toBeNull();
  expect(write).toHaveBeenCalledTimes(2);
  sending.discard(one?.id ?? 0);
  expect(sending.unsent.get()).toEqual([]);
});
