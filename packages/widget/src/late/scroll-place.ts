import type { Item } from '../panel/timeline.ts';
import type { Edges } from './drawn.ts';

/** What is nearer than this to the view is kept ready, in heights of the view. */
const near = 1.5;

/** How the list stands: whether what is drawn above, or below, comes to its end. */
export const standOf = ({ scrollTop, scrollHeight, clientHeight }: HTMLElement) => ({
  isHigh: scrollTop < near * clientHeight,
  isLow: scrollHeight - scrollTop - clientHeight < near * clientHeight,
});

const rowsOf = (list: HTMLElement): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('.items > li')];

/** Where what is drawn may be cut. Each item is one row; only what was said has a number for its key. */
export const edgesOf = (list: HTMLElement, items: readonly Item[]): Edges => {
  const view = list.getBoundingClientRect();
  const far = view.height * near;
  const rows = rowsOf(list).flatMap((row, at) => {
    const seq = Number(items[at]?.key);
    const { top, bottom } = row.getBoundingClientRect();
    return Number.isSafeInteger(seq) ? [{ seq, top, bottom }] : [];
  });
  return {
    above: rows.findLast(({ bottom }) => bottom < view.top - far)?.seq,
    below: rows.find(({ top }) => top > view.bottom + far)?.seq,
  };
};

/** Notes what is in view; what it returns puts it back there, whatever was put above it or taken away since. */
export const holdPlace = (list: HTMLElement): (() => void) => {
  const view = list.getBoundingClientRect();
  const rows = rowsOf(list);
  // The first two may change their size: a day or a name above them is not needed any more.
  const row =
    rows.find((each, at) => at > 1 && each.getBoundingClientRect().bottom > view.top) ?? rows.at(-1);
  const top = row?.getBoundingClientRect().top ?? 0;
  return () => {
    if (row?.isConnected) list.scrollTop += row.getBoundingClientRect().top - top;
  };
};
