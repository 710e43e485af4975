import type { Author, DraftId, EntryDataOf, Part } from '@shopbell/protocol';
import { endedSentence, type HeldChange, type HeldRow } from '../store/held-row.ts';
import type { ConversationState, Draft } from '../store/store.ts';
import { conflict, type Decision } from './decision.ts';
import { closedMessage, decideReply } from './staff.ts';

const entryOf = (data: EntryDataOf<'draft'>): Draft => ({ type: 'draft', data, audience: 'staff' });

/** Holds a reply back until somebody else releases it. */
export const decideHold = (
  { status }: ConversationState,
  { id, parts, dueAt }: { id: DraftId; parts: Part[]; dueAt: number },
): Decision => {
  const body = `hold ${JSON.stringify(parts)}`;
  if (status === 'closed') return conflict(closedMessage, body);
  return {
    ok: true,
    drafts: [entryOf({ draft: id, step: 'held', parts, dueAt })],
    body,
    held: { id, begin: { parts, dueAt } },
    expect: { status: ['queued', 'open'] },
  };
};

type Release = { parts: Part[] | undefined; comment: string | undefined; releasedBy: Author };

/**
 * Sends a draft as its author’s reply. What staff read of the release comes last: beside the message nothing of the
 * append, not even a nonce, is another than in a reply that was never held.
 */
export const decideRelease = (
  state: ConversationState,
  row: HeldRow,
  { parts, comment, releasedBy: { id: releaser, name } }: Release,
): Decision => {
  const { id, by } = row;
  const body = `release ${id} ${JSON.stringify([parts ?? null, comment ?? null])}`;
  if (row.state !== 'held') return conflict(endedSentence(row.state), body);
  const reply = decideReply(state, { by, parts: parts ?? row.parts });
  if (!reply.ok) return { ...reply, body };
  const isEdited = parts !== undefined && JSON.stringify(parts) !== JSON.stringify(row.parts);
  const released = entryOf({
    draft: id,
    step: 'released',
    releasedBy: { id: releaser as `agt_${string}`, name },
    ...(comment === undefined ? {} : { comment }),
    ...(isEdited ? { edited: true } : {}),
  });
  const [first, ...rest] = reply.drafts;
  return { ...reply, drafts: [first, ...rest, released], body, held: { id, begin: null, end: 'released' } };
};

/** Gives a draft back, or takes it back. Nobody but staff hears of it. */
export const decideEnd = (
  row: HeldRow,
  { end, comment }: { end: 'returned' | 'withdrawn'; comment?: string | undefined },
): Decision => {
  const { id } = row;
  const body = `${end} ${id} ${comment ?? ''}`;
  if (row.state !== 'held') return conflict(endedSentence(row.state), body);
  const change: HeldChange = { id, begin: null, end };
  return {
    ok: true,
    drafts: [entryOf({ draft: id, step: end, ...(comment === undefined ? {} : { comment }) })],
    body,
    held: change,
  };
};
