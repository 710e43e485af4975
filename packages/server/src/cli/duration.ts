import { refuse } from '@shopbell/protocol';

const unitMs = { h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const;
const maxMs = 3_660 * unitMs.d;

/** Reads `12h`, `90d` or `4w` as milliseconds; refuses anything else, and more than ten years. */
export const readDuration = (text: string): number => {
  const [, count, unit] = /^(\d{1,6})([hdw])$/.exec(text) ?? [];
  const ms = Number(count) * (unitMs[unit as keyof typeof unitMs] ?? Number.NaN);
  if (ms > 0 && ms <= maxMs) return ms;
  throw refuse(
    'bad_request',
    `--expires is ${JSON.stringify(text)} but must be a time such as 12h, 90d or 4w.`,
  );
};
