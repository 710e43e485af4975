/** The value below which a share of all lies; 0 of none. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};

/**
 * A violation in words where a measured figure is over its bound. In the short set, beside others on a busy machine, times
 * are no verdict: there only what never comes is one.
 */
export const over = (
  what: string,
  value: number,
  { most, isShort }: { most: number; isShort: boolean },
): string[] => (isShort || value <= most ? [] : [`too slow: ${what}: ${value.toFixed(1)}, at most ${most}`]);
