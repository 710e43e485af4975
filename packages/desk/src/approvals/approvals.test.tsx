import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { refuse, type Entry } from '@shopbell/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { approval, conversation, fakeAgent, marta, nora, now } from '../../test/fake-agent.ts';
import { prepareBrowser, press, showDesk } from '../../test/show-desk.tsx';

beforeEach(prepareBrowser);
afterEach(cleanup);

const supervisor = { ...nora, role: 'supervisor' as const };
const one = conversation('one00000', { waitingSince: null, status: 'open' });
const show = async (made: Partial<Parameters<typeof fakeAgent>[0]> = {}) => {
  const fake = fakeAgent({
    conversations: [one],
    me: supervisor,
    approvals: [approval('first000'), approval('second00')],
    ...made,
  });
  const shown = showDesk(fake);
  await screen.findByRole('tab', { name: /Approvals/ });
  press('4');
  return { fake, ...shown };
};
const cards = () => [...document.querySelectorAll<HTMLElement>('.approval')];
const said = (words: string | RegExp) => screen.findByText(words);

test('what waits is counted on the tab, in the title, and listed with what, who, for whom and how long', async () => {
  await show();
  await waitFor(() => expect(cards()).toHaveLength(2));
  expect(screen.getByRole('tab', { name: /Approvals/ }).textContent).toContain('2');
  await waitFor(() => expect(document.title).toBe('(2) Lindgren Tea · Desk'));
  const first = within(cards()[0]!);
  for (const words of [
    'Refund €90.00 for first000.',
    '€90.00',
    'Tom Becker',
    marta.name,
    /has not agreed/,
    /15:00 left|14:5\d left/,
  ])
    expect(first.getByText(words)).toBeTruthy();
});

test('it comes and goes without a reload, and an empty list says what comes there', async () => {
  const { fake } = await show({ approvals: [] });
  await said('Nothing waits for an approval.');
  fake.queue([approval('first000')]);
  await said('Refund €90.00 for first000.');
  fake.queue([]);
  expect(await said('Nothing waits for an approval.')).toBeTruthy();
});

test('J and K move among them, Y goes to Approve of the one that has the focus, and Enter opens its conversation', async () => {
  const { fake } = await show();
  await waitFor(() => expect(document.activeElement).toBe(cards()[0]));
  press('j');
  expect(document.activeElement).toBe(cards()[1]);
  press('k');
  press('j');
  press('y');
  expect(document.activeElement).toBe(within(cards()[1]!).getByRole('button', { name: 'Approve' }));
  expect(fake.deciding.approve).not.toHaveBeenCalled();
  fireEvent.click(document.activeElement!);
  expect(fake.deciding.approve.mock.calls).toEqual([['act_second00', 'd'.repeat(64)]]);
  cards()[0]?.focus();
  press('Enter');
  await screen.findByLabelText('Messages');
});

test('X asks why not at the one that has the focus, and rejects it with the reason', async () => {
  const { fake } = await show();
  await waitFor(() => expect(document.activeElement).toBe(cards()[0]));
  press('j');
  press('x');
  const reason = await within(cards()[1]!).findByLabelText('Why not?');
  await waitFor(() => expect(document.activeElement).toBe(reason));
  fireEvent.input(reason, { target: { value: 'Never sent.' } });
  fireEvent.click(within(cards()[1]!).getByRole('button', { name: 'Reject' }));
  expect(fake.deciding.reject.mock.calls).toEqual([['act_second00', 'd'.repeat(64), 'Never sent.']]);
});

test('one’s own request waits for somebody else: no approval, but it can be called off', async () => {
  const by = { kind: 'agent' as const, id: nora.id, name: nora.name };
  const { fake } = await show({ approvals: [approval('first000', { by })] });
  const card = await waitFor(() => within(cards()[0]!));
  expect(card.getByText(/another supervisor has to approve/)).toBeTruthy();
  expect(card.queryByRole('button', { name: 'Approve' })).toBeNull();
  expect(document.title).toBe('Lindgren Tea · Desk');
  fireEvent.click(card.getByRole('button', { name: 'Cancel' }));
  expect(fake.deciding.call).toHaveBeenCalledWith(
    'action:cancel',
    expect.objectContaining({ action: 'act_first000' }),
  );
});

const decided: Entry<'action'> = {
  conversation: 'cnv_one00000',
  seq: 4,
  publicSeq: 4,
  at: now,
  by: { kind: 'agent', id: 'agt_vera0000', name: 'Vera' },
  audience: 'everyone',
  nonce: 'nonce-4',
  type: 'action',
  data: { action: 'act_first000', name: 'order.refund', title: 'Refund an order', step: 'approved' },
};

test('who comes second is told who decided, and stands at the next one', async () => {
  const { fake } = await show({ entries: [decided] });
  await waitFor(() => expect(document.activeElement).toBe(cards()[0]));
  fake.queue([approval('second00')]);
  await said('Refund an order: Approved by Vera');
  expect(document.activeElement).toBe(cards()[0]);
  expect(cards()).toHaveLength(1);
});

test('who approves what was decided in the same moment reads why it did not count', async () => {
  const { fake } = await show();
  await waitFor(() => expect(cards()).toHaveLength(2));
  fake.deciding.approve.mockRejectedValueOnce(refuse('conflict', 'It has been approved already.'));
  fireEvent.click(within(cards()[0]!).getByRole('button', { name: 'Approve' }));
  expect(await said('That did not work. It has been approved already.')).toBeTruthy();
});

test('an agent has no such list, and its key does nothing', async () => {
  showDesk(fakeAgent({ conversations: [one], approvals: [approval('first000')] }));
  await screen.findByRole('tab', { name: /All/ });
  press('4');
  expect(screen.queryByRole('tab', { name: /Approvals/ })).toBeNull();
  expect(cards()).toHaveLength(0);
});
