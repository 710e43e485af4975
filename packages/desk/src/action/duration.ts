const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** A duration in its largest whole unit, in the reader's language: `15 minutes`, `2 days`; seconds below a minute. */
export const shownDuration = (durationMs: number, locale: string): string => {
  const [unit, unitMs] = units.find(([, ms]) => durationMs >= ms) ?? (['second', 1_000] as const);
  const value = Math.floor(durationMs / unitMs);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
};
