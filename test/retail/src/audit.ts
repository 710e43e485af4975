import type { AnyEntry } from '@shopbell/agent';

/** What the transcript says of the writes: how many were done, agreed to, and refused by the shop's rules. */
export type Counts = { writes: number; confirmed: number; refused: number };
/** The counts, and everything that must never be: none of it, in a transcript as it should be. */
export type Audit = Counts & { faults: string[] };

type Step = { action: string; name: string; step: string; by: string };

const stepsOf = (entries: readonly AnyEntry[]): Step[] =>
  entries.flatMap((entry) =>
    entry.type === 'action'
      ? [{ action: entry.data.action, name: entry.data.name, step: entry.data.step, by: entry.by.kind }]
      : [],
  );

const endings: readonly string[] = ['verified', 'refused'];

const faultOf = (steps: readonly Step[]): string | null => {
  const names = steps.map(({ step }) => step);
  const what = `${steps[0]?.name} (${names.join(', ')})`;
  const running = names.indexOf('running');
  const agreed = steps.findIndex(({ step, by }) => step === 'confirmed' && by === 'shopper');
  if (running !== -1 && (agreed === -1 || agreed > running)) return `${what} ran without the shopper's yes`;
  if (names.filter((step) => step === 'running').length > 1) return `${what} ran more than once`;
  return endings.includes(names.at(-1) ?? '') ? null : `${what} did not come to an end`;
};

/**
 * Reads in a transcript how its writes went. A fault is one that ran without the shopper's yes before it, ran twice, came
 * to no end, or that the shop did (`done`: the keys it knows) and the transcript does not have.
 */
export const audit = (
  entries: readonly AnyEntry[],
  { isWrite, done }: { isWrite: (action: string) => boolean; done: readonly string[] },
): Audit => {
  const byAction = Map.groupBy(
    stepsOf(entries).filter(({ name }) => isWrite(name)),
    ({ action }) => action,
  );
  const faults = [...byAction.values()].map(faultOf).filter((fault) => fault !== null);
  const ending = (step: string): string[] =>
    [...byAction].filter(([, steps]) => steps.some((each) => each.step === step)).map(([action]) => action);
  const verified = ending('verified');
  const unheard = done.filter((key) => !verified.includes(key));
  if (unheard.length > 0) faults.push(`the shop did ${unheard.join(', ')}, which nobody verified`);
  return {
    writes: verified.length,
    confirmed: ending('confirmed').length,
    refused: ending('refused').length,
    faults,
  };
};
