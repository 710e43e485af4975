import { expect, test } from 'vitest';
import { connectAgent } from './index.ts';
import { startTestRelay } from './testing.ts';

test('an agent finds what was said, and answers there', async () => {
  await using relay = await startTestRelay();
  await using agent = await connectAgent({ url: relay.url, key: await relay.key('bot', 'read', 'reply') });
  await using ada = await relay.shopper();
  await using jonas = await relay.shopper();
  const about = await ada.says('The lid of my teapot is broken');
  await jonas.says('Where is my parcel?');
  const { results, next } = await agent.search('teapot broken');
  expect(results.map(({ conversation }) => conversation.id)).toEqual([about]);
  const [match] = results[0]?.matches ?? [];
  expect(match?.ranges.map(([from, to]) => match.text.slice(from, to))).toEqual(['teapot', 'broken']);
  expect(next).toBeNull();
  await results[0]?.conversation.reply('We send you a new one');
  expect((await agent.search('new one', { status: ['open'] })).results).toHaveLength(1);
  expect((await agent.search('teapot', { assignee: 'nobody' })).results).toEqual([]);
});
