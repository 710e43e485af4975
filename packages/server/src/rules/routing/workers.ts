import type { ChosenState, Role, Routing, Work } from '@shopbell/protocol';
import type { Need } from './need.ts';

/** Somebody who may be given conversations. `routedAt`: when they were given one last, 0: never. */
export type Worker = Work & {
  id: string;
  name: string;
  skills: readonly string[];
  teams: ReadonlySet<string>;
  routedAt: number;
};

/** What is kept of somebody: what they said last, and when; when they were last known to be there. */
export type WorkerRow = {
  person: string;
  state: ChosenState;
  since: number;
  seenAt: number;
  routedAt: number;
};

/** Somebody of the shop, and what is known of them. No `row`: they have not been here yet. */
export type Colleague = {
  id: string;
  name: string;
  role: Role;
  isOnline: boolean;
  load: number;
  row: WorkerRow | undefined;
};

const given: ReadonlySet<Role> = new Set(['agent', 'supervisor', 'admin']);

/** Whether somebody of this role is ever given conversations. */
export const isGiven = (role: Role): boolean => given.has(role);

/** What somebody is taken to have said before they said anything: who answers is there for it, who supervises says so. */
export const firstState = (role: Role): ChosenState => (role === 'agent' ? 'available' : 'away');

/** Who was away before they left has been gone since then. */
const goneSince = (row: WorkerRow | undefined): number | undefined =>
  row?.state === 'away' ? Math.min(row.since, row.seenAt) : row?.seenAt;

/** How somebody stands as the shop’s settings and their own word have it. */
export const workerOf = (
  { capacity, people, teams }: Pick<Routing, 'capacity' | 'people' | 'teams'>,
  { id, name, role, isOnline, load, row }: Colleague,
): Worker => {
  const own = people.find((each) => each.id === id);
  const state = isOnline ? (row?.state ?? firstState(role)) : 'offline';
  const since = (isOnline ? row?.since : goneSince(row)) ?? 0;
  return {
    id,
    name,
    state,
    since,
    load,
    capacity: own?.capacity ?? capacity,
    skills: own?.skills ?? [],
    teams: new Set(
      teams.filter(({ people: members }) => members.includes(id as never)).map((team) => team.id),
    ),
    routedAt: row?.routedAt ?? 0,
  };
};

/** Whether they can give what a conversation needs, whatever they have to do just now. */
export const canGive = ({ teams, skills }: Pick<Worker, 'teams' | 'skills'>, need: Need): boolean =>
  (need.team === null || teams.has(need.team)) && need.skills.every((skill) => skills.includes(skill));

/** Whether another one can be given to them now. */
export const hasRoom = ({ state, load, capacity }: Worker): boolean =>
  state === 'available' && load < capacity;
