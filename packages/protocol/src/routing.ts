import { z } from 'zod';
import { AgentId, Label } from './fields.ts';
import { Capacity } from './work.ts';

const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and dashes');
const Skills = z.array(name).max(20);
const dayMs = 86_400_000;

const Rule = z.strictObject({
  /** All that is given has to be so. */
  when: z.strictObject({
    /** The path of the page the conversation began on, with `*` for anything: `/returns/*`. */
    page: z.string().min(1).max(200).optional(),
    /** Only who is signed in at the shop, or only who is not. */
    signedIn: z.boolean().optional(),
  }),
  /** Only somebody of this team gets it … */
  team: name.optional(),
  /** … who has all of these skills. */
  skills: Skills.default([]),
});

const isUnique = (all: readonly { id: string }[]): boolean =>
  new Set(all.map(({ id }) => id)).size === all.length;

/** How conversations come to people by themselves. What is left out has the value that is named here. */
export const Routing = z
  .strictObject({
    /** Who gets the next one, of those who can: who has most room, or who has waited longest for one. */
    order: z.enum(['least_busy', 'round_robin']).default('least_busy'),
    /** How many open conversations somebody has at most by routing, unless `people` says otherwise. */
    capacity: Capacity.default(4),
    /** A shopper who comes back gets whom they had, if that one has room. */
    sticky: z.boolean().default(true),
    /** Who has waited so long is for anybody, whatever team and skills were asked for. Absent: never. */
    overflowMs: z.int().min(0).max(dayMs).optional(),
    /** A shopper who waits goes back to the queue when whoever has them has been away or offline for so long. */
    returnMs: z.int().min(1_000).max(dayMs).default(120_000),
    /** Outside the shop’s hours, conversations wait in the queue, or are given to who is available all the same. */
    outsideHours: z.enum(['wait', 'give']).default('wait'),
    teams: z
      .array(z.strictObject({ id: name, name: Label, people: z.array(AgentId).max(200) }))
      .max(50)
      .refine(isUnique, 'each needs an id of its own')
      .default([]),
    people: z
      .array(z.strictObject({ id: AgentId, capacity: Capacity.optional(), skills: Skills.default([]) }))
      .max(500)
      .refine(isUnique, 'each stands there once')
      .default([]),
    /** The first that fits says what a conversation needs; none: anybody may have it. */
    rules: z.array(Rule).max(50).default([]),
  })
  .refine(
    ({ teams, rules }) =>
      rules.every(({ team }) => team === undefined || teams.some(({ id }) => id === team)),
    { path: ['rules'], message: 'a rule names a team that there is not' },
  );
export type Routing = z.infer<typeof Routing>;
