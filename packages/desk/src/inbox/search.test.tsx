import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { refuse, type SearchMatch } from '@shopbell/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { conversation, fakeAgent, marta, now } from '../../test/fake-agent.ts';
import { prepareBrowser, press, showDesk } from '../../test/show-desk.tsx';
import { piecesOf } from './match-view.tsx';

beforeEach(prepareBrowser);
afterEach(cleanup);

const closed = { status: 'closed', waitingSince: null, updatedAt: now - 90 * 86_400_000 } as const;
const named = (id: string, name: string) =>
  conversation(id, { ...closed, shopper: { id: marta.id, name, claimed: {}, verified: null } });
const said = (text: string, ranges: [number, number][]): SearchMatch => ({
  in: 'entry',
  seq: 7,
  at: now - 86_400_000,
  by: marta,
  type: 'message',
  text,
  ranges,
});

/** A desk whose list holds none of what there is, as if it were far down. */
const open = (ids: readonly string[]) => {
  const fake = fakeAgent({ conversations: ids.map((id) => named(id, `Shopper ${id}`)) });
  fake.listing.mockResolvedValue({ conversations: [], next: null });
  return { fake, ...showDesk(fake) };
};
const field = () => screen.findByRole('searchbox', { name: /search/i });
const type = async (words: string): Promise<HTMLElement> => {
  press('3');
  const box = await field();
  box.focus();
  fireEvent.input(box, { target: { value: words } });
  return box;
};

test('what is typed is looked for at the relay, once typing pauses, and its words are marked', async () => {
  const { fake } = open(['one00000', 'two00000']);
  fake.finds([[['one00000', [said('the kettle <b>leaks</b>', [[4, 10]])]]]]);
  await type('ket');
  await type('kettle');
  const row = await screen.findByRole('option', { name: /Shopper one00000/ });
  expect(fake.searching.mock.calls).toEqual([['kettle', {}]]);
  expect(within(row).getByText('kettle').tagName).toBe('MARK');
  expect(row.textContent).toContain('the kettle <b>leaks</b>');
  expect(screen.getByText('One conversation found.')).toBeTruthy();
});

test('↓ goes from the field to the rows, Enter opens, Escape empties the field', async () => {
  const { fake } = open(['one00000', 'two00000']);
  const kettle = [said('kettle', [[0, 6]])];
  fake.finds([
    [
      ['one00000', kettle],
      ['two00000', kettle],
    ],
  ]);
  const box = await type('kettle');
  await screen.findByRole('option', { name: /two00000/ });
  fireEvent.keyDown(box, { key: 'ArrowDown' });
  expect(document.activeElement).toBe(screen.getByRole('listbox'));
  press('j');
  press('Enter');
  await waitFor(() => expect(location.hash).toBe('#cnv_two00000'));
  box.focus();
  press('Escape');
  await waitFor(() => expect((box as HTMLInputElement).value).toBe(''));
  await waitFor(() => expect(screen.queryByRole('option', { name: /one00000/ })).toBeNull());
});

test('one’s own are looked for in one’s own, and the answer to an earlier question is not shown', async () => {
  const { fake } = open(['one00000', 'two00000']);
  const first = Promise.withResolvers<Awaited<ReturnType<typeof fake.agent.search>>>();
  fake.searching.mockReturnValueOnce(first.promise);
  await type('old');
  await waitFor(() => expect(fake.searching).toHaveBeenCalledTimes(1));
  const two = await fake.agent.conversation('cnv_two00000');
  fake.finds([[['one00000', [said('new', [[0, 3]])]]]]);
  await type('new');
  await screen.findByRole('option', { name: /one00000/ });
  first.resolve({ results: [{ conversation: two, matches: [said('old', [])] }], next: null });
  await first.promise;
  expect(screen.queryByRole('option', { name: /two00000/ })).toBeNull();
  fireEvent.click(screen.getByRole('tab', { name: /Mine/ }));
  await waitFor(() =>
    expect(fake.searching).toHaveBeenLastCalledWith('new', { status: ['queued', 'open'], assignee: 'me' }),
  );
});

test('short pages are followed, and what stands on two is shown once', async () => {
  const { fake } = open(['one00000', 'two00000']);
  const match = [said('tea', [[0, 3]])];
  fake.finds([
    [['one00000', match]],
    [],
    [
      ['one00000', match],
      ['two00000', match],
    ],
  ]);
  await type('tea');
  await screen.findByRole('option', { name: /two00000/ });
  expect(screen.getAllByRole('option', { name: /Shopper/ })).toHaveLength(2);
});

test('it says that it searches, that nothing was found, and that it failed, with a way on from each', async () => {
  const { fake } = open(['one00000']);
  await type('spoon');
  expect(await screen.findByText('Searching …')).toBeTruthy();
  expect(await screen.findByText('Nothing here matches “spoon”.')).toBeTruthy();
  fake.searching.mockRejectedValue(refuse('unavailable', 'Search stopped.'));
  await type('fork');
  await screen.findByText('The search did not work.');
  fake.finds([[['one00000', [said('fork', [[0, 4]])]]]]);
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByRole('option', { name: /one00000/ });
  fake.finds([[], [], [], [], [['one00000', [said('knife', [[0, 5]])]]]]);
  await type('knife');
  fireEvent.click(await screen.findByRole('button', { name: 'Look further back' }));
  await screen.findByRole('option', { name: /one00000/ });
});

test('a text is cut at its ranges, and ranges that make no sense are left out', () => {
  const plain = (text: string) => ({ text, isFound: false });
  const found = (text: string) => ({ text, isFound: true });
  expect(piecesOf({ text: 'a kettle', ranges: [[2, 8]] })).toEqual([plain('a '), found('kettle')]);
  expect(
    piecesOf({
      text: 'kettle',
      ranges: [
        [3, 1],
        [0, 99],
        [-1, 2],
      ],
    }),
  ).toEqual([plain('kettle')]);
});
