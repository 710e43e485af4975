import type { Pending } from '@shopbell/client';
import { fill, isSameDay } from '@shopbell/look';
import type { AnyEntry, Entry, ErrorCode, Part } from '@shopbell/protocol';
import { identityOf, type IdentityItem } from './identity.ts';
import { isApart, isHere, saidSoFar, type PanelState } from './panel-state.ts';
import { storyOf, type StoryItem } from './story.ts';
import type { Words } from './words.ts';

/** How a message of the shopper’s stands. `sent` means stored for good. */
export type Standing =
  /** `isLate`: tried already, to be tried again. */
  | { name: 'pending'; isLate: boolean }
  | { name: 'slow' }
  | { name: 'refused'; code: ErrorCode }
  | { name: 'sent' }
  | { name: 'seen' };

export type MessageItem = {
  kind: 'message';
  key: string;
  isOwn: boolean;
  /** Who says it; set on the first of a group. */
  name: string | null;
  parts: readonly Part[];
  at: number;
  /** Last of its group: the time stands under it. */
  isLast: boolean;
  standing: Standing | null;
};
export type Item =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'line'; key: string; text: string }
  | StoryItem
  | IdentityItem
  | MessageItem;

/** Messages of one author closer together than this are one group. */
const groupMs = 5 * 60_000;

const statusLine = ({ data }: Entry<'status'>, words: Words): string | null => {
  switch (data.status) {
    case 'queued':
      return words.queued;
    case 'closed':
      return words.closed;
    case 'reopened':
      return words.reopened;
    case 'open':
      // Who has come is said by the assignment beside it.
      return null;
    default:
      return data.status satisfies never;
  }
};

/** How an action stands, in a line; nothing where its card says so, or its story: only what was planned gets that far. */
export const actionLine = ({ data }: Entry<'action'>, words: Words): string | null => {
  switch (data.step) {
    case 'succeeded':
    case 'verified':
    case 'unknown':
    case 'unverified':
    case 'declined':
    case 'expired':
      return null;
    case 'planned':
      return data.plan?.summary ?? fill(words.working, data.title);
    case 'requested':
    case 'confirmed':
    case 'approved':
    case 'running':
      return fill(words.working, data.title);
    case 'refused':
      return fill(words.notPossible, data.title);
    case 'failed':
    case 'cancelled':
      return fill(words[data.step], data.title);
    default:
      return data.step satisfies never;
  }
};

const lineOf = (entry: AnyEntry, words: Words): string | null => {
  switch (entry.type) {
    case 'status':
      return statusLine(entry, words);
    case 'assignment':
      return entry.data.to ? fill(words.joined, entry.data.to.name) : words.left;
    case 'action':
      return actionLine(entry, words);
    case 'erased':
      return words.erased;
    case 'unknown':
      return words.unknown;
    case 'message':
    case 'note':
    case 'outcome':
    case 'identity':
    case 'followup':
    case 'draft':
    case 'form':
    case 'rating':
    case 'greeting':
      return null;
    default:
      return entry satisfies never;
  }
};

const partsOf = (entry: AnyEntry): readonly Part[] | null => {
  if (entry.type === 'message') return entry.data.parts;
  if (entry.type === 'greeting') return [{ kind: 'text', text: entry.data.text }];
  if (entry.type === 'action' && entry.data.card) return [{ kind: 'card', card: entry.data.card }];
  return null;
};

const isOvertaken = (entry: AnyEntry, entries: readonly AnyEntry[]): boolean =>
  entry.type === 'action' &&
  entries.some(
    (later) =>
      later.type === 'action' &&
      later.data.action === entry.data.action &&
      later.seq > entry.seq &&
      // The result stays where it is when it has been checked.
      later.data.step !== 'verified',
  );

/** What of all there is is drawn. What was erased together is one line. */
const drawn = (all: readonly AnyEntry[], { from, to }: PanelState): AnyEntry[] =>
  all
    .filter(({ seq }) => seq >= from && seq <= to)
    .filter(({ type }, at, some) => type !== 'erased' || some[at - 1]?.type !== 'erased');

