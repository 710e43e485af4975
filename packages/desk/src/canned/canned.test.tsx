import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { refuse, type CannedResponse } from '@shopbell/agent';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { conversation, fakeAgent, message, nora } from '../../test/fake-agent.ts';
import { prepareBrowser, showDesk } from '../../test/show-desk.tsx';

beforeEach(prepareBrowser);
afterEach(cleanup);

const of = (id: string, title: string, text: string): CannedResponse => ({
  id,
  title,
  text,
  version: 4,
  uses: 2,
  updatedAt: 1,
});
const canned = [
  of(
    'return-label',
    'Send a return label',
    'Dear {{shopper.first_name}}, here is your label. {{agent.name}}',
  ),
  of('where', 'Where an order is', 'Your order {{order.number}} is on its way.'),
  of('thanks', 'Thanks', 'Thank you.'),
];
const one = conversation('one00000');
const openOne = async (values: Partial<Parameters<typeof fakeAgent>[0]> = {}) => {
  const entries = [message(1, 'Where is my order?')];
  const fake = fakeAgent({ conversations: [one], entries, canned, ...values });
  const shown = showDesk(fake);
  fireEvent.click(await screen.findByRole('option', { name: /Marta/ }));
  await screen.findByLabelText('Messages');
  return { fake, ...shown };
};
const area = () => screen.getByLabelText<HTMLTextAreaElement>('Message');
const write = (value: string): void => {
  area().focus();
  fireEvent.input(area(), { target: { value, selectionStart: value.length, selectionEnd: value.length } });
};
const listed = async () => within(await screen.findByRole('listbox', { name: 'Canned responses' }));

test('a slash finds by what was typed, Enter puts it in filled, and the message says what it was made from', async () => {
  const { fake } = await openOne();
  write('Hello /ret');
  const list = await listed();
  expect(list.getAllByRole('option').map((row) => row.id)).toEqual(['canned-return-label']);
  fireEvent.keyDown(area(), { key: 'Enter' });
  await waitFor(() => expect(area().value).toBe('Hello Dear Marta, here is your label. Nora Lindgren'));
  expect(screen.queryByRole('listbox', { name: 'Canned responses' })).toBeNull();
  expect(fake.writing.reply).not.toHaveBeenCalled();
  fireEvent.keyDown(area(), { key: 'Enter' });
  expect(fake.writing.reply.mock.calls).toEqual([
    [
      {
        text: 'Hello Dear Marta, here is your label. Nora Lindgren',
        canned: { id: 'return-label', version: 4 },
      },
    ],
  ]);
});

test('a bare slash offers first what the shopper speaks of; the arrows move, and the field says where they are', async () => {
  await openOne();
  write('/');
  const list = await listed();
  expect(list.getAllByRole('option')[0]?.id).toBe('canned-where');
  fireEvent.keyDown(area(), { key: 'ArrowDown' });
  await waitFor(() => expect(area().getAttribute('aria-activedescendant')).not.toBe('canned-where'));
  fireEvent.keyDown(area(), { key: 'ArrowUp' });
  await waitFor(() => expect(area().getAttribute('aria-activedescendant')).toBe('canned-where'));
  expect(area().getAttribute('aria-controls')).toBe('canned');
});

test('a variable nobody can fill in is selected, and nothing is sent before it is gone', async () => {
  const { fake } = await openOne();
  write('/where');
  await listed();
  fireEvent.keyDown(area(), { key: 'Tab' });
  await waitFor(() => expect(area().value).toContain('{{order.number}}'));
  await waitFor(() =>
    expect(area().value.slice(area().selectionStart, area().selectionEnd)).toBe('{{order.number}}'),
  );
  await screen.findByText('Fill in “order.number” before you send.');
  fireEvent.keyDown(area(), { key: 'Enter' });
  expect(fake.writing.reply).not.toHaveBeenCalled();
  write('Your order LT-1 is on its way.');
  fireEvent.keyDown(area(), { key: 'Enter' });
  expect(fake.writing.reply).toHaveBeenCalledTimes(1);
});

