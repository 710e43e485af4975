import type { Chat } from './chat.ts';
import { fetchLate } from './late-part.ts';

/** Takes files for the next message, if there are any and the shop takes some. `false`: not. */
export const attach = (chat: Chat, list: FileList | null | undefined): boolean => {
  if (!list?.length || !chat.store.value.uploads) return false;
  // A list of the browser’s is emptied as soon as its event is over.
  const files = [...list];
  void fetchLate('files').then((late) => late.attachFiles(chat, files));
  return true;
};
