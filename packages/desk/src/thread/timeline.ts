import type { AnyEntry, Entry, UnknownEntry } from '@shopbell/protocol';
import { tellDraft, type HeldStory } from '../held/story.ts';
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
  | { kind: 'held'; key: string; at: number; story: HeldStory; isFollowed: boolean }
  | { kind: 'unknown'; key: string; entry: UnknownEntry };

/** Messages of one author within this time stand together under one name. */
const groupMs = 5 * 60_000;

const continues = (before: AnyEntry | undefined, entry: Entry<'message'>): boolean =>
  before?.type === 'message' && before.by.id === entry.by.id && entry.at - before.at < groupMs;

/** Entries that are each a step of something. */
type Step = Entry<'action'> | Entry<'draft'>;

const itemOf = (entry: Exclude<AnyEntry, Step>, before: AnyEntry | undefined): TimelineItem => {
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

const isStep = (entry: AnyEntry): entry is Step => entry.type === 'action' || entry.type === 'draft';
const idOf = (step: Step): string => (step.type === 'action' ? step.data.action : step.data.draft);

const stepsById = (entries: readonly AnyEntry[]): Map<string, Step[]> => {
  const of = new Map<string, Step[]>();
  for (const entry of entries) {
    if (!isStep(entry)) continue;
    const steps = of.get(idOf(entry));
    if (steps) steps.push(entry);
    else of.set(idOf(entry), [entry]);
  }
  return of;
};

const isAction = (entry: Step): entry is Entry<'action'> => entry.type === 'action';
const isDraft = (entry: Step): entry is Entry<'draft'> => entry.type === 'draft';

/** Steps of one thing, told as its story. */
const storyOf = (first: Step, more: readonly Step[]): TimelineItem => {
  const { at } = first;
  if (isDraft(first)) {
    const story = tellDraft(first, more.filter(isDraft));
    return { kind: 'held', key: story.draft, at, story, isFollowed: false };
  }
  const story = tellAction(first, more.filter(isAction));
  return { kind: 'action', key: story.action, at, story };
};

/** What was returned and written anew since: nobody waits for its author any more. */
const markFollowed = (items: readonly TimelineItem[]): void => {
  const held = items.filter((item) => item.kind === 'held');
  for (const item of held)
    item.isFollowed = held.some(
      ({ story }) => story.by?.id === item.story.by?.id && story.firstSeq > item.story.lastSeq,
    );
};

/** What to draw for entries in order: days parted, each action and each draft told once, where it began. */
export const timeline = (entries: readonly AnyEntry[]): TimelineItem[] => {
  const steps = stepsById(entries);
  const items: TimelineItem[] = [];
  let before: AnyEntry | undefined;
  for (const entry of entries) {
    const [first, ...more] = (isStep(entry) && steps.get(idOf(entry))) || [];
    // A later step of what has been told already: its story stands where it began.
    if (first && first !== entry) continue;
    // What was erased together is one line.
    if (entry.type === 'erased' && before?.type === 'erased') continue;
    if (!before || dayOf(before.at) !== dayOf(entry.at)) {
      items.push({ kind: 'day', key: `d${dayOf(entry.at)}`, at: entry.at });
      before = undefined;
    }
    if (!isStep(entry)) items.push(itemOf(entry, before));
    else if (first) items.push(storyOf(first, more));
    before = entry;
  }
  markFollowed(items);
  return items;
};
