import type { Agent, AgentEventMap, CannedResponse, ConversationHandle } from '@shopbell/agent';
import type {
  ActionOffer,
  AnyEntry,
  Conversation,
  Entry,
  HeldDraft,
  LiveCart,
  Person,
  SearchMatch,
  ShopbellError,
} from '@shopbell/protocol';
import { vi } from 'vitest';
import type { Approval } from '../src/approvals/queue.ts';

/** A fixed time within today, so that no test crosses a day. */
export const now = Date.now();
export const marta = { kind: 'shopper', id: 'shp_marta000', name: 'Marta Kowalska' } as const;
export const nora: Agent['me'] = {
  id: 'agt_nora0000',
  name: 'Nora Lindgren',
  role: 'agent',
  online: true,
  scopes: ['read', 'reply', 'action:*'],
};
export const tom: Person = { id: 'agt_tom00000', name: 'Tom Becker', role: 'agent', online: true };

/** A conversation that waits, with what a test cares about in `values`. */
export const conversation = (id: string, values: Partial<Conversation> = {}): Conversation => ({
  id: `cnv_${id}`,
  shopper: { id: marta.id, name: marta.name, claimed: { email: 'marta@example.com' }, verified: null },
  status: 'queued',
  assignee: null,
  openedAt: now - 60_000,
  updatedAt: now - 30_000,
  waitingSince: now - 30_000,
  lastSeq: 1,
  lastPublicSeq: 1,
  readPublicSeq: 0,
  seenPublicSeq: 0,
  preview: { by: 'shopper', text: 'Where is my order?', at: now - 30_000 },
  page: { url: 'https://shop.example/tea', title: 'Darjeeling' },
  ...values,
});

/** A message in a conversation, the shopper's unless `values` say otherwise. */
export const message = (
  seq: number,
  text: string,
  values: Partial<Entry<'message'>> = {},
): Entry<'message'> => ({
  conversation: 'cnv_one00000',
  seq,
  publicSeq: seq,
  at: now - 30_000 + seq,
  by: marta,
  audience: 'everyone',
  nonce: `nonce-${seq}`,
  type: 'message',
  data: { parts: [{ kind: 'text', text }] },
  ...values,
});

type Listener = (payload: never) => unknown;
type Made = {
  conversations: Conversation[];
  entries?: readonly AnyEntry[];
  offers?: ActionOffer[];
  me?: Agent['me'];
  approvals?: readonly Approval[];
  canned?: readonly CannedResponse[];
  team?: readonly Person[];
  drafts?: readonly HeldDraft[];
};

/** A reply that Tom has written, held for a minute. */
export const heldDraft = (id: string, values: Partial<HeldDraft> = {}): HeldDraft => ({
  id: `drf_${id}`,
  conversation: 'cnv_one00000',
  shopper: { id: marta.id, name: marta.name, claimed: {}, verified: null },
  by: { kind: 'agent', id: tom.id, name: tom.name },
  parts: [{ kind: 'text', text: `It is on its way, ${id}.` }],
  heldAt: now - 60_000,
  dueAt: now + 60_000,
  ...values,
});

/** A plan that waits for an approval, asked for by Tom. */
export const approval = (id: string, values: Partial<Approval> = {}): Approval => ({
  action: `act_${id}`,
  name: 'order.refund',
  title: 'Refund an order',
  conversation: 'cnv_one00000',
  shopper: { id: marta.id, name: marta.name, claimed: {}, verified: null },
  by: { kind: 'agent', id: tom.id, name: tom.name },
  role: 'agent',
  input: { order: 'LT-1' },
  plan: {
    summary: `Refund €90.00 for ${id}.`,
    confirm: true,
    approve: 'supervisor',
    digest: 'd'.repeat(64),
    expiresAt: now + 900_000,
  },
  amount: { amount: 9_000, currency: 'EUR' },
  confirmed: false,
  ...values,
});

const page = (entries: readonly AnyEntry[], { before = Infinity, limit = 50 }): AnyEntry[] =>
  entries.filter(({ seq }) => seq < before).slice(-limit);

/**
 * An agent whose relay is a few arrays: for what views show in a given state. How an agent and a relay behave
 * together is tried with the real ones elsewhere.
 */
