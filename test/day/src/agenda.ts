type Task = () => Promise<void> | void;
type Entry = { at: number; order: number; task: Task };

/** What is to happen when. Those of one time happen together. */
export interface Agenda {
  add: (at: number, task: Task) => void;
  /** The next time something happens, and all that happens then; `null`: nothing more. */
  next: () => { at: number; tasks: Task[] } | null;
}

const isBefore = (one: Entry, other: Entry): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

/** Makes an empty agenda. */
export const createAgenda = (): Agenda => {
  const entries: Entry[] = [];
  let order = 0;
  return {
    add: (at, task) => {
      const entry = { at, order: (order += 1), task };
      const place = entries.findLastIndex((each) => !isBefore(entry, each));
      entries.splice(place + 1, 0, entry);
    },
    next: () => {
      const [first] = entries;
      if (!first) return null;
      const later = entries.findIndex(({ at }) => at > first.at);
      const due = entries.splice(0, later === -1 ? entries.length : later);
      return { at: first.at, tasks: due.map(({ task }) => task) };
    },
  };
};
