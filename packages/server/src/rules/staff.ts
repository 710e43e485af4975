import type { Author, CannedRef, EntryDataOf, OutcomeData, Part, StoredFile } from '@shopbell/protocol';
import type { ConversationState, Draft } from '../store/store.ts';
import { bodyOf } from '../store/body.ts';
import { conflict, type Decision } from './decision.ts';
import { previewOf } from './preview.ts';

type Assignee = { id: string; name: string };

const status = (value: EntryDataOf<'status'>['status']): Draft => ({
  type: 'status',
  data: { status: value },
  audience: 'everyone',
});
const assignment = (to: Assignee | null): Draft => ({
  type: 'assignment',
  data: { to },
  audience: 'everyone',
});
const isHandling = ({ kind }: Author): boolean => kind === 'agent' || kind === 'bot';
/** Why nothing is said in a closed conversation. */
export const closedMessage = 'The conversation is closed. Reopen it first.';

/** Somebody of the shop answers: a queued conversation opens, and is the replier’s when it is nobody’s. */
export const decideReply = (
  state: ConversationState,
  { by, parts, canned }: { by: Author; parts: Part[]; canned?: CannedRef | undefined },
): Decision => {
  const madeFrom = canned ? { staffData: { canned } } : {};
  const message: Draft = { type: 'message', data: { parts }, audience: 'everyone', ...madeFrom };
  if (state.status === 'closed') {
    return conflict(closedMessage, bodyOf(message));
  }
  const patch = { waitingSince: null, preview: previewOf(by.kind, parts) };
  if (state.status === 'open') {
    return { ok: true, drafts: [message], patch, expect: { status: 'open' } };
  }
  const taker = state.assignee === null && isHandling(by) ? { id: by.id, name: by.name } : null;
  const opening: Draft[] = taker ? [assignment(taker)] : [];
  return {
    ok: true,
    drafts: [status('open'), ...opening, message],
    main: 1 + opening.length,
    patch: { ...patch, status: 'open', ...(taker ? { assignee: taker } : {}) },
    expect: { status: 'queued', assigneeId: state.assignee?.id ?? null },
  };
};

/** Who has it from here on. Somebody: a queued conversation opens. Nobody: an open one goes back to the queue. */
export const decideAssign = (state: ConversationState, { to }: { to: Assignee | null }): Decision => {
  const body = `assign ${to?.id ?? ''}`;
  if (state.status === 'closed') return conflict(closedMessage, body);
  const next = to ? 'open' : 'queued';
  const moves = next !== state.status;
  return {
    ok: true,
    drafts: moves ? [assignment(to), status(next)] : [assignment(to)],
    body,
    patch: { assignee: to, ...(moves ? { status: next } : {}) },
    expect: { status: state.status },
  };
};

/** Ends it; what came of it, if given, is for staff alone and stands in the same append. */
export const decideClose = (
  state: ConversationState,
  { outcome }: { outcome?: OutcomeData | undefined },
): Decision => {
  const body = `close ${JSON.stringify(outcome ?? null)}`;
  if (state.status === 'closed') return conflict('The conversation is closed already.', body);
  const recorded: Draft[] = outcome ? [{ type: 'outcome', data: outcome, audience: 'staff' }] : [];
  const [first, ...rest] = [...recorded, status('closed')];
  return {
    ok: true,
    drafts: [first ?? status('closed'), ...rest],
    main: recorded.length,
    body,
    patch: { status: 'closed', waitingSince: null },
    expect: { status: ['queued', 'open'] },
  };
};

/** Opens a closed one again, for whoever had it; nobody: it is queued. */
export const decideReopen = (state: ConversationState): Decision => {
  if (state.status !== 'closed') return conflict('The conversation is not closed.', 'reopen');
  return {
    ok: true,
    drafts: [status('reopened')],
    body: 'reopen',
    patch: { status: state.assignee ? 'open' : 'queued' },
    expect: { status: 'closed', assigneeId: state.assignee?.id ?? null },
  };
};

/** A note for staff, at any time. */
export const decideNote = (
  _: ConversationState,
  { text, files = [] }: { text: string; files?: StoredFile[] },
): Decision => ({
  ok: true,
  drafts: [{ type: 'note', data: { text, ...(files.length > 0 ? { files } : {}) }, audience: 'staff' }],
});

/** What came of it, for the record, at any time. */
export const decideOutcome = (_: ConversationState, { outcome }: { outcome: OutcomeData }): Decision => ({
  ok: true,
  drafts: [{ type: 'outcome', data: outcome, audience: 'staff' }],
});
