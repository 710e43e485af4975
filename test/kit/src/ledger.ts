import type { Acknowledged, Happening, Heard, Reader, Sent, Violation } from './happenings.ts';
import { judge } from './judgement.ts';

/** Writes down what was sent, committed, acknowledged and heard; says at the end what was wrong. */
export type Ledger = {
  reader(reader: Reader): void;
  sent(sent: Sent): void;
  /** Only from a witness at the store. Once there is one, everything must be committed before it is acknowledged or heard. */
  committed(sender: string, nonce: string): void;
  acknowledged(acknowledged: Acknowledged): void;
  heard(heard: Heard): void;
  /** How many of each. */
  counts(): { sent: number; acknowledged: number; heard: number };
  /** Every violation; empty when all promises were kept. Call it once all readers have caught up. */
  judge(): Violation[];
};

/** An empty ledger. */
export const createLedger = (): Ledger => {
  const readers: Reader[] = [];
  const happenings: Happening[] = [];
  const count = (kind: Happening['kind']) => happenings.filter((each) => each.kind === kind).length;
  return {
    reader: (reader) => void readers.push(reader),
    sent: (sent) => void happenings.push({ kind: 'sent', ...sent }),
    committed: (sender, nonce) => void happenings.push({ kind: 'committed', sender, nonce }),
    acknowledged: (acknowledged) => void happenings.push({ kind: 'acknowledged', ...acknowledged }),
    heard: (heard) => void happenings.push({ kind: 'heard', ...heard }),
    counts: () => ({ sent: count('sent'), acknowledged: count('acknowledged'), heard: count('heard') }),
    judge: () => judge(readers, happenings),
  };
};
