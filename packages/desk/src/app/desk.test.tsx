import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { refuse, type ActionOffer } from '@shopbell/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { conversation, fakeAgent, message, nora, now } from '../../test/fake-agent.ts';
import { prepareBrowser, press, showDesk } from '../../test/show-desk.tsx';

beforeEach(prepareBrowser);
afterEach(cleanup);

const entries = [message(1, 'Where is my order?')];
const one = conversation('one00000');
const openOne = async (made: Parameters<typeof fakeAgent>[0] = { conversations: [one], entries }) => {
  const fake = fakeAgent(made);
  const shown = showDesk(fake);
  fireEvent.click(await screen.findByRole('option', { name: /Marta/ }));
  await screen.findByLabelText('Messages');
  return { fake, ...shown };
};
const write = (words: string): HTMLElement => {
  const area = screen.getByLabelText('Message');
  fireEvent.input(area, { target: { value: words } });
  return area;
};

test('the inbox shows who waits, the longest wait first, and the tab says how many', async () => {
  const jonas = { ...one.shopper, name: 'Jonas Weber' };
  const waitsLonger = conversation('two00000', { shopper: jonas, waitingSince: now - 600_000 });
  showDesk(fakeAgent({ conversations: [one, waitsLonger] }));
  const rows = within(await screen.findByRole('listbox')).getAllByRole('option');
  expect(rows.map((row) => row.textContent)).toEqual([
    expect.stringContaining('Jonas'),
    expect.stringContaining('Marta'),
  ]);
  expect(within(rows[0]!).getByRole('timer').className).toContain('late');
  await waitFor(() => expect(document.title).toBe('(2) Lindgren Tea · Desk'));
});

test('a conversation that begins to wait appears without a reload, and its wait ends with an answer', async () => {
  const answered = conversation('one00000', { waitingSince: null, status: 'open' });
  const fake = fakeAgent({ conversations: [answered] });
  showDesk(fake);
  await screen.findByText('Nobody is waiting.');
  fake.change('one00000', { waitingSince: now });
  await screen.findByRole('option', { name: /Marta/ });
  fake.change('one00000', { waitingSince: null });
  expect(await screen.findByText('Nobody is waiting.')).toBeTruthy();
});

test('J and Enter open a conversation without a mouse, and it is marked as read', async () => {
  const fake = fakeAgent({ conversations: [one], entries });
  showDesk(fake);
  await screen.findByRole('listbox');
  press('j');
  press('Enter');
  const log = await screen.findByLabelText('Messages');
  expect(within(log).getByText('Where is my order?')).toBeTruthy();
  await waitFor(() => expect(fake.writing.markRead).toHaveBeenCalledWith(1));
});

test('Enter sends, Shift + Enter and a composition do not, and nothing empty is sent', async () => {
  const { fake } = await openOne();
  const area = write('  It arrives tomorrow. ');
  fireEvent.keyDown(area, { key: 'Enter', shiftKey: true });
  fireEvent.keyDown(area, { key: 'Enter', isComposing: true });
  expect(fake.writing.reply).not.toHaveBeenCalled();
  fireEvent.keyDown(area, { key: 'Enter' });
  fireEvent.keyDown(area, { key: 'Enter' });
  expect(fake.writing.reply.mock.calls).toEqual([['It arrives tomorrow.']]);
});

test('a message is shown as not yet sent until its entry comes in, and then once', async () => {
  const { fake } = await openOne();
  fake.writing.reply.mockReturnValueOnce(new Promise(() => {}));
  fireEvent.keyDown(write('Tomorrow.'), { key: 'Enter' });
  await screen.findByText('Not sent yet. We keep trying.');
  fake.append(message(2, 'Tomorrow.', { by: { kind: 'agent', id: nora.id, name: nora.name } }));
  await waitFor(() => expect(screen.queryByText('Not sent yet. We keep trying.')).toBeNull());
  expect(screen.getAllByText('Tomorrow.')).toHaveLength(1);
});

