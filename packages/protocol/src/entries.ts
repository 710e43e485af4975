import { z } from 'zod';
import { PlanShown } from './actions.ts';
import { CannedRef } from './canned.ts';
import { Card } from './cards.ts';
import { DraftData } from './drafts.ts';
import { ActionId, At, ConversationId, Json, Label, Seq, text } from './fields.ts';
import { StoredFile } from './files.ts';
import { FollowupData } from './followups.ts';
import { FormData } from './forms.ts';
import { sizes } from './limits.ts';
import { Parts } from './parts.ts';
import { Author } from './people.ts';
import { GreetingData, RatingData } from './shop-settings.ts';

/** The answer to a choices card: which card, which value. The label is the message’s text. */
export const Choice = z.strictObject({ card: z.string().min(1).max(40), value: z.string().min(1).max(80) });

export const MessageData = z.strictObject({ parts: Parts, choice: Choice.optional() });
export const NoteData = z.strictObject({
  text: text(sizes.noteMaxChars),
  files: z.array(StoredFile).min(1).max(sizes.partsMax).optional(),
});

/** Who has the conversation from here on; `null`: nobody. */
export const AssignmentData = z.strictObject({
  to: z.strictObject({ id: z.string().max(60), name: z.string().max(sizes.nameMaxChars) }).nullable(),
});
export const StatusData = z.strictObject({ status: z.enum(['queued', 'open', 'closed', 'reopened']) });

/** The steps an action can be at; PROTOCOL.md has the picture. */
export const ActionStep = z.enum([
  'requested',
  'planned',
  'confirmed',
  'approved',
  'running',
  'succeeded',
  'failed',
  'unknown',
  'verified',
  'unverified',
  'declined',
  'expired',
  'cancelled',
  'refused',
]);
export type ActionStep = z.infer<typeof ActionStep>;

/** One step of an action. What only staff may see of it is in the entry’s `staffData`. */
export const ActionData = z.strictObject({
  action: ActionId,
  name: z.string().min(1).max(80),
  title: Label,
  step: ActionStep,
  /** Of the result. */
  card: Card.optional(),
  /** With `planned`: what would happen, and who has to agree. */
  plan: PlanShown.optional(),
  /** No step follows this one. */
  end: z.literal(true).optional(),
});
/** The part of an action’s step that no shopper’s side receives. */
export const ActionStaffData = z.strictObject({
  input: Json.optional(),
  output: Json.optional(),
  error: z.strictObject({ code: z.string().max(60), message: z.string().max(500) }).optional(),
});

/** What no shopper’s side receives of a message: the canned response it was made from. */
export const MessageStaffData = z.strictObject({ canned: CannedRef.optional() });

/** A step of proving a mail address. The address is masked (`l•••@example.com`); the code is never written down. */
export const IdentityData = z.strictObject({
  step: z.enum(['asked', 'sent', 'proved', 'failed']),
  address: z.string().min(1).max(260).optional(),
  /** With `failed`: too many wrong codes, or none could be sent. */
  why: z.enum(['tries', 'sending']).optional(),
});

/** What came of the conversation, for the record. */
export const OutcomeData = z.strictObject({
  reason: Label,
  resolution: z.enum(['solved', 'answered', 'referred', 'unsolved', 'spam']),
  note: text(sizes.noteMaxChars).optional(),
  actions: z.array(ActionId).max(50).optional(),
});
export type OutcomeData = z.infer<typeof OutcomeData>;

/** What stands in the place of an entry that was erased, and since when. */
export const ErasedData = z.strictObject({ at: At });

/** Each type of entry and what it carries. */
export const entryData = {
  message: MessageData,
  note: NoteData,
  assignment: AssignmentData,
  status: StatusData,
  action: ActionData,
  outcome: OutcomeData,
  identity: IdentityData,
  followup: FollowupData,
  form: FormData,
  rating: RatingData,
  greeting: GreetingData,
  draft: DraftData,
  erased: ErasedData,
} as const;
export type EntryType = keyof typeof entryData;
export type EntryDataOf<T extends EntryType> = z.infer<(typeof entryData)[T]>;

/** What only staff may see of an entry, by its type; other types have nothing of the kind. */
const staffData = { action: ActionStaffData, message: MessageStaffData } as const;
type StaffDataOf<T extends EntryType> = T extends keyof typeof staffData
  ? z.infer<(typeof staffData)[T]>
  : never;

const head = {
  conversation: ConversationId,
  seq: Seq,
  publicSeq: Seq.optional(),
  at: At,
  by: Author,
  audience: z.enum(['everyone', 'staff']),
  /** The sender’s nonce; entries stored together with it have it with a suffix. */
  nonce: z.string().min(1).max(80),
};
export type Audience = 'everyone' | 'staff';

const entry = <T extends EntryType>(type: T) =>
  z.object({
    ...head,
    type: z.literal(type),
    data: entryData[type],
    ...(type in staffData ? { staffData: staffData[type as keyof typeof staffData].optional() } : {}),
  });

/**
 * An entry as it is read. To staff, `seq` is the whole log’s numbering and `publicSeq` stands where a shopper sees
 * the entry too; to a shopper, `seq` is the public numbering and there is no `publicSeq` and no `staffData`.
 */
export const KnownEntry = z.discriminatedUnion('type', [
  entry('message'),
  entry('note'),
  entry('assignment'),
  entry('status'),
  entry('action'),
  entry('outcome'),
  entry('identity'),
  entry('followup'),
  entry('form'),
  entry('rating'),
  entry('greeting'),
  entry('draft'),
  entry('erased'),
]);
/** An entry of a type, or with data, that this version does not know: shown as such, never thrown at. */
export type UnknownEntry = Omit<Entry<'message'>, 'type' | 'data'> & {
  type: 'unknown';
  wireType: string;
  data: unknown;
};

/** One entry, or one of one type. */
export type Entry<T extends EntryType = EntryType> = {
  [K in T]: {
    conversation: ConversationId;
    seq: number;
    publicSeq?: number;
    at: number;
    by: Author;
    audience: Audience;
    nonce: string;
    type: K;
    data: EntryDataOf<K>;
    staffData?: StaffDataOf<K>;
  };
}[T];
export type AnyEntry = Entry | UnknownEntry;

/** Reads an entry from the wire: checked, or `unknown`. Refuses (`null`) only what has no proper head. */
export const readEntry = (wire: unknown): AnyEntry | null => {
  const known = KnownEntry.safeParse(wire);
  if (known.success) return known.data as Entry;
  const anyHead = z.object({ ...head, type: z.string(), data: z.unknown() }).safeParse(wire);
  if (!anyHead.success) return null;
  const { type, ...rest } = anyHead.data;
  return { ...rest, type: 'unknown', wireType: type } as UnknownEntry;
};