export const fakeAgent = (made: Made) => {
  const { conversations, entries = [], offers = [], me = nora } = made;
  const { approvals = [], canned = [], drafts = [], team = [nora, tom] } = made;
  let queue = approvals;
  let held = drafts;
  const listeners = new Map<string, Set<Listener>>();
  const followers = new Set<(entry: AnyEntry) => unknown>();
  const stored = { conversation: 'cnv_one00000' as const, seq: 99, at: now };
  const summaries = new Map(conversations.map((each) => [each.id, each]));
  const store = () => vi.fn<(...given: unknown[]) => Promise<typeof stored>>(async () => stored);
  const writing = {
    reply: store(),
    hold: store(),
    note: store(),
    assign: store(),
    close: store(),
    reopen: store(),
    run: vi.fn<(...given: unknown[]) => Promise<unknown>>(async () => ({})),
    preview: vi.fn<(...given: unknown[]) => Promise<unknown>>(async () => ({})),
    request: vi.fn<(...given: unknown[]) => Promise<unknown>>(async () => ({})),
    typing: vi.fn<(isTyping: boolean) => void>(),
    upload: vi.fn<(...given: unknown[]) => Promise<unknown>>(() => new Promise(() => {})),
    markRead: vi.fn<(publicSeq: number) => void>(),
    cart: vi.fn<() => Promise<LiveCart | null>>(async () => null),
    history: async (options = {}) => ({ entries: page(entries, options), lastSeq: entries.length }),
  };
  const handles = new Map(
    conversations.map(({ id }) => {
      const handle = {
        id,
        get summary() {
          return summaries.get(id);
        },
        ...writing,
        follow: (listener: (entry: AnyEntry) => unknown) => {
          followers.add(listener);
          return () => followers.delete(listener);
        },
      };
      return [id, handle as unknown as ConversationHandle] as const;
    }),
  );
  const keeping = {
    canned: vi.fn<Agent['canned']>(async () => [...canned]),
    saveCanned: vi.fn<Agent['saveCanned']>(async ({ version }) => ({ version: version + 1, updatedAt: now })),
    removeCanned: vi.fn<Agent['removeCanned']>(async () => true),
  };
  const releasing = { release: store(), giveBack: store(), withdraw: store() };
  const deciding = { approve: store(), reject: store(), call: store(), ...releasing };
  const emit = <K extends keyof AgentEventMap>(event: K, payload: AgentEventMap[K]): void => {
    for (const listener of listeners.get(event) ?? []) listener(payload as never);
  };
  type Page = { conversations: ConversationHandle[]; next: null };
  const listing = vi.fn<(filter?: { status?: string[] }) => Promise<Page>>(async ({ status } = {}) => ({
    conversations: [...handles.values()].filter(({ summary }) => !status || status.includes(summary.status)),
    next: null,
  }));
  type Results = Awaited<ReturnType<Agent['search']>>;
  const settingState = vi.fn<Agent['setState']>(async () => {});
  const searching = vi.fn<Agent['search']>(async () => ({ results: [], next: null }));
  /** What the relay finds from now on: ids, and the words that stand there. */
  const finds = (pages: readonly (readonly [string, SearchMatch[]][])[]): void => {
    searching.mockImplementation(async (_words, { cursor = '0' } = {}) => {
      const page = pages[Number(cursor)] ?? [];
      const results = page.flatMap(([id, matches]): Results['results'] => {
        const conversation = handles.get(`cnv_${id}`);
        return conversation ? [{ conversation, matches }] : [];
      });
      return { results, next: Number(cursor) + 1 < pages.length ? String(Number(cursor) + 1) : null };
    });
  };
  const agent = {
    me,
    shop: { id: 'demo', name: 'Lindgren Tea' },
    uploads: null,
    state: { name: 'live', transport: 'websocket' },
    on: (event: string, listener: Listener) => {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener));
      return () => set.delete(listener);
    },
    conversations: listing,
    search: searching,
    conversation: async (id: string) => handles.get(id as Conversation['id']),
    team: async () => team,
    setState: settingState,
    actions: async () => offers,
    ...keeping,
    approvals: async ({ limit = 50 } = {}) => ({
      approvals: queue.slice(0, limit),
      next: queue.length > limit ? 'next' : null,
      waiting: queue.length,
    }),
    drafts: async () => ({ drafts: held, next: null, waiting: held.length, late: 0 }),
    ...deciding,
    wake: () => {},
    close: async () => {},
  };
  return {
    agent: agent as unknown as Agent,
    writing,
    deciding,
    keeping,
    listing,
    searching,
    settingState,
    finds,
    emit,
    /** The relay stores an entry. */
    append: (entry: AnyEntry) => {
      for (const follower of followers) follower(entry);
    },
    /** The relay changes a conversation. */
    change: (id: string, values: Partial<Conversation>) => {
      const key = `cnv_${id}` as const;
      const before = summaries.get(key);
      const handle = handles.get(key);
      if (!before || !handle) return;
      summaries.set(key, { ...before, ...values });
      emit('conversation:changed', { conversation: handle });
    },
    /** What waits for an approval changes at the relay. */
    queue: (next: readonly Approval[]) => {
      queue = next;
      emit('approvals:changed', { waiting: next.length });
    },
    /** What is held changes at the relay. */
    hold: (next: readonly HeldDraft[]) => {
      held = next;
      emit('drafts:changed', { waiting: next.length, late: 0 });
    },
    refuse: (error: ShopbellError) => emit('state:changed', { name: 'refused', error }),
  };
};
