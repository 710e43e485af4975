/** Which rows of a long list are drawn, and where the first one stands. `count` rows of `rowPx` in a viewport. */
export type RowWindow = { first: number; last: number; topPx: number; heightPx: number };

/** Rows drawn beyond each edge, so that quick scrolling does not show blanks. */
const spare = 6;

/** The rows to draw: `first` to `last`, exclusive. */
export const rowWindow = (
  count: number,
  rowPx: number,
  view: { scrollPx: number; heightPx: number },
): RowWindow => {
  const first = Math.max(0, Math.min(Math.floor(view.scrollPx / rowPx) - spare, count));
  const last = Math.min(count, Math.ceil((view.scrollPx + view.heightPx) / rowPx) + spare);
  return { first, last: Math.max(first, last), topPx: first * rowPx, heightPx: count * rowPx };
};
