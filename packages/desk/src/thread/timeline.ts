import type { AnyEntry, Entry, UnknownEntry } from '@shopbell/protocol';
import type { ServiceType } from './service-view.tsx';
import { tellAction, type ActionStory } from './stories.ts';

/** The entries that are told in one quiet line. */
export type LineType = 'status' | 'assignment' | 'identity' | 'followup' | 'erased';

/** One thing to draw in a conversation. `key` is stable while entries are added on either end. */
export type TimelineItem =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'message'; key: string; entry: Entry<'message'>; isFirstOfGroup: boolean }
  | { kind: 'note'; key: string; entry: Entry<'note'> }
  | { kind: 'line'; key: string; entry: Entry<LineType> }
  | { kind: 'service'; key: string; entry: Entry<ServiceType> }
  | { kind: 'outcome'; key: string; entry: Entry<'outcome'> }
  | { kind: 'action'; key: string; at: number; story: ActionStory }
  | { kind: 'unknown'; key: string; entry: UnknownEntry };

/** Messages of one author within this time stand together under one name. */
const groupMs = 5 * 60_000;

const continues = (before: AnyEntry | undefined, entry: Entry<'message'>): boolean =>
  before?.type === 'message' && before.by.id === entry.by.id && entry.at - before.at < groupMs;

const itemOf = (entry: Exclude<AnyEntry, Entry<'action'>>, before: AnyEntry | undefined): TimelineItem => {
  const key = `e${entry.seq}`;
  switch (entry.type) {
    case 'message':
      return { kind: 'message', key, entry, isFirstOfGroup: !continues(before, entry) };
    case 'note':
      return { kind: 'note', key, entry };
    case 'status':
    case 'assignment':
    case 'identity':
    case 'followup':
    case 'erased':
      return { kind: 'line', key, entry };
    case 'form':
    case 'rating':
    case 'greeting':
      return { kind: 'service', key, entry };
    case 'outcome':
      return { kind: 'outcome', key, entry };
    case 'unknown':
      return { kind: 'unknown', key, entry };
    default:
      return entry satisfies never;
  }
};

const dayOf = (at: number): string => new Date(at).toDateString();

const actionSteps = (entries: readonly AnyEntry[]): Map<string, Entry<'action'>[]> => {
  const of = new Map<string, Entry<'action'>[]>();
  for (const entry of entries) {
    if (entry.type !== 'action') continue;
    const steps = of.get(entry.data.action);
    if (steps) steps.push(entry);
    else of.set(entry.data.action, [entry]);
  }
  return of;
};

/** What to draw for entries in order: days parted, each action told once, where it began. */
export const timeline = (entries: readonly AnyEntry[]): TimelineItem[] => {
  const steps = actionSteps(entries);
  const items: TimelineItem[] = [];
  let before: AnyEntry | undefined;
  for (const entry of entries) {
    const own = entry.type === 'action' ? steps.get(entry.data.action) : undefined;
    const [first, ...more] = own ?? [];
    // A later step of an action that has been told already: its story stands where it began.
    if (first && first !== entry) continue;
    // What was erased together is one line.
    if (entry.type === 'erased' && before?.type === 'erased') continue;
    if (!before || dayOf(before.at) !== dayOf(entry.at)) {
      items.push({ kind: 'day', key: `d${dayOf(entry.at)}`, at: entry.at });
      before = undefined;
    }
    if (entry.type !== 'action') items.push(itemOf(entry, before));
    else if (first) {
      const story = tellAction(first, more);
      items.push({ kind: 'action', key: story.action, at: entry.at, story });
    }
    before = entry;
  }
  return items;
};
