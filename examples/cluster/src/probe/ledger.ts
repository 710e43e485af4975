/** What was promised and what was kept, in figures. */
export type Counts = {
  sent: number;
  acknowledged: number;
  /** Sent, and nobody has said yet that it is stored. */
  waiting: number;
  /** Acknowledged and not in the log; or left out of what somebody heard. */
  lost: number;
  /** Twice in the log, or heard twice. */
  doubled: number;
};

/** The book of every message that is sent here; each has a text of its own. */
export type Ledger = {
  sent: (text: string) => void;
  acknowledged: (text: string) => void;
  /** It stands in the log, read back from there. */
  stands: (text: string) => void;
  /** What was acknowledged and has not been found in the log yet: ask before it is read. */
  due: () => string[];
  /** The log has been read to its end: what was due and is still not found is lost. */
  settle: (due: readonly string[]) => void;
  /** Somebody who listens to a conversation was given its entry `seq`; from the first on, none may be missing. */
  heard: (who: string, seq: number) => void;
  counts: () => Counts;
};

/** Texts are forgotten after so many more: by then a second one would be long past the nonce’s use. */
const rememberedMost = 50_000;

/** Opens an empty one. */
export const createLedger = (): Ledger => {
  const waiting = new Set<string>();
  const missing = new Set<string>();
  const found = new Set<string>();
  const places = new Map<string, number>();
  let [sent, acknowledged, lost, doubled] = [0, 0, 0, 0];

  const remember = (text: string): void => {
    found.add(text);
    if (found.size <= rememberedMost) return;
    const [oldest = ''] = found;
    found.delete(oldest);
  };
  return {
    sent: (text) => {
      sent += 1;
      waiting.add(text);
    },
    acknowledged: (text) => {
      acknowledged += 1;
      waiting.delete(text);
      if (!found.has(text)) missing.add(text);
    },
    stands: (text) => {
      if (found.has(text)) doubled += 1;
      missing.delete(text);
      remember(text);
    },
    due: () => [...missing],
    settle: (due) => {
      for (const text of due) if (missing.delete(text)) lost += 1;
    },
    heard: (who, seq) => {
      const last = places.get(who) ?? seq - 1;
      if (seq <= last) doubled += 1;
      else lost += seq - last - 1;
      places.set(who, Math.max(last, seq));
    },
    counts: () => ({ sent, acknowledged, waiting: waiting.size, lost, doubled }),
  };
};
