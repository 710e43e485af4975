import { connectAgent, type Agent } from '@shopbell/agent';
import { createQueue, type Queue } from '../approvals/queue.ts';
import { createCannedBook, type CannedBook } from '../canned/canned-book.ts';
import { createHeldList, type HeldList } from '../held/held-list.ts';
import { createBook, type Book } from '../inbox/book.ts';
import { createInboxSearch, type InboxSearch } from '../inbox/search.ts';
import { rightsOf } from './rights.ts';
import { createStore, type Store } from './store.ts';
import type { Look, Shop } from './desk.ts';

/** A desk at work: the connected agent and what is kept of its shop. `close` leaves the connection. */
export type Desk = {
  agent: Agent;
  book: Book;
  queue: Queue;
  canned: CannedBook;
  held: HeldList;
  search: InboxSearch;
  shop: Store<Shop>;
  look: Store<Look>;
  close(): Promise<void>;
};

const openInAddress = (hash: string): string | null => /^#(cnv_[A-Za-z0-9_-]{8,40})$/.exec(hash)?.[1] ?? null;

/** Keeps the open conversation in the address, so that a reload comes back to it. */
const keepInAddress = (look: Store<Look>): (() => void) =>
  look.subscribe(() => {
    const { open } = look.get();
    const hash = open ? `#${open}` : '';
    if (location.hash !== hash) history.replaceState(null, '', location.pathname + location.search + hash);
  });

/** What the desk keeps of an agent's shop, filled and kept up to date. */
export const openDesk = (agent: Agent): Desk => {
  const book = createBook(agent);
  const { canApprove } = rightsOf(agent.me);
  const queue = createQueue(agent, canApprove);
  const held = createHeldList(agent, canApprove);
  const shop = createStore<Shop>({ team: [], offers: [] });
  const look = createStore<Look>({
    tab: 'waiting',
    search: '',
    open: openInAddress(location.hash),
    cursor: null,
    isShopperShown: false,
    dialog: null,
    preset: null,
    trouble: null,
  });
  const search = createInboxSearch(agent, look);
  const undo = [
    agent.on('team:changed', ({ people }) => shop.set((before) => ({ ...before, team: people }))),
    agent.on('actions:changed', ({ actions }) => shop.set((before) => ({ ...before, offers: actions }))),
    keepInAddress(look),
  ];
  const keep = (doing: Promise<Partial<Shop>>): void => {
    // What cannot be had now comes with the next change; the inbox says when the relay is away.
    doing.then((part) => shop.set((before) => ({ ...before, ...part }))).catch(() => undefined);
  };
  keep(agent.team().then((team) => ({ team })));
  keep(agent.actions().then((offers) => ({ offers })));
  void book.reload();
  return {
    agent,
    book,
    queue,
    canned: createCannedBook(agent),
    held,
    search,
    shop,
    look,
    close: async () => {
      for (const off of undo) off();
      book.close();
      queue.close();
      held.close();
      search.close();
      await agent.close();
    },
  };
};

/** Connects with a session's key. Rejects with what the relay says. */
export const startDesk = async (key: string): Promise<Desk> =>
  openDesk(await connectAgent({ url: location.origin, key, follow: 'none' }));
