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
  const counts = { sent: 0, committed: 0, acknowledged: 0, heard: 0 };
  const note = (happening: Happening): void => {
    happenings.push(happening);
    counts[happening.kind] += 1;
  };
  return {
    reader: (reader) => void readers.push(reader),
    sent: (sent) => note({ kind: 'sent', ...sent }),
    committed: (sender, nonce) => note({ kind: 'committed', sender, nonce }),
    acknowledged: (acknowledged) => note({ kind: 'acknowledged', ...acknowledged }),
    heard: (heard) => note({ kind: 'heard', ...heard }),
    counts: () => ({ sent: counts.sent, acknowledged: counts.acknowledged, heard: counts.heard }),
    judge: () => judge(readers, happenings),
  };
};
