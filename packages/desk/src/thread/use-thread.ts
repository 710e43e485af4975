import { useEffect, useState } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { createThread, type Thread } from './thread.ts';

/** The conversation of this id, opened; `missing` when it cannot be had, `null` while it is fetched. */
export const useThread = (id: string | null): Thread | 'missing' | null => {
  const { agent, book } = useDesk();
  const [thread, setThread] = useState<Thread | 'missing' | null>(null);
  useEffect(() => {
    let opened: Thread | null = null;
    let isCurrent = true;
    setThread(null);
    const open = async (wanted: string): Promise<void> => {
      const handle = await book.handle(wanted).catch(() => null);
      if (!isCurrent) return;
      if (!handle) return setThread('missing');
      opened = createThread(agent, handle);
      setThread(opened);
      await opened.load();
    };
    if (id) void open(id);
    return () => {
      isCurrent = false;
      opened?.close();
    };
  }, [id, agent]);
  return thread;
};
