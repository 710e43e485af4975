import { startUpload, type Upload, type UploadState } from '@shopbell/client';
import type { FileId, StoredFile } from '@shopbell/protocol';
import { refuse } from '@shopbell/protocol/errors';
import { noAttachments, type Attached } from '../panel/attached.ts';
import type { Chat } from '../panel/chat.ts';
import { newNonce } from '../panel/deeds.ts';
import { previewOf } from './preview.ts';

/** So many in one message: what a relay takes of a shopper at once. */
export const filesMost = 5;

type Way = { upload: Upload | null; file: File };
/** What is on its way, by the key it is shown under. It ends with the page: bytes are kept nowhere. */
const ways = new Map<string, Way>();
/** What was sent from here: its message waits, and names it by its id alone. */
const sentFiles = new Map<FileId, StoredFile>();
const watched = new WeakSet<Chat>();

/** What is known of a file that a message of one’s own names by its id. */
export const knownFile = (id: FileId): StoredFile | undefined => sentFiles.get(id);

const change = (chat: Chat, files: readonly Attached[]): void =>
  chat.store.set(({ attachments }) => ({
    attachments: { ...attachments, files, goesWhenThrough: attachments.goesWhenThrough && files.length > 0 },
  }));
const changeOne = (chat: Chat, key: string, patch: Partial<Attached>): void =>
  change(
    chat,
    chat.store.value.attachments.files.map((each) => (each.key === key ? { ...each, ...patch } : each)),
  );

/** Sends the message, if it waited for its last file. */
const goIfThrough = (chat: Chat): void => {
  const { attachments, draft } = chat.store.value;
  const { files, goesWhenThrough } = attachments;
  if (!goesWhenThrough) return;
  if (files.some(({ upload }) => upload.name === 'failed'))
    return chat.store.set({ attachments: { ...attachments, goesWhenThrough: false } });
  const stored = files.flatMap(({ upload }) => (upload.name === 'done' ? [upload.file] : []));
  if (stored.length < files.length || stored.length === 0) return;
  for (const file of stored) sentFiles.set(file.id, file);
  chat.store.set({ attachments: noAttachments });
  const text = draft.trim();
  const named = stored.map(({ id }) => ({ kind: 'file' as const, file: { id } }));
  chat.sendParts(text === '' ? named : [{ kind: 'text', text }, ...named]);
  chat.type('');
};

/** What is no longer shown (sent, taken out, somebody else is here) is no longer sent either. */
const watch = (chat: Chat): void => {
  if (watched.has(chat)) return;
  watched.add(chat);
  let isLive = true;
  chat.store.subscribe(() => {
    const shown = new Set(chat.store.value.attachments.files.map(({ key }) => key));
    for (const [key, { upload }] of ways)
      if (!shown.has(key)) {
        upload?.cancel();
        ways.delete(key);
      }
    const wasLive = isLive;
    isLive = chat.store.value.connection.name === 'live';
    if (isLive && !wasLive) wakeAll();
  });
  addEventListener('online', wakeAll);
};
const wakeAll = (): void => {
  for (const { upload } of ways.values()) if (upload?.state.name === 'waiting') upload.retry();
};

const begin = (chat: Chat, key: string, file: File): void => {
  const onChange = (upload: UploadState): void => {
    changeOne(chat, key, { upload });
    goIfThrough(chat);
  };
  const sending = () => {
    const { conversation } = chat.store.value;
    const { shop, keeping } = chat;
    const to = conversation ? { conversation: conversation.id } : {};
    return { url: location.origin, shop, secret: keeping.token, name: file.name, ...to };
  };
  ways.set(key, { upload: null, file });
  ways.set(key, { upload: startUpload({ file, nonce: key, sending, onChange }), file });
};

/** What the relay would say no to is not sent to it first. */
const faultOf = (chat: Chat, file: File): UploadState | null => {
  const { uploads } = chat.store.value;
  if (uploads && file.size > uploads.maxBytes)
    return { name: 'failed', error: refuse('too_large', 'The file is too large.') };
  if (file.size === 0)
    return { name: 'failed', error: refuse('unsupported_file', 'The file is empty.', { reason: 'empty' }) };
  return null;
};

/** Takes files for the next message and begins to send them; those beyond the most there may be are left out. */
export const attachFiles = (chat: Chat, files: readonly File[]): void => {
  watch(chat);
  const { attachments } = chat.store.value;
  const taken = files
    .slice(0, filesMost - attachments.files.length)
    .map((file) => ({ file, key: newNonce() }));
  const shown = taken.map(({ file, key }): Attached => {
    const upload = faultOf(chat, file) ?? { name: 'sending', sent: 0, bytes: file.size };
    return { key, name: file.name, bytes: file.size, preview: null, upload };
  });
  chat.store.set({ attachments: { ...attachments, isOpen: true, files: [...attachments.files, ...shown] } });
  for (const { file, key } of taken) {
    if (!faultOf(chat, file)) begin(chat, key, file);
    void previewOf(file).then((preview) => preview !== null && changeOne(chat, key, { preview }));
  }
};

/** Takes one out again; what has left of it is not kept. */
export const removeFile = (chat: Chat, key: string): void => {
  change(
    chat,
    chat.store.value.attachments.files.filter((each) => each.key !== key),
  );
  goIfThrough(chat);
};

/** Tries one again, now. */
export const retryFile = (key: string): void => ways.get(key)?.upload?.retry();

/** Sends words and files as one message, as soon as all of them are through. */
export const sendAttached = (chat: Chat): void => {
  const { attachments } = chat.store.value;
  chat.store.set({ attachments: { ...attachments, goesWhenThrough: true } });
  goIfThrough(chat);
};
