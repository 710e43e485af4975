import type { Random } from '@shopbell-test/kit';

/*
 * SQLite’s write-ahead log, as its format document has it:
 *
 *     header 32   magic · version · page size · checkpoint · salt 1 · salt 2 · checksum (8)
 *     frame       24: page · size of the database after a commit, else 0 · salts (8) · checksum (8)   then the page
 *
 * A frame counts while its salts are the header’s and its checksum, which goes on from the frame before, is right. What
 * is committed reaches to the end of the last such frame with a size.
 */

const headerBytes = 32;
const frameHeaderBytes = 24;

type Sums = readonly [number, number];

const add = (sums: Sums, words: Buffer, isBigEndian: boolean): Sums => {
  let [one, other] = sums;
  for (let at = 0; at < words.length; at += 8) {
    const [first, second] = isBigEndian
      ? [words.readUInt32BE(at), words.readUInt32BE(at + 4)]
      : [words.readUInt32LE(at), words.readUInt32LE(at + 4)];
    one = (one + first + other) >>> 0;
    other = (other + second + one) >>> 0;
  }
  return [one, other];
};

/** Where each commit in a log ends, in bytes from its beginning. */
export const commitEnds = (log: Buffer): number[] => {
  if (log.length < headerBytes) return [];
  const isBigEndian = (log.readUInt32BE(0) & 1) === 1;
  const frameBytes = frameHeaderBytes + log.readUInt32BE(8);
  const salts = log.subarray(16, 24);
  let sums = add([0, 0], log.subarray(0, 24), isBigEndian);
  const ends: number[] = [];
  for (let at = headerBytes; at + frameBytes <= log.length; at += frameBytes) {
    sums = add(sums, log.subarray(at, at + 8), isBigEndian);
    sums = add(sums, log.subarray(at + frameHeaderBytes, at + frameBytes), isBigEndian);
    const isRight = log.readUInt32BE(at + 16) === sums[0] && log.readUInt32BE(at + 20) === sums[1];
    if (!isRight || !log.subarray(at + 8, at + 16).equals(salts)) break;
    if (log.readUInt32BE(at + 4) > 0) ends.push(at + frameBytes);
  }
  return ends;
};

/** How a tail is damaged. */
export const damages = ['torn', 'zeroed', 'flipped'] as const;
export type Damage = (typeof damages)[number];

const ways: Readonly<Record<Damage, (log: Buffer, at: number, random: Random) => Buffer>> = {
  torn: (log, at) => log.subarray(0, at),
  zeroed: (log, at, random) => {
    const hurt = Buffer.from(log);
    return hurt.fill(0, at, random.pick([at + 512, at + 4_096, log.length]));
  },
  flipped: (log, at, random) => {
    const hurt = Buffer.from(log);
    hurt[at] = (hurt[at] ?? 0) ^ (1 << random.int(8));
    return hurt;
  },
};

/** The log as it is after damage that begins at a byte. */
export const damaged = (log: Buffer, { kind, at }: { kind: Damage; at: number }, random: Random): Buffer =>
  ways[kind](log, at, random);

/** A byte in the last commits of a log, none of them before `from`, drawn by lot. */
export const placeInTail = (ends: readonly number[], from: number, random: Random): number => {
  const tail = ends.filter((end) => end >= from).slice(-40);
  const [first = headerBytes, last = headerBytes] = [tail[0], tail.at(-1)];
  return first + random.int(Math.max(1, last - first));
};
