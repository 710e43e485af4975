import type { Chat } from '../panel/chat.ts';
import { keepDrafts } from './drafts.ts';
import { ringFor } from './ring.ts';
import { watchClock } from './watch-clock.ts';

/** Looks after the panel for as long as its document is there: unsent texts, calls for attention, waking up. */
export const tend = (chat: Chat, shop: string): void => {
  keepDrafts(chat.store, chat.keeping);
  ringFor(chat, `shopbell:${shop}:ring`);
  watchClock(chat.wake);
  addEventListener('focus', chat.wake);
  document.addEventListener('resume', chat.wake);
};
