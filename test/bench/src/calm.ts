import { watchSteal } from './steal.ts';

/** What part of the processors’ time the host gave to others meanwhile (`null`: it does not say), and which try it was. */
export type Calm = { steal: number | null; tries: number };

/** Measures again what was disturbed. */
export type Calmly = <T extends object>(measure: () => Promise<T>) => Promise<T & Calm>;

/** More than this makes a figure one of the host, not of what is measured. */
const stolenMost = 0.05;
const triesMost = 5;

export type CalmOptions = {
  /** How long repeats may take in all, in ms. */
  repeatForMs: number;
  watch?: () => () => number | null;
  monotonicMs?: () => number;
};

/**
 * Makes what measures a stretch until at most 5 % of its time was stolen: five times at most, and no more where all repeats
 * together have taken too long. Gives the calmest.
 */
export const createCalmly = (options: CalmOptions): Calmly => {
  const { repeatForMs, watch = watchSteal, monotonicMs = () => performance.now() } = options;
  let repeatedMs = 0;
  return async (measure) => {
    const stretch = async (tries: number) => {
      const stolen = watch();
      return { ...(await measure()), steal: stolen(), tries };
    };
    const stealOf = ({ steal }: Calm): number => steal ?? 0;
    let calmest = await stretch(1);
    for (let tries = 2; tries <= triesMost && stealOf(calmest) > stolenMost; tries += 1) {
      if (repeatedMs >= repeatForMs) break;
      const startedAt = monotonicMs();
      const again = await stretch(tries);
      repeatedMs += monotonicMs() - startedAt;
      calmest = stealOf(again) < stealOf(calmest) ? again : { ...calmest, tries };
    }
    return calmest;
  };
};