test('Escape leaves the slash as it is, and what is typed anew is no longer made from a response', async () => {
  const { fake } = await openOne();
  write('/th');
  await listed();
  fireEvent.keyDown(area(), { key: 'Escape' });
  await waitFor(() => expect(screen.queryByRole('listbox', { name: 'Canned responses' })).toBeNull());
  write('/tha');
  expect(screen.queryByRole('listbox', { name: 'Canned responses' })).toBeNull();
  write('');
  write('/tha');
  await listed();
  fireEvent.click(screen.getByRole('option', { name: /Thanks/ }));
  await waitFor(() => expect(area().value).toBe('Thank you.'));
  write('');
  write('Bye');
  fireEvent.keyDown(area(), { key: 'Enter' });
  expect(fake.writing.reply.mock.calls).toEqual([['Bye']]);
});

test('what cannot be loaded is said, and asked for again with the next slash', async () => {
  const { fake } = await openOne();
  fake.keeping.canned.mockRejectedValueOnce(refuse('unavailable', 'The relay is busy.'));
  write('/');
  await screen.findByText(/could not be loaded/);
  write('');
  write('/th');
  expect((await listed()).getAllByRole('option')).toHaveLength(1);
});

const supervisor = { ...nora, role: 'supervisor' as const };
const openDialog = async (values: Partial<Parameters<typeof fakeAgent>[0]> = {}) => {
  const shown = await openOne({ me: supervisor, ...values });
  fireEvent.click(screen.getByRole('button', { name: 'Canned responses' }));
  return { ...shown, dialog: within(await screen.findByRole('dialog')) };
};

test('only who may change them has the way to', async () => {
  await openOne();
  expect(screen.queryByRole('button', { name: 'Canned responses' })).toBeNull();
});

test('a supervisor changes one, from the version that was read', async () => {
  const { fake, dialog } = await openDialog();
  fireEvent.click(await dialog.findByRole('button', { name: /Thanks/ }));
  const field = await dialog.findByLabelText('Text');
  fireEvent.input(field, { target: { value: 'Thank you, {{shopper.name}}.' } });
  fireEvent.click(dialog.getByRole('button', { name: 'Save' }));
  await waitFor(() =>
    expect(fake.keeping.saveCanned.mock.calls).toEqual([
      [{ id: 'thanks', title: 'Thanks', text: 'Thank you, {{shopper.name}}.', version: 4 }],
    ]),
  );
  await dialog.findByRole('button', { name: 'New response' });
});

test('what the relay refuses stands in the form, with what was written', async () => {
  const { fake, dialog } = await openDialog({ canned: [] });
  await dialog.findByText('There are none yet.');
  fireEvent.click(dialog.getByRole('button', { name: 'New response' }));
  fireEvent.input(await dialog.findByLabelText('Title'), { target: { value: 'Thanks' } });
  fireEvent.input(dialog.getByLabelText('Short name'), { target: { value: 'thanks' } });
  fireEvent.input(dialog.getByLabelText('Text'), { target: { value: 'Thank you.' } });
  fake.keeping.saveCanned.mockRejectedValueOnce(refuse('conflict', 'There is one already.'));
  fireEvent.click(dialog.getByRole('button', { name: 'Save' }));
  expect((await dialog.findByRole('alert')).textContent).toBe('There is one already.');
  expect(dialog.getByLabelText<HTMLInputElement>('Title').value).toBe('Thanks');
});

test('it is removed by a second press', async () => {
  const { fake, dialog } = await openDialog();
  fireEvent.click(await dialog.findByRole('button', { name: /Thanks/ }));
  fireEvent.click(await dialog.findByRole('button', { name: 'Remove' }));
  expect(fake.keeping.removeCanned).not.toHaveBeenCalled();
  fireEvent.click(dialog.getByRole('button', { name: 'Remove it for everybody' }));
  await waitFor(() => expect(fake.keeping.removeCanned.mock.calls).toEqual([['thanks']]));
});
