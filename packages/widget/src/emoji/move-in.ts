/** Cells stand in rows of so many: at 320 px each is still 44 px wide. */
export const perRow = 7;

/** A cell: the place of its group, and its own in it. */
export type Cell = { group: number; index: number };

/** `back` and `on` follow the way the language reads. */
export type Move =
  | 'on'
  | 'back'
  | 'up'
  | 'down'
  | 'rowStart'
  | 'rowEnd'
  | 'first'
  | 'last'
  | 'group'
  | 'groupBack';

const columnOf = ({ index }: Cell): number => index % perRow;

/** The cell in the last row of a group that is in this column, or nearest to it. */
const lastIn = (size: number, column: number): number =>
  Math.min(size - 1, Math.floor((size - 1) / perRow) * perRow + column);

const down = (sizes: readonly number[], cell: Cell): Cell => {
  const { group, index } = cell;
  const size = sizes[group] ?? 0;
  const isLastRow = Math.floor(index / perRow) === Math.floor((size - 1) / perRow);
  if (!isLastRow) return { group, index: Math.min(index + perRow, size - 1) };
  const next = sizes[group + 1];
  return next === undefined ? cell : { group: group + 1, index: Math.min(columnOf(cell), next - 1) };
};

const up = (sizes: readonly number[], cell: Cell): Cell | null => {
  const { group, index } = cell;
  if (index >= perRow) return { group, index: index - perRow };
  const before = sizes[group - 1];
  return before === undefined ? null : { group: group - 1, index: lastIn(before, columnOf(cell)) };
};

const step = (sizes: readonly number[], { group, index }: Cell, by: 1 | -1): Cell => {
  const size = sizes[group] ?? 0;
  if (index + by >= 0 && index + by < size) return { group, index: index + by };
  const next = sizes[group + by];
  if (next === undefined) return { group, index };
  return { group: group + by, index: by > 0 ? 0 : next - 1 };
};

/**
 * Where a key leads among groups of cells of these sizes, none of them empty. At an end it stays; `null`: above the first
 * row, where the field is.
 */
export const moveIn = (sizes: readonly number[], cell: Cell, move: Move): Cell | null => {
  const { group, index } = cell;
  const rowStart = index - columnOf(cell);
  const last = sizes.length - 1;
  switch (move) {
    case 'on':
      return step(sizes, cell, 1);
    case 'back':
      return step(sizes, cell, -1);
    case 'up':
      return up(sizes, cell);
    case 'down':
      return down(sizes, cell);
    case 'rowStart':
      return { group, index: rowStart };
    case 'rowEnd':
      return { group, index: Math.min(rowStart + perRow, sizes[group] ?? 1) - 1 };
    case 'first':
      return { group: 0, index: 0 };
    case 'last':
      return { group: last, index: (sizes[last] ?? 1) - 1 };
    case 'group':
      return { group: Math.min(group + 1, last), index: 0 };
    case 'groupBack':
      return { group: index > 0 ? group : Math.max(group - 1, 0), index: 0 };
    default:
      return move satisfies never;
  }
};

/** What a key asks for; nothing for one that is not for the grid. */
export const moveOf = ({ key, ctrlKey }: KeyboardEvent, isRightToLeft: boolean): Move | undefined => {
  const moves: Readonly<Record<string, Move>> = {
    ArrowRight: isRightToLeft ? 'back' : 'on',
    ArrowLeft: isRightToLeft ? 'on' : 'back',
    ArrowUp: 'up',
    ArrowDown: 'down',
    Home: ctrlKey ? 'first' : 'rowStart',
    End: ctrlKey ? 'last' : 'rowEnd',
    PageDown: 'group',
    PageUp: 'groupBack',
  };
  return moves[key];
};
