import type { ActionId, DraftId, FileId, FollowupId } from '@shopbell/protocol';
import { contentDigest } from './chain.ts';

/** An entry as it is read to be erased. */
export type ErasableRow = {
  seq: number;
  public_seq: number | null;
  author: string;
  nonce: string;
  type: string;
  data: string;
  staff_data: string | null;
  digest: Uint8Array | null;
};
/** What is left of it. */
export type ErasedColumns = {
  author: string;
  nonce: string;
  type: 'erased';
  data: string;
  staff_data: null;
  digest: Uint8Array;
};

/** A step erases at most so many entries … */
export const entriesPerStep = 32;
/** … and stops after so many characters of them: a page of long ones would hold up an append. */
const charsPerStep = 262_144;

/** An author’s JSON without the name: what they are, and the id that means nothing elsewhere. */
export const nameless = (author: string): string => {
  const { kind, id } = JSON.parse(author) as { kind: string; id: string };
  return JSON.stringify({ kind, id, name: '' });
};

/** The id of an entry’s author. */
export const authorId = (author: string): string => (JSON.parse(author) as { id: string }).id;

/**
 * What is left of an entry: its place and the digest of its content. The nonce, which salts the digest, is gone too; what
 * stands instead tells nothing but the place a reader knows.
 */
export const erasedColumns = (row: ErasableRow, at: number): ErasedColumns => ({
  author: nameless(row.author),
  nonce: row.public_seq === null ? `erased_staff_${row.seq}` : `erased_${row.public_seq}`,
  type: 'erased',
  data: JSON.stringify({ at }),
  staff_data: null,
  digest: row.digest ?? contentDigest({ ...row, staffData: row.staff_data }),
});

/** Those of the rows that one step erases: at least one. */
export const oneStep = <R extends ErasableRow>(rows: readonly R[]): R[] => {
  let chars = 0;
  return rows.slice(0, entriesPerStep).filter(({ data, staff_data }, index) => {
    const isWithin = index === 0 || chars < charsPerStep;
    chars += data.length + (staff_data?.length ?? 0);
    return isWithin;
  });
};

const named = (rows: readonly ErasableRow[], type: string, field: string): string[] => [
  ...new Set(
    rows.flatMap((row) => {
      if (row.type !== type) return [];
      const id = (JSON.parse(row.data) as Record<string, unknown>)[field];
      return typeof id === 'string' ? [id] : [];
    }),
  ),
];

/** The actions whose steps are among the rows. */
export const actionsIn = (rows: readonly ErasableRow[]): ActionId[] =>
  named(rows, 'action', 'action') as ActionId[];
/** The follow-ups that are. */
export const followupsIn = (rows: readonly ErasableRow[]): FollowupId[] =>
  named(rows, 'followup', 'followup') as FollowupId[];

/** The drafts that are. */
export const draftsIn = (rows: readonly ErasableRow[]): DraftId[] =>
  named(rows, 'draft', 'draft') as DraftId[];

type Named = { parts?: readonly { file?: { id: FileId } }[]; files?: readonly { id: FileId }[] };

/** The entries that name files. */
const namesFiles: ReadonlySet<string> = new Set(['message', 'note', 'draft']);

/** The files that messages, notes and drafts among the rows name. */
export const filesIn = (rows: readonly ErasableRow[]): FileId[] =>
  rows.flatMap(({ type, data }) => {
    if (!namesFiles.has(type)) return [];
    const { parts = [], files = [] } = JSON.parse(data) as Named;
    return [...parts.flatMap(({ file }) => file ?? []), ...files].map(({ id }) => id);
  });
