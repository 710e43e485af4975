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

test('R47 what was heard and is erased since is forgotten, and read again: told at once, or by the next answer', async () => {
  const { feed, asked, heard, told } = startFeed(3);
  asked[0]?.answer({ entries: [], lastSeq: 3 });
  await turn();
  feed.erased(2);
  expect(told).toEqual(['feed:reset']);
  expect(asked[1]?.after).toBe(0);
  asked[1]?.answer({ entries: [entry(1), entry(2), entry(3)], lastSeq: 3, erased: 2 });
  await turn();
  expect(heard).toEqual([1, 2, 3]);
  feed.erased(2);
  feed.resume();
  asked[2]?.answer({ entries: [], lastSeq: 3, erased: 3 });
  await turn();
  expect(told).toEqual(['feed:reset', 'feed:reset']);
  expect(asked[3]?.after).toBe(0);
});

test('what was erased before it was first asked for is no news, and an answer from before is not taken', async () => {
  const { feed, asked, heard, told } = startFeed(3);
  asked[0]?.answer({ entries: [entry(4)], lastSeq: 4, erased: 3 });
  await turn();
  expect(told).toEqual([]);
  feed.resume();
  feed.erased(4);
  expect(told).toEqual(['feed:reset']);
  asked[1]?.answer({ entries: [entry(5)], lastSeq: 5, erased: 3 });
  await turn();
  asked[2]?.answer({ entries: [1, 2, 3, 4, 5].map(entry), lastSeq: 5, erased: 4 });
  await turn();
  expect(heard).toEqual([4, 1, 2, 3, 4, 5]);
});
