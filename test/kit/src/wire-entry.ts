import type { Heard } from './happenings.ts';

/** An entry as it comes over the wire, as far as the ledger looks into it. */
export type WireEntry = {
  conversation: string;
  seq: number;
  publicSeq?: number;
  by: { id: string };
  nonce: string;
  audience: 'everyone' | 'staff';
  type: string;
  data: { parts?: { text?: string }[]; text?: string };
};

const bodyOf = ({ data }: WireEntry): string =>
  data.parts?.map((part) => part.text ?? JSON.stringify(part)).join('\n') ??
  data.text ??
  JSON.stringify(data);

/** What the ledger writes down of an entry a reader got: of a message and a note the words, of the rest all of it. */
export const heardOf = (reader: string, entry: WireEntry): Heard => ({
  reader,
  conversation: entry.conversation,
  seq: entry.seq,
  publicSeq: entry.publicSeq,
  sender: entry.by.id,
  nonce: entry.nonce,
  audience: entry.audience,
  body: bodyOf(entry),
});
