import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Duplex } from 'node:stream';
import * as ws from 'ws';
import { eventPacket, replyPacket, type Packet } from '../delivery/packets.ts';
import { readPacket, writePacket } from './codec.ts';

// The types leave it out.
const { Receiver } = ws as unknown as { Receiver: new (options: { isServer: boolean }) => Duplex };

/** What a WebSocket reads out of bytes. */
const framesIn = async (bytes: Buffer): Promise<string[]> => {
  const receiver = new Receiver({ isServer: false });
  const texts: string[] = [];
  receiver.on('message', (data: Buffer, isBinary: boolean) =>
    texts.push(isBinary ? 'binary' : data.toString()),
  );
  await new Promise<void>((resolve, reject) => {
    receiver.on('error', reject);
    receiver.write(bytes, () => resolve());
  });
  return texts;
};

test('a command is read with its acknowledgement id beside it, whatever the id and the input', () => {
  fc.assert(
    fc.property(fc.string(), fc.jsonValue(), fc.option(fc.nat(), { nil: null }), (name, input, id) => {
      const packet = readPacket(`2/shopper,${id ?? ''}${JSON.stringify([name, input])}`);
      expect(packet).toEqual({
        type: 2,
        nsp: '/shopper',
        data: [name, JSON.parse(JSON.stringify(input)), id],
      });
    }),
  );
});

test.each([
  ['0/shopper,{"protocol":1}', { type: 0, nsp: '/shopper', data: { protocol: 1 } }],
  ['0/agent', { type: 0, nsp: '/agent' }],
  ['0{"a":1}', { type: 0, nsp: '/', data: { a: 1 } }],
  ['1/agent,', { type: 1, nsp: '/agent' }],
  ['2["x"]', { type: 2, nsp: '/', data: ['x', undefined, null] }],
])('%s is read', (text, packet) => {
  expect(readPacket(text)).toEqual(packet);
});

test.each([
  '',
  '2',
  '2/shopper',
  '2/shopper,',
  '2/shopper,5',
  '2/shopper,5{}',
  '3/shopper,1[]',
  '4/shopper,"x"',
  '51-[]',
  '6',
  'x',
  '0/shopper,[1]',
  '0/shopper,5',
  '2/shopper,5["x"',
])('R14 “%s” is refused', (text) => {
  expect(() => readPacket(text)).toThrow(/malformed packet|JSON/);
});

test('R14 whatever is sent is read or refused, never anything else', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `2/shopper,${text}`),
      ),
      (text) => {
        const read = (): unknown => {
          try {
            return readPacket(text).type;
          } catch (error) {
            return error instanceof Error ? 'refused' : error;
          }
        };
        expect([0, 1, 2, 'refused']).toContain(read());
      },
    ),
  );
});

test('what the library sends is written as its protocol says', () => {
  expect(writePacket({ type: 0, nsp: '/shopper', data: { sid: 'x' } })).toBe('0/shopper,{"sid":"x"}');
  expect(writePacket({ type: 1, nsp: '/agent' })).toBe('1/agent,');
  expect(writePacket({ type: 4, nsp: '/', data: { message: 'no' } })).toBe('4{"message":"no"}');
});

test('frames of every length are read by a WebSocket as they were meant, one after the other', async () => {
  const sizes = [0, 1, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 125, 126, 65_500, 65_535, 65_536, 70_000];
  const packets: Packet[] = [];
  const expected: string[] = [];
  for (const size of sizes) {
    const json = JSON.stringify('ü'.repeat(size));
    packets.push(eventPacket('shopper', 'entry:appended', json), replyPacket('staff', size, json));
    expected.push(`42/shopper,["entry:appended",${json}]`, `43/agent,${size}[${json}]`);
  }
  expect(await framesIn(Buffer.concat(packets))).toEqual(expected);
});
