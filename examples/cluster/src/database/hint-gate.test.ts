import { describe, expect, it } from 'vitest';
import { createSieve } from './hint-gate.ts';

/** A message as PostgreSQL sends it: its kind, its length, what it says. */
const message = (kind: string, body: Buffer | string): Buffer => {
  const length = Buffer.alloc(4);
  const said = Buffer.from(body);
  length.writeUInt32BE(4 + said.length);
  return Buffer.concat([Buffer.from(kind), length, said]);
};
const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const hint = (from: number) =>
  message('A', Buffer.concat([number(from), Buffer.from('shopbell\0c cnv_1 7\0')]));
const key = message('K', Buffer.concat([number(41), number(9)]));
const [ready, row] = [message('Z', 'I'), message('D', 'A row that has an A in it')];

/** What passes when the stream comes in pieces of a size. */
const sifted = (stream: Buffer, pieceBytes: number, mayPass: (from: number) => boolean) => {
  const keys: number[] = [];
  const sieve = createSieve({ onKey: (process) => keys.push(process), mayPass });
  const passed: Buffer[] = [];
  for (let at = 0; at < stream.length; at += pieceBytes)
    passed.push(sieve(stream.subarray(at, at + pieceBytes)));
  return { passed: Buffer.concat(passed), keys };
};

describe('the way to PostgreSQL', () => {
  const stream = Buffer.concat([key, ready, row, hint(41), hint(42), row, hint(43), ready]);

  it.each([1, 3, 7, 64, 10_000])('loses hints and nothing else, in pieces of %d bytes', (pieceBytes) => {
    const { passed, keys } = sifted(stream, pieceBytes, (from) => from === 41);
    expect(passed.equals(Buffer.concat([key, ready, row, hint(41), row, ready]))).toBe(true);
    expect(keys).toEqual([41]);
  });

  it.each([1, 5, 10_000])(
    'lets everything through as it came where no hint is lost, in pieces of %d bytes',
    (bytes) => {
      expect(sifted(stream, bytes, () => true).passed.equals(stream)).toBe(true);
    },
  );
});
