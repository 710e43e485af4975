import type { FileId, ShopperCommands } from '@shopbell/protocol';
import { times } from '@shopbell/protocol/limits';
import { useEffect, useState } from 'preact/hooks';
import type { Chat } from '../panel/chat.ts';

/** A file’s addresses; `gone`: there is nothing at them any more. */
export type FileLink = ShopperCommands['file:link']['output'] | 'gone' | undefined;

/** A new address is asked for before the old one is over. */
const renewMs = times.fileLinkMs - 60_000;

/** The addresses of a file for as long as it is shown. They belong to a token: a new connection brings new ones. */
export const useFileLink = (chat: Chat, id: FileId): { link: FileLink; renew: () => void } => {
  const [link, setLink] = useState<FileLink>(undefined);
  const [turn, setTurn] = useState(0);
  const isLive = chat.store.value.connection.name === 'live';
  useEffect(() => {
    if (!isLive) return;
    let isShown = true;
    const timer = setTimeout(() => setTurn((before) => before + 1), renewMs);
    chat.presence.session?.connection.call('file:link', { file: id }).then(
      (given) => isShown && setLink(given),
      ({ code }: { code?: string }) => isShown && code === 'not_found' && setLink('gone'),
    );
    return () => {
      isShown = false;
      clearTimeout(timer);
    };
  }, [id, isLive, turn]);
  return { link, renew: () => setTurn((before) => (before < 3 ? before + 1 : before)) };
};
