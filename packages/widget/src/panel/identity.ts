import { fill } from '@shopbell/look';
import type { AnyEntry, Entry } from '@shopbell/protocol';
import type { Words } from './words.ts';

/** The shopper is asked to prove their mail address: what came of it stands with the question. */
export type IdentityItem = {
  kind: 'identity';
  key: string;
  text: string;
  steps: readonly Entry<'identity'>[];
};

const lines = { asked: 'proveAsked', sent: 'proveSent', proved: 'proved', failed: 'proveFailed' } as const;

/** A step in a line. */
export const identityLine = ({ data }: Entry<'identity'>, words: Words): string =>
  fill(words[lines[data.step]], data.address ?? '');

/** The question an entry asks, if it is the last one; `null` for a step told with it; `undefined`: a line of its own. */
export const identityOf = (
  entry: Entry<'identity'>,
  entries: readonly AnyEntry[],
  words: Words,
): IdentityItem | null | undefined => {
  const all = entries.filter((each): each is Entry<'identity'> => each.type === 'identity');
  const from = all.findLastIndex(({ data }) => data.step === 'asked');
  const at = all.indexOf(entry);
  if (from < 0 || at < from) return undefined;
  const steps = all.slice(from);
  const text = steps.map((step) => identityLine(step, words)).join('\n');
  return at === from ? { kind: 'identity', key: `identity ${entry.seq}`, text, steps } : null;
};
