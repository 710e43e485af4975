import type { Conversation } from '@shopbell/protocol';
import { useEffect } from 'preact/hooks';
import { useStore } from '../app/store.ts';
import type { Thread } from './thread.ts';

/** Tells the shopper's side how far the shop has read: while the end is in view and the page in front. */
export const useReading = (thread: Thread, summary: Conversation, isAtEnd: boolean): void => {
  const { entries } = useStore(thread.state);
  const lastPublic = entries.findLast(({ publicSeq }) => publicSeq !== undefined)?.publicSeq ?? 0;
  useEffect(() => {
    const mark = (): void => {
      const isRead = isAtEnd && document.visibilityState === 'visible' && document.hasFocus();
      if (isRead && lastPublic > summary.readPublicSeq) thread.handle.markRead(lastPublic);
    };
    mark();
    addEventListener('focus', mark);
    document.addEventListener('visibilitychange', mark);
    return () => {
      removeEventListener('focus', mark);
      document.removeEventListener('visibilitychange', mark);
    };
  }, [thread, lastPublic, summary.readPublicSeq, isAtEnd]);
};
