import { expect, test, vi } from 'vitest';
import { startTestRelay } from './testing.ts';

const until = (condition: () => unknown) =>
  vi.waitFor(() => expect(condition()).toBeTruthy(), { timeout: 8_000, interval: 10 });

test('R78 R79 R82 a trainee holds, a supervisor lists, edits and releases or gives back, the shopper sees the trainee', async () => {
  await using relay = await startTestRelay();
  const trainee = await relay.agent('trainee');
  const supervisor = await relay.agent('supervisor');
  const shopper = await relay.shopper();
  const counts: object[] = [];
  supervisor.on('drafts:changed', (count) => counts.push(count));
  const id = await shopper.says('Where is it?');
  const conversation = await trainee.conversation(id);
  await expect(conversation.reply('I say so.')).rejects.toMatchObject({ code: 'forbidden' });

  const first = await conversation.hold('It is lost.');
  const { draft } = await conversation.hold({ parts: [{ kind: 'text', text: 'It is on its way.' }] });
  await until(() => JSON.stringify(counts.at(-1)) === '{"waiting":2,"late":0}');
  const page = await supervisor.drafts({ limit: 1 });
  expect(page).toMatchObject({
    drafts: [{ id: first.draft, by: { id: trainee.me.id } }],
    waiting: 2,
    late: 0,
  });
  expect((await supervisor.drafts({ cursor: page.next ?? '' })).drafts).toMatchObject([{ id: draft }]);

  await supervisor.giveBack(first.draft, 'Look it up.');
  await expect(trainee.release(draft)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(supervisor.withdraw(draft)).rejects.toMatchObject({ code: 'forbidden' });
  await supervisor.release(draft, { content: 'It arrives today.', comment: 'Say when.' });
  await expect(supervisor.release(draft)).rejects.toMatchObject({ code: 'conflict' });
  await shopper.sees('The trainee: It arrives today.');
  expect(shopper.transcript().join('\n')).not.toMatch(/lost|draft|Say when/);
  const { entries } = await conversation.history();
  expect(entries.flatMap((each) => (each.type === 'draft' ? [each.data] : []))).toMatchObject([
    { step: 'held' },
    { step: 'held' },
    { step: 'returned', comment: 'Look it up.' },
    { step: 'released', edited: true, comment: 'Say when.', releasedBy: { id: supervisor.me.id } },
  ]);

  const again = await conversation.hold('And more.');
  expect((await trainee.drafts()).drafts).toMatchObject([{ id: again.draft }]);
  await trainee.withdraw(again.draft);
  await until(() => JSON.stringify(counts.at(-1)) === '{"waiting":0,"late":0}');
});
