/** The value below which a share of all lies; 0 of none. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};

/** A violation in words where a measured figure is over its bound; in the short set, on a busy machine, four times it. */
export const over = (
  what: string,
  value: number,
  { most, isShort }: { most: number; isShort: boolean },
): string[] =>
  value <= most * (isShort ? 4 : 1) ? [] : [`too slow: ${what}: ${value.toFixed(1)}, at most ${most}`];
