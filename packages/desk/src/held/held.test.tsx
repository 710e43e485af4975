import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import type { Entry } from '@shopbell/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  approval,
  conversation,
  fakeAgent,
  heldDraft,
  message,
  nora,
  now,
  tom,
} from '../../test/fake-agent.ts';
import { prepareBrowser, press, showDesk } from '../../test/show-desk.tsx';

beforeEach(prepareBrowser);
afterEach(cleanup);

const supervisor = { ...nora, role: 'supervisor' as const };
const trainee = { ...nora, role: 'trainee' as const };
const one = conversation('one00000', { waitingSince: null, status: 'open' });
const byTom = { kind: 'agent' as const, id: tom.id, name: tom.name };
const byNora = { kind: 'agent' as const, id: nora.id, name: nora.name };

const step = (seq: number, data: Partial<Entry<'draft'>['data']>, by = byTom): Entry<'draft'> => ({
  ...(message(seq, '') as object as Entry<'draft'>),
  audience: 'staff',
  by,
  type: 'draft',
  data: { draft: 'drf_first000', step: 'held', ...data },
});
const parts = [{ kind: 'text' as const, text: 'It is on its way.' }];
const held = (by = byTom) => step(2, { parts, dueAt: now + 60_000 }, by);

const open = async (made: Partial<Parameters<typeof fakeAgent>[0]> = {}) => {
  const fake = fakeAgent({ conversations: [one], me: supervisor, ...made });
  const shown = showDesk(fake);
  shown.desk.look.set((before) => ({ ...before, open: one.id }));
  const log = await screen.findByLabelText('Messages');
  return { fake, ...shown, log };
};
const draft = async (state: string) =>
  within(await screen.findByRole('article', { name: `Draft: ${state}` }));
const type = (field: HTMLElement, value: string) => fireEvent.input(field, { target: { value } });

test('a trainee’s reply is asked to be released, not sent, and typing is told', async () => {
  const { fake } = await open({ me: trainee });
  const field = screen.getByLabelText('Message');
  type(field, 'It is on its way.');
  fireEvent.click(screen.getByRole('button', { name: /Ask for release/ }));
  expect(fake.writing.hold.mock.calls).toEqual([['It is on its way.']]);
  expect(fake.writing.reply).not.toHaveBeenCalled();
  expect(fake.writing.typing).toHaveBeenCalledWith(true);
  expect(screen.queryByRole('button', { name: /Assign to me/ })).toBeNull();
});

test('what is held shows so to its author, who may withdraw it and not release it', async () => {
  const { fake } = await open({ me: trainee, entries: [message(1, 'Hello?'), held(byNora)] });
  const own = await draft('Waits for release');
  expect(own.getByText('It is on its way.')).toBeTruthy();
  expect(own.getByText(/The shopper sees nothing of it/)).toBeTruthy();
  expect(own.queryByRole('button', { name: /^Release/ })).toBeNull();
  fireEvent.click(own.getByRole('button', { name: /Withdraw/ }));
  expect(fake.deciding.withdraw.mock.calls).toEqual([['drf_first000']]);
});

test('what was returned says why, and goes back into the composer with what is written there', async () => {
  const back = step(3, { step: 'returned', comment: 'Say when.' }, { ...byTom, name: 'Edsger' });
  await open({ me: trainee, entries: [message(1, 'Hello?'), held(byNora), back] });
  const own = await draft('Returned');
  expect(own.getByText('Returned by Edsger.')).toBeTruthy();
  expect(own.getByText('Say when.')).toBeTruthy();
  type(screen.getByLabelText('Message'), 'Hello.');
  press('g');
  press('Enter');
  const field = screen.getByLabelText<HTMLTextAreaElement>('Message');
  await waitFor(() => expect(field.value).toBe('Hello.\n\nIt is on its way.'));
  expect(document.activeElement).toBe(field);
});

test('what was written anew since it was returned waits no more', async () => {
  const back = step(3, { step: 'returned', comment: 'Say when.' }, { ...byTom, name: 'Edsger' });
  const again = step(4, { draft: 'drf_second00', parts, dueAt: now + 60_000 }, byNora);
  await open({ me: trainee, entries: [message(1, 'Hello?'), held(byNora), back, again] });
  await draft('Returned');
  const waiting = [...document.querySelectorAll('.action-waiting')];
  expect(waiting.map((each) => each.getAttribute('aria-label'))).toEqual(['Draft: Waits for release']);
});

