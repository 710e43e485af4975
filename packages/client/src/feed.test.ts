import type { AnyEntry, ConversationId } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { createFeed } from './feed.ts';

const conversation: ConversationId = 'cnv_12345678';
const entry = (seq: number) => ({ conversation, seq, type: 'note' }) as AnyEntry;

/** A feed whose questions are answered by hand. */
const startFeed = (after: number) => {
  const asked: { after: number; answer: (page: unknown) => void }[] = [];
  const heard: number[] = [];
  const told: string[] = [];
  const feed = createFeed(
    { conversation, after, listener: ({ seq }) => void heard.push(seq) },
    {
      call: (_, input) => new Promise((answer) => asked.push({ ...(input as { after: number }), answer })),
      live: () => 'websocket',
      emit: (event) => void told.push(event),
      delay: () => 0,
    },
  );
  feed.resume();
  return { feed, asked, heard, told };
};
const turn = () => new Promise((resolve) => setTimeout(resolve));

test('an entry that overtakes the answer to the question before it is no reset (R6)', async () => {
  const { feed, asked, heard, told } = startFeed(3);
  feed.take(entry(4));
  asked[0]?.answer({ entries: [], lastSeq: 3 });
  await turn();
  expect(told).toEqual([]);
  expect(heard).toEqual([4]);
});

test('a relay whose last place is before the one asked after has lost its log: said, and read afresh (R6)', async () => {
  const { asked, heard, told } = startFeed(3);
  asked[0]?.answer({ entries: [], lastSeq: 2 });
  await turn();
  expect(told).toEqual(['feed:reset']);
  expect(asked[1]?.after).toBe(0);
  asked[1]?.answer({ entries: [entry(1), entry(2)], lastSeq: 2 });
  await turn();
  expect(heard).toEqual([1, 2]);
});
