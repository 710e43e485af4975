import { agentCommands, refuse, type AgentCommands, type DraftId, type HeldDraft } from '@shopbell/protocol';
import { times } from '@shopbell/protocol/limits';
import { decideEnd, decideHold, decideRelease } from '../rules/drafts.ts';
import type { Appended } from '../log/log.ts';
import type { HeldRow } from '../store/held-row.ts';
import { newId } from '../store/ids.ts';
import type { StoredEntry } from '../store/store.ts';
import { appendTo, authorOf, notFound, type StaffContext, type StaffHandlers } from './context.ts';
import { filesOf, storeWithFiles, wholeParts } from './files.ts';
import { storedForStaff } from './reply-data.ts';

type Parts = HeldDraft['parts'];
type Released = AgentCommands['draft:release']['parsed'];

/** The id it was given when it was first sent, also for what is a repetition. */
const draftIn = ({ wire }: StoredEntry): DraftId =>
  (JSON.parse(wire.staff) as { data: { draft: DraftId } }).data.draft;

/** The draft, if it is the shop’s. */
const draftFor = async ({ store, identity }: StaffContext, id: DraftId): Promise<HeldRow> => {
  const row = await store.heldDraft(id);
  if (row?.shop !== identity.shop) throw notFound('draft');
  return row;
};

/** `draft:hold`. */
export const holdDraft: StaffHandlers['draft:hold'] = async (context, { parts, ...to }) => {
  const { settings, identity, now } = context;
  const { dueAfterMs = times.draftDueMs } = (await settings.of(identity.shop)).settings.drafts ?? {};
  const naming = { files: filesOf(parts), ...to, audience: 'staff' } as const;
  const appended = await storeWithFiles(context, naming, (files) => {
    const held = { id: newId('drf'), parts: wholeParts(parts, files), dueAt: now() + dueAfterMs };
    return appendTo(context, to, (state) => decideHold(state, held));
  });
  return { ...storedForStaff(appended), draft: draftIn(appended.entry) };
};

/** What is to be sent instead, with the draft’s own files. */
const editedParts = (row: HeldRow, parts: Released['parts']): Parts | undefined => {
  const own = row.parts.flatMap((part) => (part.kind === 'file' ? part.file : []));
  return parts && wholeParts(parts, new Map(own.map((file) => [file.id, file])));
};

/** Appends as the draft’s author: what they wrote is theirs, whoever lets it go. */
const appendAsAuthor = (
  { decide, identity }: StaffContext,
  { row, nonce }: { row: HeldRow; nonce: string },
  release: Parameters<typeof decideRelease>[2],
): Promise<Appended> =>
  decide({ shop: identity.shop, conversation: row.conversation, by: row.by, nonce }, (state) => {
    if (!state) throw notFound('conversation');
    return decideRelease(state, row, release);
  });

/** `draft:release`: by anybody who may but its author. */
export const releaseDraft: StaffHandlers['draft:release'] = async (context, given) => {
  const { draft, nonce, comment } = given;
  const row = await draftFor(context, draft);
  if (row.by.id === context.identity.person.id)
    throw refuse('forbidden', 'You wrote this yourself: somebody else has to release it.');
  const parts = editedParts(row, given.parts);
  const files = filesOf(parts ?? row.parts);
  // Before the message is there: a shopper who has it must get its files. Without it they know of none.
  if (files.length > 0 && row.state === 'held') await context.store.showFiles(files);
  const releasedBy = authorOf(context);
  return storedForStaff(await appendAsAuthor(context, { row, nonce }, { parts, comment, releasedBy }));
};

/** `draft:return`: by anybody who may but its author, who withdraws it. */
export const returnDraft: StaffHandlers['draft:return'] = async (context, { draft, nonce, comment }) => {
  const row = await draftFor(context, draft);
  if (row.by.id === context.identity.person.id)
    throw refuse('forbidden', 'You wrote this yourself: withdraw it instead.');
  const to = { conversation: row.conversation, nonce };
  return storedForStaff(await appendTo(context, to, () => decideEnd(row, { end: 'returned', comment })));
};

/** `draft:withdraw`: by its author alone. */
export const withdrawDraft: StaffHandlers['draft:withdraw'] = async (context, { draft, nonce }) => {
  const row = await draftFor(context, draft);
  if (row.by.id !== context.identity.person.id)
    throw refuse('forbidden', 'Only whoever wrote a draft can withdraw it. A supervisor can return it.');
  const to = { conversation: row.conversation, nonce };
  return storedForStaff(await appendTo(context, to, () => decideEnd(row, { end: 'withdrawn' })));
};

const deciders: ReadonlySet<string> = new Set(agentCommands['draft:release'].roles);

const shownDraft = async ({ store }: StaffContext, row: HeldRow): Promise<HeldDraft[]> => {
  const { shop, state: _state, ...draft } = row;
  const conversation = await store.state(row.conversation);
  const shopper = conversation && (await store.shopper(shop, conversation.shopper));
  if (!shopper) return [];
  const { createdAt: _createdAt, shop: _shop, ...known } = shopper;
  return [{ ...draft, shopper: known }];
};

/** `draft:list`. */
export const listDrafts: StaffHandlers['draft:list'] = async (context, query) => {
  const { store, identity, now } = context;
  const { id, role } = identity.person;
  const whose = deciders.has(role) ? {} : { author: id };
  const { drafts, next } = await store.heldDrafts(identity.shop, { ...query, ...whose });
  const { waiting, late } = await store.countHeld(identity.shop, { at: now(), ...whose });
  const shown = await Promise.all(drafts.map((row) => shownDraft(context, row)));
  return { drafts: shown.flat(), next, waiting, late };
};
