/** The mark: a counter bell on a 24 × 24 grid, as one path. */
export const bellPath =
  'M3 15.5a9 8.5 0 0 1 18 0zM3 17h18a1 1 0 0 1 0 3H3a1 1 0 0 1 0-3zM10 5.5a2 2 0 0 1 4 0V8h-4z';
