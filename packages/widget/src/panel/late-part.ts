import { useEffect, useState } from 'preact/hooks';
import type * as LateModule from '../late/late.tsx';

type Late = typeof LateModule;

const againMs = 5_000;
let late: Late | undefined;
let coming: Promise<void> | undefined;

const fetchLate = async (): Promise<void> => {
  while (!late) {
    try {
      late = await import('../late/late.tsx');
    } catch {
      // Offline, or the relay is being replaced: what it would draw stands there in words meanwhile.
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  }
};

/** What the panel draws only in some conversations, fetched when first asked for; `undefined` until it is there. */
export const useLate = (): Late | undefined => {
  const [, setHere] = useState(late !== undefined);
  useEffect(() => {
    coming ??= fetchLate();
    void coming.then(() => setHere(true));
  }, []);
  return late;
};
