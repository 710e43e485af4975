/** The value below which a part of sorted values lies; `NaN` where there are none. */
export const quantile = (sorted: ArrayLike<number>, part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;

/** The values in ascending order. */
export const sortedOf = (values: Iterable<number>): Float64Array => Float64Array.from(values).toSorted();

/** The middle one of a few values; of an even number, the mean of both. */
export const median = (values: readonly number[]): number => {
  const sorted = sortedOf(values);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? Number.NaN) + (sorted[Math.floor(half)] ?? Number.NaN)) / 2;
};
