import type { ActionRow } from '../store/action-row.ts';
import type { FollowupChange, FollowupRow } from '../store/followup-row.ts';
import type { Draft } from '../store/store.ts';
import type { Decision } from './decision.ts';
import { conflict } from './decision.ts';

type Opening = FollowupChange & { begin: NonNullable<FollowupChange['begin']> };

const draftOf = ({ id, begin }: Opening): Draft => ({
  type: 'followup',
  data: {
    followup: id,
    text: begin.text,
    dueAt: begin.dueAt,
    owner: begin.owner,
    ...(begin.action ? { action: begin.action } : {}),
    state: 'open',
  },
  audience: 'staff',
});

/** Opens a follow-up, in a conversation in whatever state. */
export const decideFollowup = (opening: Opening): Decision => {
  const { text, dueAt, owner, action } = opening.begin;
  return {
    ok: true,
    drafts: [draftOf(opening)],
    body: `followup ${JSON.stringify([text, dueAt, owner?.id ?? null, action ?? null])}`,
    followup: opening,
  };
};

/** Closes one that is open. */
export const decideFollowupDone = (row: FollowupRow, { note }: { note?: string | undefined }): Decision => {
  const { id, text, dueAt, owner, action } = row;
  const body = `finish ${id} ${note ?? ''}`;
  if (row.state === 'done') return conflict('The follow-up is done already.', body);
  const about = { followup: id, text, dueAt, owner, ...(action ? { action } : {}) };
  return {
    ok: true,
    drafts: [
      { type: 'followup', data: { ...about, state: 'done', ...(note ? { note } : {}) }, audience: 'staff' },
    ],
    body,
    followup: { id, begin: null },
  };
};

/** What an action that could not be verified leaves to do: for whoever asked for it, if that is a person. */
export const followupOf = (
  row: ActionRow,
  { id, dueAt, message }: { id: FollowupChange['id']; dueAt: number; message: string },
): { draft: Draft; change: FollowupChange } => {
  const { by } = row;
  const owner = by.kind === 'agent' ? { id: by.id as `agt_${string}`, name: by.name } : null;
  const text = `“${row.title}” could not be verified: ${message}`;
  const change = { id, begin: { text, dueAt, owner, action: row.id } };
  return { draft: draftOf(change), change };
};
