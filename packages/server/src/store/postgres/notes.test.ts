import { expect, test } from 'vitest';
import type { Note } from '../peers.ts';
import { packNotes, unpackNotes } from './notes.ts';

const changed = (name: string, seq: number): Note => ({ kind: 'changed', conversation: `cnv_${name}`, seq });
const typing = (json: string): Note => ({
  kind: 'signal',
  conversation: 'cnv_one',
  side: 'staff',
  event: 'typing:changed',
  json,
});

test('what is packed is what is unpacked, with who said it', () => {
  const notes: Note[] = [
    changed('one', 7),
    { kind: 'action', action: 'act_one' },
    { kind: 'presence' },
    { kind: 'mail', to: 'relay_two' },
    { kind: 'taken', name: 'shopperMessagePerHour', key: 'd1gest', tokens: 2 },
    typing(JSON.stringify({ name: 'A “b” \n c ü' })),
  ];
  const [payload = '', ...others] = packNotes('me', notes);
  expect(others).toEqual([]);
  expect(unpackNotes(payload)).toEqual({ from: 'me', notes });
});

test('of a conversation only the highest seq is told, of anything else one', () => {
  const notes = [changed('one', 1), changed('one', 3), changed('one', 2), changed('two', 1)];
  const [payload = ''] = packNotes('me', [...notes, { kind: 'presence' }, { kind: 'presence' }]);
  expect(unpackNotes(payload).notes).toEqual([changed('one', 3), changed('two', 1), { kind: 'presence' }]);
});

test('tokens taken from one bucket are told together', () => {
  const taken = { kind: 'taken', name: 'a', key: 'k', tokens: 1 } as const;
  const [payload = ''] = packNotes('me', [taken, { ...taken, key: 'other' }, taken]);
  expect(unpackNotes(payload).notes).toEqual([
    { ...taken, tokens: 2 },
    { ...taken, key: 'other' },
  ]);
});

test('no payload is longer than PostgreSQL takes, and nothing is left out but what is too long by itself', () => {
  const notes = Array.from({ length: 1_000 }, (_, index) => changed(`number${index}`, index));
  const payloads = packNotes('me', [typing('x'.repeat(8_000)), ...notes]);
  expect(payloads.length).toBeGreaterThan(1);
  for (const payload of payloads) expect(Buffer.byteLength(payload)).toBeLessThan(8_000);
  expect(payloads.flatMap((payload) => unpackNotes(payload).notes)).toEqual(notes);
});

test('what a newer relay says is left out', () => {
  expect(unpackNotes('me\nz something new\np').notes).toEqual([{ kind: 'presence' }]);
});

test('nothing is no payload', () => {
  expect(packNotes('me', [])).toEqual([]);
});
