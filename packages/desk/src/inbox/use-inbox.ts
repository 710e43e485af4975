import type { Conversation } from '@shopbell/protocol';
import { useMemo } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { useStore } from '../app/store.ts';
import { counts, listed, waitsFor, type Tab } from './order.ts';

/** The inbox as it is looked at: its rows, how many stand in each list, and who came to wait last. */
export type Inbox = {
  rows: readonly Conversation[];
  count: Record<Tab, number>;
  newest: Conversation | null;
};

/** The inbox, worked out again only when something of it changed. */
export const useInbox = (): Inbox => {
  const { agent, book, shop, look } = useDesk();
  const { conversations } = useStore(book.state);
  const { team } = useStore(shop);
  const { tab, search } = useStore(look);
  const viewer = useMemo(() => {
    const online = team.filter((person) => person.online).map(({ id }) => id);
    return { me: agent.me.id, online: new Set<string>(online) };
  }, [agent, team]);
  const rows = useMemo(
    () => (tab === 'approvals' ? [] : listed(conversations.values(), viewer, { tab, search })),
    [conversations, viewer, tab, search],
  );
  const count = useMemo(() => counts(conversations.values(), viewer), [conversations, viewer]);
  const newest = useMemo(() => {
    const waiting = [...conversations.values()].filter((each) => waitsFor(each, viewer));
    return waiting.sort((a, b) => (b.waitingSince ?? 0) - (a.waitingSince ?? 0))[0] ?? null;
  }, [conversations, viewer]);
  return { rows, count, newest };
};
