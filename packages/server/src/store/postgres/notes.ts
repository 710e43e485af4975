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
 *     t name digest 2      so many tokens were taken from a bucket
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
    case 'taken':
      return `t ${note.name} ${note.key} ${note.tokens}`;
    case 'signal':
      return `s ${note.conversation} ${note.side} ${note.event} ${note.json}`;
    default:
      return note satisfies never;
  }
};

const signalPattern = /^s (cnv_\S+) (shopper|staff) (\S+) (.*)$/s;

const takenOf = (line: string): Note | null => {
  const [, name, key, tokens] = line.split(' ', 4);
  if (name === undefined || key === undefined || tokens === undefined) return null;
  return { kind: 'taken', name, key, tokens: Number(tokens) };
};

/** A line’s note; `null` where it is a newer relay’s. */
const noteOf = (line: string): Note | null => {
  const [kind, name = '', seq = ''] = line.split(' ', 3);
  if (kind === 'c') return { kind: 'changed', conversation: name as ConversationId, seq: Number(seq) };
  if (kind === 'a') return { kind: 'action', action: name as ActionId };
  if (kind === 'p') return { kind: 'presence' };
  if (kind === 'm') return { kind: 'mail', to: name };
  if (kind === 't') return takenOf(line);
  const [, conversation, side, event, json] = signalPattern.exec(line) ?? [];
  if (conversation === undefined || event === undefined || json === undefined) return null;
  const to = side === 'shopper' ? 'shopper' : 'staff';
  return { kind: 'signal', conversation: conversation as ConversationId, side: to, event, json };
};

/** What two notes on the same thing come to: the higher seq, all tokens together. */
const merged = (before: Note | undefined, note: Note): Note => {
  if (before?.kind === 'changed' && note.kind === 'changed') return before.seq > note.seq ? before : note;
  if (before?.kind === 'taken' && note.kind === 'taken')
    return { ...note, tokens: before.tokens + note.tokens };
  return note;
};

/** What a note is about. */
const subjectOf = (note: Note): string => {
  if (note.kind === 'changed') return note.conversation;
  return note.kind === 'taken' ? `${note.name} ${note.key}` : lineOf(note);
};

/** One line for each thing. */
const latest = (notes: readonly Note[]): string[] => {
  const bySubject = new Map<string, Note>();
  for (const note of notes) {
    const subject = subjectOf(note);
    bySubject.set(subject, merged(bySubject.get(subject), note));
  }
  return [...bySubject.values()].map(lineOf);
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
