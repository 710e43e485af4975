import { describe, expect, it } from 'vitest';
import { createLedger } from './ledger.ts';

/** A ledger in which one message was sent, acknowledged and found. */
const settled = () => {
  const ledger = createLedger();
  ledger.sent('a');
  ledger.acknowledged('a');
  const due = ledger.due();
  ledger.stands('a');
  ledger.settle(due);
  return ledger;
};

describe('the ledger', () => {
  it('finds nothing wrong where all that was acknowledged stands in the log, once', () => {
    expect(settled().counts()).toEqual({ sent: 1, acknowledged: 1, waiting: 0, lost: 0, doubled: 0 });
  });

  it('counts as lost what was acknowledged and does not stand in the log, once', () => {
    const ledger = settled();
    ledger.sent('b');
    ledger.acknowledged('b');
    const due = ledger.due();
    ledger.settle(due);
    ledger.settle(due);
    expect(ledger.counts()).toMatchObject({ acknowledged: 2, lost: 1, doubled: 0 });
  });

  it('waits for what is acknowledged only after the reading has begun', () => {
    const ledger = settled();
    ledger.sent('b');
    const due = ledger.due();
    ledger.acknowledged('b');
    ledger.settle(due);
    expect(ledger.counts().lost).toBe(0);
  });

  it('promises nothing for what nobody has acknowledged', () => {
    const ledger = settled();
    ledger.sent('b');
    ledger.settle(ledger.due());
    expect(ledger.counts()).toMatchObject({ waiting: 1, lost: 0 });
    ledger.stands('b');
    ledger.acknowledged('b');
    ledger.settle(ledger.due());
    expect(ledger.counts()).toMatchObject({ acknowledged: 2, waiting: 0, lost: 0, doubled: 0 });
  });

  it('counts as doubled what stands in the log twice', () => {
    const ledger = settled();
    ledger.stands('a');
    expect(ledger.counts()).toMatchObject({ lost: 0, doubled: 1 });
  });

  it('hears what is left out and what comes twice, for each listener by itself', () => {
    const ledger = settled();
    for (const seq of [7, 8, 9]) ledger.heard('one', seq);
    for (const seq of [8, 10]) ledger.heard('two', seq);
    expect(ledger.counts()).toMatchObject({ lost: 1, doubled: 0 });
    ledger.heard('one', 9);
    ledger.heard('one', 10);
    expect(ledger.counts()).toMatchObject({ lost: 1, doubled: 1 });
  });
});