const entryItem = (entry: AnyEntry, { entries, seenSeq, shop }: PanelState, words: Words): Item | null => {
  const story = entry.type === 'action' ? storyOf(entry, entries) : undefined;
  if (story !== undefined) return story;
  if (entry.type === 'identity') return identityOf(entry, entries);
  if (isOvertaken(entry, entries)) return null;
  const key = String(entry.seq);
  const parts = partsOf(entry);
  if (parts) {
    // A greeting is in the entry of who answered it, and said by the shop.
    const isOwn = entry.by.kind === 'shopper' && entry.type !== 'greeting';
    const standing: Standing | null = isOwn ? { name: entry.seq <= seenSeq ? 'seen' : 'sent' } : null;
    // Who carried something out is the shop’s own business: to the shopper it is the shop.
    const isShop = entry.by.kind === 'office' || entry.by.kind === 'system' || entry.by.name === '';
    const said = entry.type === 'greeting' ? entry.data.by : isShop ? shop || words.shop : entry.by.name;
    const name = isOwn ? words.you : said;
    return { kind: 'message', key, isOwn, name, parts, at: entry.at, isLast: true, standing };
  }
  const text = lineOf(entry, words);
  return text === null ? null : { kind: 'line', key, text };
};

const pendingStanding = ({ error, delayed }: Pending): Standing => {
  if (error) return { name: 'refused', code: error.code };
  return delayed?.error.code === 'rate_limited'
    ? { name: 'slow' }
    : { name: 'pending', isLate: delayed !== undefined };
};

const ownItem = (pending: Pending, at: number, standing: Standing): ((words: Words) => MessageItem) => {
  const parts = (pending.input.parts ?? []) as readonly Part[];
  return (words) => ({
    kind: 'message',
    key: pending.nonce,
    isOwn: true,
    name: words.you,
    parts,
    at,
    isLast: true,
    standing,
  });
};

/** Whether `item` goes on with what the message before it began. */
const goesOn = (item: MessageItem, before: Item | undefined): before is MessageItem =>
  before?.kind === 'message' &&
  before.isOwn === item.isOwn &&
  before.name === item.name &&
  item.at - before.at < groupMs &&
  isSameDay(item.at, before.at);

/** Names on the first of each group, times on the last, a state only under the newest of its kind. */
const grouped = (items: readonly Item[], hasNewest: boolean): Item[] => {
  const newestStanding = items.findLast(
    (item): item is MessageItem =>
      hasNewest && item.kind === 'message' && /^s(ent|een)$/.test(item.standing?.name ?? ''),
  );
  return items.map((item, index) => {
    if (item.kind !== 'message') return item;
    const next = items[index + 1];
    const isQuiet = /^s(ent|een)$/.test(item.standing?.name ?? '') && item !== newestStanding;
    return {
      ...item,
      name: goesOn(item, items[index - 1]) ? null : item.name,
      isLast: !(next?.kind === 'message' && goesOn(next, item)),
      standing: isQuiet ? null : item.standing,
    };
  });
};

const withDays = (items: readonly Item[]): Item[] => {
  let day = 0;
  return items.flatMap((item): Item[] => {
    if (item.kind !== 'message' || isSameDay(item.at, day)) return [item];
    day = item.at;
    return [{ kind: 'day', key: `day ${item.at}`, at: item.at }, item];
  });
};

const isSaidHere = (pending: Pending, state: PanelState): boolean =>
  pending.command === 'message:send' && isHere(pending, state);

/** What stands in the list, top to bottom: entries, then what is stored but not yet back, then what waits. */
export const timeline = (state: PanelState, words: Words): Item[] => {
  const entries = saidSoFar(state);
  // What came of something may stand further down than what is drawn.
  const stored = drawn(entries, state)
    .map((entry) => entryItem(entry, { ...state, entries }, words))
    .filter((item) => item !== null);
  if (isApart(state)) return withDays(grouped(stored, false));
  const here = new Set(state.entries.map((entry) => entry.nonce));
  const back = state.acknowledged
    .filter(({ pending }) => isSaidHere(pending, state) && !here.has(pending.nonce))
    .map(({ pending, at }) => ownItem(pending, at, { name: 'sent' })(words));
  const known = new Set([...here, ...state.acknowledged.map(({ pending }) => pending.nonce)]);
  const waiting = state.pending
    .filter((pending) => isSaidHere(pending, state) && !known.has(pending.nonce))
    .map((pending) => ownItem(pending, pending.queuedAt + state.skewMs, pendingStanding(pending))(words));
  return withDays(grouped([...stored, ...back, ...waiting], true));
};

/** The value picked on a choices card, sent or still waiting. */
export const chosenOn = (card: string, state: PanelState): string | undefined => {
  const { pending, acknowledged } = state;
  const stored = saidSoFar(state).flatMap((entry) =>
    entry.type === 'message' && entry.data.choice ? [entry.data.choice] : [],
  );
  const waiting = [...acknowledged.map((item) => item.pending), ...pending].flatMap(({ input, error }) =>
    input.choice && !error ? [input.choice as { card: string; value: string }] : [],
  );
  return [...stored, ...waiting].find((choice) => choice.card === card)?.value;
};
