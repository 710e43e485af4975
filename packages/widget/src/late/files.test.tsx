import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import type { UploadState } from '@shopbell/client';
import { refuse } from '@shopbell/protocol/errors';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Attached } from '../panel/attached.ts';
import type { Chat } from '../panel/chat.ts';
import { emptyPanel, type PanelState } from '../panel/panel-state.ts';
import { createStore } from '../panel/store.ts';
import { wordsFor } from '../panel/words.ts';
import '../../test/words.ts';
import { sendAttached } from './attach-files.ts';
import { Tray } from './tray.tsx';

// jsdom has no fingers.
beforeEach(() => void vi.stubGlobal('matchMedia', () => ({ matches: false })));
afterEach(cleanup);

const file = { id: 'fil_12345678', name: 'tin.jpg', type: 'image/jpeg', bytes: 5 } as const;
const attached = (key: string, upload: UploadState): Attached => ({
  key,
  name: `${key}.jpg`,
  bytes: 1_000,
  preview: null,
  upload,
});
const uploads = { kinds: ['pictures', 'documents'], types: ['image/jpeg'], maxBytes: 10_485_760 } as const;

const chatWith = (files: readonly Attached[], patch: Partial<PanelState> = {}) => {
  const store = createStore<PanelState>({
    ...emptyPanel('Kettles'),
    uploads: { ...uploads, kinds: [...uploads.kinds], types: [...uploads.types] },
    attachments: { isOpen: true, files, goesWhenThrough: false },
    ...patch,
  });
  const sendParts = vi.fn<Chat['sendParts']>();
  const type = vi.fn<Chat['type']>();
  return { store, sendParts, type } as unknown as Chat & {
    sendParts: typeof sendParts;
    type: typeof type;
  };
};
const show = (chat: Chat) => render(<Tray state={chat.store.value} words={wordsFor('en')} chat={chat} />);

test('what may be sent is said before anything is picked', () => {
  show(chatWith([]));
  screen.getByText('You can send pictures and documents, up to 10 MB each, 5 at once.');
  const picker = screen.getByLabelText('Choose files');
  expect(document.activeElement).toBe(picker);
  expect(picker.getAttribute('accept')).toBe('image/jpeg');
});

test.each<[UploadState, string, string]>([
  [{ name: 'sending', sent: 500, bytes: 1_000 }, '50 % sent', 'Cancel one.jpg'],
  [{ name: 'sending', sent: 1_000, bytes: 1_000 }, 'Being checked …', 'Cancel one.jpg'],
  [
    { name: 'waiting', error: refuse('disconnected', 'x'), retryAt: 0 },
    'No connection. It goes on by itself while this page stays open.',
    'Cancel one.jpg',
  ],
  [
    { name: 'failed', error: refuse('unsupported_file', 'x', { reason: 'unwanted' }) },
    'Files of this kind are not taken.',
    'Remove one.jpg',
  ],
  [{ name: 'failed', error: refuse('internal', 'x') }, 'It could not be sent.', 'Remove one.jpg'],
  [{ name: 'done', file }, 'Ready to send', 'Remove one.jpg'],
])('a file that is %o says so, and can be taken out', (upload, words, button) => {
  const chat = chatWith([attached('one', upload)]);
  show(chat);
  screen.getByText(words);
  fireEvent.click(screen.getByRole('button', { name: button }));
  expect(chat.store.value.attachments.files).toEqual([]);
});

test('words and files go as one message, once the last of them is through', () => {
  const chat = chatWith(
    [attached('one', { name: 'done', file }), attached('two', { name: 'sending', sent: 1, bytes: 2 })],
    { draft: ' Look. ' },
  );
  sendAttached(chat);
  expect(chat.sendParts).not.toHaveBeenCalled();
  expect(chat.store.value.attachments.goesWhenThrough).toBe(true);
  show(chat);
  screen.getByText('Goes as soon as the files are through.');
  fireEvent.click(screen.getByRole('button', { name: 'Cancel two.jpg' }));
  expect(chat.sendParts).toHaveBeenCalledWith([
    { kind: 'text', text: 'Look.' },
    { kind: 'file', file: { id: file.id } },
  ]);
  expect(chat.type).toHaveBeenCalledWith('');
  expect(chat.store.value.attachments).toEqual({ isOpen: false, files: [], goesWhenThrough: false });
});

test('one that was refused holds the message back: nothing goes without what was meant to be in it', () => {
  const chat = chatWith([
    attached('one', { name: 'done', file }),
    attached('two', { name: 'failed', error: refuse('too_large', 'x') }),
  ]);
  sendAttached(chat);
  expect(chat.sendParts).not.toHaveBeenCalled();
  expect(chat.store.value.attachments.goesWhenThrough).toBe(false);
});
