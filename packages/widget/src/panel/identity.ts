import type { AnyEntry, Entry } from '@shopbell/protocol';

/** A step of proving a mail address; `isAsked`: the last question, with everything that came of it. */
export type IdentityItem = {
  kind: 'identity';
  key: string;
  isAsked: boolean;
  steps: readonly [Entry<'identity'>, ...Entry<'identity'>[]];
};

/** What an entry stands for in the list; `null` for a step told with the question. */
export const identityOf = (entry: Entry<'identity'>, entries: readonly AnyEntry[]): IdentityItem | null => {
  const all = entries.filter((each): each is Entry<'identity'> => each.type === 'identity');
  const from = all.findLastIndex(({ data }) => data.step === 'asked');
  const at = all.indexOf(entry);
  if (from >= 0 && at > from) return null;
  const isAsked = at === from;
  return {
    kind: 'identity',
    key: `identity ${entry.seq}`,
    isAsked,
    steps: [entry, ...(isAsked ? all.slice(from + 1) : [])],
  };
};
