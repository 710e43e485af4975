import { createLedger, type Ledger } from '@shopbell-test/kit';

type Told<K extends 'sent' | 'acknowledged' | 'heard'> = Parameters<Ledger[K]>[0];

/** What was said and acknowledged, to be put before a judge more than once. */
export type Recorded = { sent: readonly Told<'sent'>[]; acknowledged: readonly Told<'acknowledged'>[] };

/** A ledger of which what was said and acknowledged can be taken out. */
export const recordingLedger = (): { ledger: Ledger; taken: () => Recorded } => {
  const ledger = createLedger();
  const sent: Told<'sent'>[] = [];
  const acknowledged: Told<'acknowledged'>[] = [];
  return {
    ledger: {
      ...ledger,
      sent: (each) => {
        sent.push(each);
        ledger.sent(each);
      },
      acknowledged: (each) => {
        acknowledged.push(each);
        ledger.acknowledged(each);
      },
    },
    taken: () => ({ sent: [...sent], acknowledged: [...acknowledged] }),
  };
};

/** A ledger that measures how long each message takes from being said to being heard live by an agent. */
export const timingLedger = (): { ledger: Ledger; deliveriesMs: readonly number[] } => {
  const ledger = createLedger();
  const saidAt = new Map<string, number>();
  const deliveriesMs: number[] = [];
  return {
    deliveriesMs,
    ledger: {
      ...ledger,
      sent: (each) => {
        saidAt.set(each.nonce, performance.now());
        ledger.sent(each);
      },
      heard: (each) => {
        const at = saidAt.get(each.nonce);
        if (at !== undefined && each.reader.endsWith(', live')) deliveriesMs.push(performance.now() - at);
        ledger.heard(each);
      },
    },
  };
};
