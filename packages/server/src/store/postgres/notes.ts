import type { ActionId, ConversationId } from '@shopbell/protocol';
import type { Note } from '../peers.ts';

/*
 * A payload is text of lines, the first of them the sender’s name; PostgreSQL takes less than 8,000 bytes:
 *
 *     relay_4f…            from whom
 *     c cnv_… 12           a conversation has changed, up to this seq
 *     a act_…              an action has moved
 *     p                    somebody came or went
 *     m relay_…            there is mail for a relay
 *     s cnv_… staff typing:changed {"…"}
 */

const payloadMostBytes = 7_900;

const lineOf = (note: Note): string => {
  switch (note.kind) {
    case 'changed':
      return `c ${note.conversation} ${note.seq}`;
    case 'action':
      return `a ${note.action}`;
    case 'presence':
      return 'p';
    case 'mail':
      return `m ${note.to}`;
    case 'signal':
      return `s ${note.conversation} ${note.side} ${note.event} ${note.json}`;
    default:
      return note satisfies never;
  }
};

const signalPattern = /^s (cnv_\S+) (shopper|staff) (\S+) (.*)$/s;

/** A line’s note; `null` where it is a newer relay’s. */
const noteOf = (line: string): Note | null => {
  const [kind, name = '', seq = ''] = line.split(' ', 3);
  if (kind === 'c') return { kind: 'changed', conversation: name as ConversationId, seq: Number(seq) };
  if (kind === 'a') return { kind: 'action', action: name as ActionId };
  if (kind === 'p') return { kind: 'presence' };
  if (kind === 'm') return { kind: 'mail', to: name };
  const [, conversation, side, event, json] = signalPattern.exec(line) ?? [];
  if (conversation === undefined || event === undefined || json === undefined) return null;
  const to = side === 'shopper' ? 'shopper' : 'staff';
  return { kind: 'signal', conversation: conversation as ConversationId, side: to, event, json };
};

/** Only the latest of each: a conversation’s highest seq, one of each action, and presence once. */
const latest = (notes: readonly Note[]): string[] => {
  const lines = new Map<string, string>();
  const seqs = new Map<string, number>();
  for (const note of notes) {
    if (note.kind === 'changed') {
      if ((seqs.get(note.conversation) ?? -1) > note.seq) continue;
      seqs.set(note.conversation, note.seq);
      lines.set(note.conversation, lineOf(note));
    } else {
      const line = lineOf(note);
      lines.set(line, line);
    }
  }
  return [...lines.values()];
};

/** Notes as payloads, as few as they fit into. What fits into none is left out. */
export const packNotes = (from: string, notes: readonly Note[]): string[] => {
  const payloads: string[] = [];
  let open = from;
  let bytes = Buffer.byteLength(from);
  for (const line of latest(notes)) {
    const more = Buffer.byteLength(line) + 1;
    if (more + Buffer.byteLength(from) > payloadMostBytes) continue;
    if (bytes + more > payloadMostBytes) {
      payloads.push(open);
      open = from;
      bytes = Buffer.byteLength(from);
    }
    open += `\n${line}`;
    bytes += more;
  }
  return open === from ? payloads : [...payloads, open];
};

/** What a payload says, and who says it. What is not understood is left out. */
export const unpackNotes = (payload: string): { from: string; notes: Note[] } => {
  const [from = '', ...lines] = payload.split('\n');
  return { from, notes: lines.flatMap((line) => noteOf(line) ?? []) };
};