test('a refused message says why and can be sent again', async () => {
  const { fake } = await openOne();
  fake.writing.reply.mockRejectedValueOnce(refuse('conflict', 'The conversation is closed.'));
  fireEvent.keyDown(write('Tomorrow.'), { key: 'Enter' });
  await screen.findByText(/Not sent\. The conversation is closed\./);
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(fake.writing.reply).toHaveBeenCalledTimes(2);
});

test('N writes a note, which never goes out as a message', async () => {
  const { fake } = await openOne();
  press('n');
  const area = await screen.findByLabelText('Note');
  expect(document.activeElement).toBe(area);
  fireEvent.input(area, { target: { value: 'Be kind.' } });
  fireEvent.keyDown(area, { key: 'Enter' });
  expect(fake.writing.note).toHaveBeenCalledWith('Be kind.');
  expect(fake.writing.reply).not.toHaveBeenCalled();
  expect(fake.writing.typing).not.toHaveBeenCalledWith(true);
});

test('text not sent is kept per conversation', async () => {
  const two = conversation('two00000', { shopper: { ...one.shopper, name: 'Jonas Weber' } });
  await openOne({ conversations: [one, two], entries });
  write('half a sen');
  fireEvent.click(screen.getByRole('option', { name: /Jonas/ }));
  await waitFor(() => expect(screen.getByLabelText<HTMLTextAreaElement>('Message').value).toBe(''));
  fireEvent.click(screen.getByRole('option', { name: /Marta/ }));
  await waitFor(() => expect(screen.getByLabelText<HTMLTextAreaElement>('Message').value).toBe('half a sen'));
});

test('names, messages, page titles and actions are text and nothing else', async () => {
  const payload = '<img src=x onerror="globalThis.ran = true"><script>globalThis.ran = true</script>';
  const hostile = conversation('one00000', {
    shopper: { id: one.shopper.id, name: `Marta ${payload}`, claimed: { name: payload }, verified: null },
    preview: { by: 'shopper', text: payload, at: now },
    page: { url: 'https://shop.example/', title: payload },
  });
  const { container } = await openOne({ conversations: [hostile], entries: [message(1, payload)] });
  expect(within(screen.getByLabelText('Messages')).getByText(payload)).toBeTruthy();
  expect(container.querySelectorAll('img, script')).toHaveLength(0);
});

test('only http addresses in a message become links, and they tell nothing of where they were clicked', async () => {
  const text = 'See https://shop.example/a?b=1. Not javascript:alert(1) or data:text/html,x';
  await openOne({ conversations: [one], entries: [message(1, text)] });
  const links = within(screen.getByLabelText('Messages')).getAllByRole('link');
  expect(links.map((link) => link.getAttribute('href'))).toEqual(['https://shop.example/a?b=1']);
  expect(links[0]?.getAttribute('rel')).toContain('noreferrer');
});

