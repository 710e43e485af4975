import type { AgentCommands, AgentId, FollowupId } from '@shopbell/protocol';
import { decideFollowup, decideFollowupDone } from '../rules/followups.ts';
import type { FollowupRow } from '../store/followup-row.ts';
import { newId } from '../store/ids.ts';
import type { StoredEntry } from '../store/store.ts';
import { appendTo, notFound, type StaffContext, type StaffHandlers } from './context.ts';
import { storedForStaff } from './reply-data.ts';

type Parsed<K extends keyof AgentCommands> = AgentCommands[K]['parsed'];

/** Who sees to it: a colleague who is there. */
const ownerOf = async ({ store, identity }: StaffContext, id: Parsed<'followup:add'>['owner']) => {
  if (!id) return null;
  const person = await store.person(identity.shop, id);
  if (!person || person.removedAt !== null || person.kind === 'office') throw notFound('colleague');
  return { id, name: person.name };
};

/** The id it was given when it was first sent, also for what is a repetition. */
const followupIn = ({ wire }: StoredEntry): FollowupId =>
  (JSON.parse(wire.staff) as { data: { followup: FollowupId } }).data.followup;

/** `followup:add`. */
export const addFollowup: StaffHandlers['followup:add'] = async (context, given) => {
  const { text, dueAt, action, owner: ownerId, ...place } = given;
  const owner = await ownerOf(context, ownerId);
  const about = action === undefined ? null : await context.store.action(action);
  const isElsewhere = about?.shop !== context.identity.shop || about.conversation !== place.conversation;
  if (action !== undefined && isElsewhere) throw notFound('action');
  const change = { id: newId('flw'), begin: { text, dueAt, owner, action } };
  const appended = await appendTo(context, place, () => decideFollowup(change));
  return { ...storedForStaff(appended), followup: followupIn(appended.entry) };
};

/** `followup:finish`. */
export const finishFollowup: StaffHandlers['followup:finish'] = async (
  context,
  { followup, nonce, note },
) => {
  const row = await context.store.followup(followup);
  if (row?.shop !== context.identity.shop) throw notFound('follow-up');
  const { conversation } = row;
  return storedForStaff(
    await appendTo(context, { conversation, nonce }, () => decideFollowupDone(row, { note })),
  );
};

const shown = ({ shop: _shop, ...followup }: FollowupRow) => followup;

/** `followup:list`. */
export const listFollowups: StaffHandlers['followup:list'] = async ({ store, identity }, query) => {
  const { owner, ...rest } = query;
  const mine = owner === 'me' ? (identity.person.id as AgentId) : owner;
  const ownerId = mine === 'nobody' ? null : mine;
  const { followups, next } = await store.followups(identity.shop, { ...rest, ownerId });
  return { followups: followups.map(shown), next };
};
