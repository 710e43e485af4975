import type { Routing } from '@shopbell/protocol';
import type { Append } from '@shopbell/server';

/** How somebody stands, as the day has it. */
type Standing = { isAvailable: boolean; isThere: boolean; goneSince: number; load: number };
/** How a conversation stands, as the log has it. */
type Talk = {
  status: string;
  owner: string | null;
  waitingSince: number | null;
  path: string;
  since: number;
};

/** What is seen of an append that was stored. */
export type Seen = { id: string; append: Append; now: number };

/**
 * Judges a day by what was stored, in its order, and by what is known of the people: its own reading of the rules, which shares nothing
 * with the relay’s.
 */
export interface Referee {
  hire: (id: string) => void;
  standing: (id: string) => Standing;
  /** Takes note of what was stored, in the order of the log. */
  stored: (seen: Seen) => void;
  /** Everything that could be done by now was done: whoever waits, waits for a reason. */
  settled: (now: number) => void;
  isSettled: (now: number) => boolean;
  /** Whether somebody would be free for whoever rings from there. */
  isSomebodyFree: (path: string) => boolean;
  owner: (id: string) => string | null;
  /** Conversations that wait in the queue, or for somebody who is gone. */
  unsettled: () => number;
  ended: () => void;
  readonly violations: readonly string[];
  readonly counts: Readonly<Record<'given' | 'returned' | 'overflowed' | 'sticky' | 'reopened', number>>;
}

/** Makes a referee. */
export const createReferee = (routing: Routing): Referee => {
  const people = new Map<string, Standing>();
  const talks = new Map<string, Talk>();
  const violations: string[] = [];
  const counts = { given: 0, returned: 0, overflowed: 0, sticky: 0, reopened: 0 };
  const returns = new Set<string>(routing.teams[0]?.people);
  const capacityOf = (id: string): number =>
    routing.people.find((person) => person.id === id)?.capacity ?? routing.capacity;
  const speaksFrench = (id: string): boolean =>
    routing.people.find((person) => person.id === id)?.skills.includes('french') === true;

  const canServe = (id: string, path: string): boolean => {
    if (path.startsWith('/returns/')) return returns.has(id);
    return !path.startsWith('/fr/') || speaksFrench(id);
  };
  const isOverflowed = (talk: Talk, now: number): boolean =>
    now - talk.since >= (routing.overflowMs ?? Infinity);
  const isFree = (id: string): boolean => {
    const { isAvailable, isThere, load } = standing(id);
    return isAvailable && isThere && load < capacityOf(id);
  };
  const standing = (id: string): Standing =>
    people.get(id) ?? { isAvailable: false, isThere: false, goneSince: 0, load: 0 };
  const blame = (what: string, id: string, now: number): void => {
    violations.push(`${new Date(now).toISOString().slice(11, 19)} ${id}: ${what}`);
  };

  const judgeGiving = (id: string, talk: Talk, { to, now }: { to: string; now: number }): void => {
    const { isAvailable, isThere, load } = standing(to);
    if (talk.status === 'open') blame(`given to ${to} while ${talk.owner} has it`, id, now);
    if (!isAvailable || !isThere) blame(`given to ${to}, who is not there for it`, id, now);
    if (load >= capacityOf(to)) blame(`given to ${to}, who has ${load} already`, id, now);
    const overflowed = isOverflowed(talk, now);
    if (!canServe(to, talk.path) && !overflowed)
      blame(`given to ${to}, who cannot serve ${talk.path}`, id, now);
    if (!canServe(to, talk.path) && overflowed) counts.overflowed += 1;
    for (const [other, { status, since, path }] of talks) {
      const mayHave = canServe(to, path) || now - since >= (routing.overflowMs ?? Infinity);
      if (status === 'queued' && since < talk.since && mayHave)
        blame(`${to} was given it before ${other}`, id, now);
    }
    if (talk.owner === to) counts.sticky += 1;
    counts.given += 1;
  };
  const count = (talk: Talk, by: number): void => {
    const owner = talk.status === 'open' && talk.owner !== null ? people.get(talk.owner) : undefined;
    if (owner) owner.load += by;
  };

  /** What ought to have been done about it by now; `null`: nothing. */
  const unmet = (talk: Talk, now: number): string | null => {
    const { status, path, owner, waitingSince } = talk;
    if (status === 'queued') {
      const mayHave = (person: string): boolean => canServe(person, path) || isOverflowed(talk, now);
      const free = [...people.keys()].find((person) => isFree(person) && mayHave(person));
      return free === undefined ? null : `left waiting while ${free} is free`;
    }
    if (status !== 'open' || owner === null || waitingSince === null) return null;
    const { isAvailable, isThere, goneSince } = standing(owner);
    const goneMs = now - Math.max(goneSince, waitingSince);
    return (!isAvailable || !isThere) && goneMs > routing.returnMs ? `waits for ${owner}, who is gone` : null;
  };
  const pathOf = ({ conversation }: Append): string => {
    const url = typeof conversation === 'object' ? (conversation.begin.page?.url ?? '') : '';
    return URL.canParse(url) ? new URL(url).pathname : '';
  };
  const changed = (talk: Talk, patch: NonNullable<Append['patch']>, now: number): Talk => {
    const status = patch.status ?? talk.status;
    const waitingSince = patch.waitingSince === undefined ? talk.waitingSince : patch.waitingSince;
    const owner = patch.assignee === undefined ? talk.owner : (patch.assignee?.id ?? null);
    return { ...talk, status, owner, waitingSince, since: waitingSince ?? now };
  };

  return {
    violations,
    counts,
    hire: (id) => void people.set(id, { isAvailable: false, isThere: false, goneSince: 0, load: 0 }),
    standing,
    owner: (id) => {
      const talk = talks.get(id);
      return talk?.status === 'open' ? talk.owner : null;
    },
    isSomebodyFree: (path) => [...people.keys()].some((id) => isFree(id) && canServe(id, path)),
    stored: ({ id, append, now }) => {
      const fresh = { status: 'queued', owner: null, waitingSince: null, path: pathOf(append), since: now };
      const before = talks.get(id) ?? fresh;
      const patch = append.patch ?? {};
      const isByRelay = append.by.kind === 'system';
      const to = patch.assignee?.id;
      if (isByRelay && to !== undefined) judgeGiving(id, before, { to, now });
      if (isByRelay && patch.assignee === null) counts.returned += 1;
      if (before.status === 'closed' && patch.status === 'queued') counts.reopened += 1;
      count(before, -1);
      const after = changed(before, patch, now);
      talks.set(id, after);
      count(after, 1);
      if (after.status === 'open' && after.owner === null)
        blame('neither in the queue nor anybody’s', id, now);
    },
    settled: (now) => {
      for (const [id, talk] of talks) {
        const why = unmet(talk, now);
        if (why !== null) blame(why, id, now);
      }
    },
    isSettled: (now) => [...talks.values()].every((talk) => unmet(talk, now) === null),
    unsettled: () => [...talks.values()].filter(({ status }) => status !== 'closed').length,
    ended: () => {
      for (const [id, { status }] of talks)
        if (status !== 'closed') blame(`${status} when the day is over`, id, 0);
    },
  };
};