test('closing asks what came of it, insists on a reason, and closes with the outcome', async () => {
  const { fake } = await openOne();
  press('e');
  const dialog = await screen.findByRole('dialog');
  fireEvent.click(within(dialog).getByRole('button', { name: 'Close conversation' }));
  expect(fake.writing.close).not.toHaveBeenCalled();
  const reason = await within(dialog).findByLabelText('What was it about?');
  expect(reason.getAttribute('aria-invalid')).toBe('true');
  fireEvent.input(reason, { target: { value: 'Where is my order' } });
  fireEvent.click(within(dialog).getByLabelText('Answered'));
  fireEvent.click(within(dialog).getByRole('button', { name: 'Close conversation' }));
  expect(fake.writing.close).toHaveBeenCalledWith({ reason: 'Where is my order', resolution: 'answered' });
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

test('what the relay refuses is said in the conversation', async () => {
  const { fake } = await openOne();
  fake.writing.assign.mockRejectedValueOnce(refuse('conflict', 'Tom was faster.'));
  press('a');
  expect(await screen.findByText('That did not work. Tom was faster.')).toBeTruthy();
});

const lookup: ActionOffer = {
  name: 'order.lookup',
  version: 1,
  title: 'Look up an order',
  effect: 'read',
  identity: 'anyone',
  input: {
    type: 'object',
    properties: { order: { type: 'string', title: 'Order number' } },
    required: ['order'],
  },
  output: {},
};

test('the palette runs an action from its form, with problems at the field, and shows what came of it', async () => {
  const { fake } = await openOne({ conversations: [one], entries, offers: [lookup] });
  fake.writing.run.mockResolvedValueOnce({ found: 'LT-1' });
  press('k', { ctrlKey: true });
  fireEvent.keyDown(await screen.findByLabelText('Search for an action'), { key: 'Enter' });
  fireEvent.click(await screen.findByRole('button', { name: 'Run' }));
  await screen.findByText('This is needed.');
  fireEvent.input(screen.getByLabelText(/Order number/), { target: { value: 'LT-1' } });
  fireEvent.click(screen.getByLabelText('Staff only'));
  fireEvent.click(screen.getByRole('button', { name: 'Run' }));
  expect(fake.writing.run).toHaveBeenCalledWith('order.lookup', { order: 'LT-1' }, { audience: 'staff' });
  await screen.findByText(/"found": "LT-1"/);
});

test('an action that needs a vouched-for shopper is listed with the reason and not run', async () => {
  const verified: ActionOffer = { ...lookup, name: 'order.list', title: 'List', identity: 'verified' };
  await openOne({ conversations: [one], entries, offers: [verified] });
  press('k', { ctrlKey: true });
  const options = within(await screen.findByRole('dialog')).getAllByRole('option');
  const held = options.filter((option) => option.getAttribute('aria-disabled') === 'true');
  expect(held.map((option) => option.textContent)).toEqual([expect.stringContaining('proved their address')]);
  for (const option of held) fireEvent.click(option);
  expect(screen.queryByRole('button', { name: 'Run' })).toBeNull();
});

test('somebody who may only read is offered nothing that writes', async () => {
  const me = { ...nora, scopes: ['read' as const] };
  const { fake } = await openOne({ conversations: [one], entries, me });
  expect(screen.queryByLabelText('Message')).toBeNull();
  expect(screen.getByText('Your sign-in allows reading only.')).toBeTruthy();
  for (const key of ['a', 'e', 'h']) press(key);
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(fake.writing.assign).not.toHaveBeenCalled();
});

test('single letters can be turned off, and mean nothing while one types', async () => {
  const { fake, preferences } = await openOne();
  write('a').focus();
  press('a');
  expect(fake.writing.assign).not.toHaveBeenCalled();
  screen.getByLabelText('Messages').focus();
  preferences.set((before) => ({ ...before, hasSingleKeys: false }));
  await waitFor(() => expect(document.querySelector('.thread-buttons .key')?.textContent).not.toBe('A'));
  press('a');
  expect(fake.writing.assign).not.toHaveBeenCalled();
});

test('claimed and verified details are told apart', async () => {
  const verified = { sub: 'customer-7', name: 'M. Kowalska', email: 'real@example.com' };
  await openOne({
    conversations: [conversation('one00000', { shopper: { ...one.shopper, verified } })],
    entries,
  });
  const box = screen.getByText('Verified by the shop').parentElement!;
  expect(box.textContent).toContain('real@example.com');
  expect(box.textContent).not.toContain('marta@example.com');
});

test('the whole desk changes its language at once', async () => {
  const { preferences } = await openOne();
  preferences.set((before) => ({ ...before, language: 'de' }));
  await screen.findByRole('tab', { name: /Wartend/ });
  expect(document.documentElement.lang).toBe('de');
});

test('an inbox that cannot be loaded says so and can be tried again', async () => {
  const fake = fakeAgent({ conversations: [one] });
  fake.listing.mockRejectedValueOnce(refuse('unavailable', 'Away.'));
  showDesk(fake);
  await screen.findByText('The conversations could not be loaded.');
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('option', { name: /Marta/ })).toBeTruthy();
});
