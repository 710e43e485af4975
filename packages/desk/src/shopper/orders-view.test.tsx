import { cleanup, fireEvent, screen, waitFor } from '@testing-library/preact';
import type { ActionOffer } from '@shopbell/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { conversation, fakeAgent, message } from '../../test/fake-agent.ts';
import { prepareBrowser, showDesk } from '../../test/show-desk.tsx';

beforeEach(prepareBrowser);
afterEach(cleanup);

const list: ActionOffer = {
  name: 'order.list',
  version: 1,
  title: 'List',
  effect: 'read',
  identity: 'anyone',
  input: { type: 'object', properties: {} },
  output: {},
};

test('asking for orders keeps the keyboard where it is, and asks once', async () => {
  const fake = fakeAgent({
    conversations: [conversation('one00000')],
    entries: [message(1, 'Where is it?')],
    offers: [list],
  });
  const answer = Promise.withResolvers<unknown>();
  fake.writing.run.mockImplementation(() => answer.promise);
  showDesk(fake);
  fireEvent.click(await screen.findByRole('option', { name: /Marta/ }));
  const button = await screen.findByRole('button', { name: /Show orders/ });
  button.focus();
  fireEvent.click(button);
  await waitFor(() => expect(button.getAttribute('aria-disabled')).toBe('true'));
  expect(button.hasAttribute('disabled')).toBe(false);
  expect(document.activeElement).toBe(button);
  fireEvent.click(button);
  expect(fake.writing.run).toHaveBeenCalledTimes(1);
  answer.resolve({ orders: [] });
  await waitFor(() => expect(button.getAttribute('aria-disabled')).toBe('false'));
  expect(document.activeElement).toBe(button);
});
