import type { AgentCommands, ConversationId, ShopperCommands } from '@shopbell/protocol';
import type { Appended } from '../log/log.ts';
import type { EntryPage } from '../store/store.ts';

type WireEntries = AgentCommands['entries:list']['output']['entries'];
type Stored = ShopperCommands['message:send']['output'];

/** Entries as they were stored, for a reply. */
export const entriesOf = (page: EntryPage): WireEntries =>
  page.entries.map((wire) => JSON.parse(wire) as WireEntries[number]);

/** Up to where a conversation is erased, for a reply; nothing where nothing is. */
export const erasedIn = ({ erasedSeq }: EntryPage): { erased?: number } =>
  erasedSeq === 0 ? {} : { erased: erasedSeq };

/** The place of what was sent, in the staff’s numbering. */
export const storedForStaff = ({ entry }: Appended): Stored => ({
  conversation: entry.conversation,
  seq: entry.seq,
  at: entry.at,
});

/** The place of what was sent, in the only numbering a shopper gets. */
export const storedForShopper = ({ entry }: Appended): Stored => ({
  conversation: entry.conversation,
  seq: entry.publicSeq ?? 0,
  at: entry.at,
});

/** The conversations a request names as the keys of an object. */
export const conversationsIn = (after: Record<string, number>): ConversationId[] =>
  Object.keys(after) as ConversationId[];
