import { add } from './launcher.ts';
import { start, tag } from './start.ts';

// The build puts the second half's name and hash here: who pins this file pins both.
const file = '%CHAT_FILE%';
const integrity = '%CHAT_INTEGRITY%';

start(async (address) => {
  // What is not pinned is not asked for.
  if (!address.includes('chat.js')) throw new Error('not pinned');
  const href = address.replace('chat.js', file);
  // What is imported next is what was preloaded, or nothing: a preload that fails its check fails the import.
  add(document.querySelector('shopbell-chat') as Element, 'link', {
    rel: 'modulepreload',
    href,
    integrity,
    crossOrigin: '',
    nonce: tag?.nonce || '',
  });
  return import(/* @vite-ignore */ href);
});
