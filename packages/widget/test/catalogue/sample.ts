import type { AnyEntry, Author, EntryDataOf, EntryType, Part, ShopperConversation } from '@shopbell/protocol';
import { refuse } from '@shopbell/protocol/errors';
import type { Pending } from '@shopbell/client';
import type { PanelState } from '../../src/panel/panel-state.ts';
import type { Hands } from './hands.ts';

/** What the relay answers to a command; a rejection is its refusal. */
export type Answers = Readonly<Record<string, (input: object) => unknown>>;

/** One state of a view: what the panel knows, and what somebody has done in it since. */
export type Sample = {
  view: string;
  name: string;
  state: Partial<PanelState>;
  /** What is kept of unsent texts and of the composer. */
  drafts?: string;
  answers?: Answers;
  act?: (hands: Hands) => Promise<void>;
};

/** Samples of one view. */
export const samplesOf = (view: string, all: Record<string, Omit<Sample, 'view' | 'name'>>): Sample[] =>
  Object.entries(all).map(([name, sample]) => ({ view, name, ...sample }));

/** The moment the page was opened, ms since the Unix epoch. */
export const now = Date.now();
export const minuteMs = 60_000;
const id = 'cnv_catalogue000';

const shopper: Author = { kind: 'shopper', id: 'shp_catalogue000', name: 'Mara' };
/** Who answers. */
export const nora: Author = { kind: 'agent', id: 'agt_catalogue000', name: 'Nora Berg' };

/** A conversation as it stands. */
export const conversation = (
  status: ShopperConversation['status'],
  more: Partial<ShopperConversation> = {},
): ShopperConversation => ({
  id,
  status,
  openedAt: now - 30 * minuteMs,
  updatedAt: now,
  agent: status === 'queued' ? null : nora,
  lastSeq: 1,
  readSeq: 99,
  seenSeq: 0,
  preview: null,
  ...more,
});

type Drafted = { type: string; by: Author; data: unknown; at?: number };

/** What one type of entry says, without its place. */
export const entry = <T extends EntryType>(
  type: T,
  data: EntryDataOf<T>,
  { by = nora, at }: { by?: Author; at?: number } = {},
): Drafted => ({ type, by, data, ...(at === undefined ? {} : { at }) });

const parts = (text: string): Part[] => [{ kind: 'text', text }];
/** Words of the shop’s side. */
export const says = (text: string, how: { by?: Author; at?: number } = {}): Drafted =>
  entry('message', { parts: parts(text) }, how);
/** Words of the shopper’s. */
export const own = (text: string, at?: number): Drafted =>
  entry('message', { parts: parts(text) }, { by: shopper, ...(at === undefined ? {} : { at }) });
/** Other parts of a message. */
export const shows = (more: Part[], by: Author = nora): Drafted => entry('message', { parts: more }, { by });
/** The shopper’s, as the author of an entry. */
export const byShopper = { by: shopper };

/** Entries in their order, a minute apart unless they say when. */
export const logOf = (...drafted: readonly Drafted[]): AnyEntry[] =>
  drafted.map(
    (each, index) =>
      ({
        conversation: id,
        seq: index + 1,
        at: now - (drafted.length - index) * minuteMs,
        audience: 'everyone',
        nonce: `n${index}`,
        ...each,
      }) as AnyEntry,
  );

/** What waits in the outbox. */
export const pending = (
  command: string,
  input: Record<string, unknown>,
  more: Partial<Pending> = {},
): Pending => ({
  nonce: `p-${JSON.stringify(input).length}-${more.error?.code ?? ''}${more.delayed?.error.code ?? ''}`,
  command,
  input,
  queuedAt: now,
  error: null,
  ...more,
});
/** Words on their way. */
export const waiting = (text: string, more: Partial<Pending> = {}): Pending =>
  pending('message:send', { parts: parts(text) }, more);

/** A refusal of the relay’s. */
export const refused = (...[code, details]: [code: Parameters<typeof refuse>[0], details?: object]) =>
  refuse(code, 'A refusal of the catalogue.', details);

/** A line that stands. */
export const live = { connection: { name: 'live', transport: 'websocket' }, isStaffed: true } as const;

/** A conversation somebody has taken on, with what was said in it. */
export const talk = (...drafted: readonly Drafted[]): Partial<PanelState> => ({
  ...live,
  conversation: conversation('open'),
  entries: logOf(...drafted),
  readSeq: 99,
});