test('a supervisor goes to it with G, to Release with Y, and returns it with X and a reason', async () => {
  const { fake, log } = await open({ entries: [message(1, 'Hello?'), held()] });
  const theirs = await draft('Waits for release');
  log.focus();
  press('g');
  press('y');
  expect(document.activeElement).toBe(theirs.getByRole('button', { name: /^Release/ }));
  expect(fake.deciding.release).not.toHaveBeenCalled();
  fireEvent.click(document.activeElement!);
  expect(fake.deciding.release.mock.calls).toEqual([['drf_first000']]);
  press('x');
  const why = await theirs.findByLabelText('What should change?');
  await waitFor(() => expect(document.activeElement).toBe(why));
  fireEvent.click(theirs.getByRole('button', { name: 'Return' }));
  expect(fake.deciding.giveBack).not.toHaveBeenCalled();
  type(why, 'Say when.');
  fireEvent.click(theirs.getByRole('button', { name: 'Return' }));
  expect(fake.deciding.giveBack.mock.calls).toEqual([['drf_first000', 'Say when.']]);
});

test('it is edited in place: other words are sent, the same are not sent again; Escape leaves it', async () => {
  const { fake } = await open({ entries: [message(1, 'Hello?'), held()] });
  const theirs = await draft('Waits for release');
  const edit = () => fireEvent.click(theirs.getByRole('button', { name: 'Edit' }));
  edit();
  const field = theirs.getByLabelText<HTMLTextAreaElement>('What the shopper reads');
  expect(field.value).toBe('It is on its way.');
  fireEvent.keyDown(field, { key: 'Escape' });
  edit();
  fireEvent.click(theirs.getByRole('button', { name: 'Release' }));
  type(theirs.getByLabelText('What the shopper reads'), 'It arrives today.');
  type(theirs.getByLabelText('A word to Tom Becker'), 'Say when.');
  fireEvent.click(theirs.getByRole('button', { name: 'Release' }));
  const content = { parts: [{ kind: 'text', text: 'It arrives today.' }] };
  expect(fake.deciding.release.mock.calls).toEqual([
    ['drf_first000', {}],
    ['drf_first000', { content, comment: 'Say when.' }],
  ]);
});

test('released, it says by whom, and what was written where that was changed', async () => {
  const releasedBy = { id: nora.id, name: 'Edsger' };
  const released = step(4, { step: 'released', releasedBy, edited: true, comment: 'Say when.' });
  await open({ entries: [message(1, 'Hello?'), held(), message(3, 'Today.', { by: byTom }), released] });
  const told = await draft('Released');
  for (const words of ['Released by Edsger, with other words.', 'Say when.', 'As it was written'])
    expect(told.getByText(words)).toBeTruthy();
  expect(told.queryByRole('button')).toBeNull();
});

test('drafts stand first in the queue, are counted on the tab, and J, Y and X work on them as on plans', async () => {
  const fake = fakeAgent({
    conversations: [one],
    me: supervisor,
    approvals: [approval('second00')],
    drafts: [heldDraft('first000')],
  });
  showDesk(fake);
  await waitFor(() => expect(screen.getByRole('tab', { name: /Approvals/ }).textContent).toContain('2'));
  press('4');
  const cards = () => [...document.querySelectorAll<HTMLElement>('.approval')];
  await waitFor(() => expect(document.activeElement).toBe(cards()[0]));
  expect(within(cards()[0]!).getByText('It is on its way, first000.')).toBeTruthy();
  press('y');
  fireEvent.click(document.activeElement!);
  expect(fake.deciding.release.mock.calls).toEqual([['drf_first000']]);
  fake.hold([]);
  await waitFor(() => expect(cards()).toHaveLength(1));
  await waitFor(() => expect(document.activeElement).toBe(cards()[0]));
  fake.hold([heldDraft('third000')]);
  await waitFor(() => expect(cards()).toHaveLength(2));
  cards()[0]?.focus();
  fake.hold([]);
  expect(await screen.findByText(/The draft of Tom Becker is gone/)).toBeTruthy();
});

test('one that waits too long is said above the queue and marked on its tab', async () => {
  const fake = fakeAgent({
    conversations: [one],
    me: supervisor,
    drafts: [heldDraft('first000', { dueAt: now - 1_000 })],
  });
  showDesk(fake);
  expect(await screen.findByText('A draft waits too long for its release.')).toBeTruthy();
  expect(document.querySelector('.tab-count-late')).toBeTruthy();
});

test('one’s own draft is not one’s own to release, whatever one’s role', async () => {
  const fake = fakeAgent({
    conversations: [one],
    me: supervisor,
    drafts: [heldDraft('first000', { by: byNora })],
  });
  showDesk(fake);
  await waitFor(() => expect(screen.getByRole('tab', { name: /Approvals/ }).textContent).toContain('1'));
  press('4');
  await waitFor(() => expect(document.querySelector('.approval')).toBeTruthy());
  const card = within(document.querySelector<HTMLElement>('.approval')!);
  expect(card.queryByRole('button', { name: /^Release/ })).toBeNull();
  fireEvent.click(card.getByRole('button', { name: /Withdraw/ }));
  expect(fake.deciding.withdraw.mock.calls).toEqual([['drf_first000']]);
});
