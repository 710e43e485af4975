import type { Conversation, SearchMatch } from '@shopbell/protocol';
import { useMemo } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { useStore } from '../app/store.ts';
import { counts, listed, waitsFor, withFound, type Tab } from './order.ts';

/** The inbox as it is looked at: its rows, how many stand in each list, and who came to wait last. */
export type Inbox = {
  rows: readonly Conversation[];
  count: Record<Tab, number>;
  newest: Conversation | null;
  /** Of the rows that were found by what was said in them: where. */
  found: ReadonlyMap<string, readonly SearchMatch[]>;
};

/** The inbox, worked out again only when something of it changed. */
export const useInbox = (): Inbox => {
  const { agent, book, shop, look, search: finding } = useDesk();
  const { results } = useStore(finding.state);
  const { conversations } = useStore(book.state);
  const { team } = useStore(shop);
  const { tab, search } = useStore(look);
  const viewer = useMemo(() => {
    const online = team.filter((person) => person.online).map(({ id }) => id);
    return { me: agent.me.id, online: new Set<string>(online) };
  }, [agent, team]);
  const rows = useMemo(() => {
    if (tab === 'approvals') return [];
    const found = results.map(({ conversation }) => conversations.get(conversation.id) ?? conversation);
    return withFound(found, listed(conversations.values(), viewer, { tab, search }), { tab, viewer });
  }, [conversations, viewer, tab, search, results]);
  const found = useMemo(
    () => new Map(results.map(({ conversation, matches }) => [conversation.id as string, matches])),
    [results],
  );
  const count = useMemo(() => counts(conversations.values(), viewer), [conversations, viewer]);
  const newest = useMemo(() => {
    const waiting = [...conversations.values()].filter((each) => waitsFor(each, viewer));
    return waiting.sort((a, b) => (b.waitingSince ?? 0) - (a.waitingSince ?? 0))[0] ?? null;
  }, [conversations, viewer]);
  return { rows, count, newest, found };
};
