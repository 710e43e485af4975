import type { Conversation } from '@shopbell/protocol';

/** The inbox's three lists. */
export const tabs = ['waiting', 'mine', 'all'] as const;
export type Tab = (typeof tabs)[number];
/** What the left column shows: one of the lists, or what waits for an approval. */
export type Column = Tab | 'approvals';

/** Who looks at the inbox, and which colleagues are there. */
export type Viewer = { me: string; online: ReadonlySet<string> };

/** Whether this conversation waits for the viewer: nobody has it, they have it, or who has it is not there. */
export const waitsFor = (conversation: Conversation, { me, online }: Viewer): boolean => {
  const { assignee, status, waitingSince } = conversation;
  if (waitingSince === null || status === 'closed') return false;
  return assignee === null || assignee.id === me || !online.has(assignee.id);
};

/** Whether a conversation stands in a list. Closed ones stand only in `all`. */
export const isIn = (tab: Tab, conversation: Conversation, viewer: Viewer): boolean => {
  switch (tab) {
    case 'waiting':
      return waitsFor(conversation, viewer);
    case 'mine':
      return conversation.status !== 'closed' && conversation.assignee?.id === viewer.me;
    case 'all':
      return true;
    default:
      return tab satisfies never;
  }
};

const rank = ({ status, waitingSince }: Conversation): number => {
  if (status === 'closed') return 2;
  return waitingSince === null ? 1 : 0;
};

/** What waits comes first, the longest wait on top; then what is open, then what is closed, the latest change on top. */
export const byUrgency = (a: Conversation, b: Conversation): number => {
  const apart = rank(a) - rank(b);
  if (apart !== 0) return apart;
  const byTime = rank(a) === 0 ? (a.waitingSince ?? 0) - (b.waitingSince ?? 0) : b.updatedAt - a.updatedAt;
  return byTime === 0 ? a.id.localeCompare(b.id) : byTime;
};

/** Whether every word of a search is in the shopper's name, address, number or the last message. */
export const matches = (conversation: Conversation, search: string): boolean => {
  const { shopper, preview, assignee } = conversation;
  const { claimed, verified } = shopper;
  const told = [claimed.name, claimed.email, verified?.name, verified?.email, verified?.sub];
  const text = [shopper.name, ...told, preview?.text, assignee?.name].join('\n').toLocaleLowerCase();
  return search
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
};

/** One list, filtered and sorted. */
export const listed = (
  all: Iterable<Conversation>,
  viewer: Viewer,
  { tab, search }: { tab: Tab; search: string },
): Conversation[] =>
  [...all].filter((each) => isIn(tab, each, viewer) && matches(each, search.trim())).sort(byUrgency);

/** What the relay has found, in its order, and after it what is here and matches beside. */
export const withFound = (
  found: readonly Conversation[],
  here: readonly Conversation[],
  { tab, viewer }: { tab: Tab; viewer: Viewer },
): Conversation[] => {
  const ids = new Set(found.map(({ id }) => id));
  return [...found.filter((each) => isIn(tab, each, viewer)), ...here.filter(({ id }) => !ids.has(id))];
};

/** How many stand in each list. */
export const counts = (all: Iterable<Conversation>, viewer: Viewer): Record<Tab, number> => {
  const count = { waiting: 0, mine: 0, all: 0 };
  for (const each of all) for (const tab of tabs) if (isIn(tab, each, viewer)) count[tab] += 1;
  return count;
};
