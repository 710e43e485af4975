import type { JSX, RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { moveIn, moveOf, perRow, type Cell } from './move-in.ts';

/** Emojis under one heading. */
export type Group = { id: string; label: string; emojis: readonly string[] };

/** What is done with the grid: one of its cells takes the focus, one was chosen, the way led out of it upwards. */
export type GridHands = {
  goTo: (cell: Cell) => void;
  choose: (emoji: string, event: MouseEvent) => void;
  leave: () => void;
};

type GridProps = GridHands & {
  groups: readonly Group[];
  /** The one cell Tab leads to. */
  at: Cell;
  list: RefObject<HTMLDivElement | null>;
};

const rowsOf = (all: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(all.length / perRow) }, (_, row) =>
    all.slice(row * perRow, (row + 1) * perRow),
  );

/** The button of a cell. */
export const buttonAt = (list: HTMLElement | null, { group, index }: Cell): HTMLElement | undefined =>
  list?.querySelectorAll('[role=grid]')[group]?.querySelectorAll('button')[index];

type RowProps = Pick<GridProps, 'goTo' | 'choose' | 'at'> & { row: readonly string[]; first: Cell };

const Row = ({ row, first, at, goTo, choose }: RowProps): JSX.Element => (
  <div role="row" class="emoji-row">
    {row.map((emoji, column) => {
      const cell = { ...first, index: first.index + column };
      const isAt = cell.group === at.group && cell.index === at.index;
      return (
        <div key={emoji} role="gridcell">
          <button
            type="button"
            class="emoji"
            tabIndex={isAt ? 0 : -1}
            onFocus={() => goTo(cell)}
            onClick={(event) => choose(emoji, event)}
          >
            {emoji}
          </button>
        </div>
      );
    })}
  </div>
);

/** Groups of emojis, each a grid: arrows lead through all of them, Tab past them. */
export const EmojiGrid = ({ groups, at, list, goTo, choose, leave }: GridProps): JSX.Element => {
  const shown = useRef('');
  const ids = groups.map(({ id }) => id).join();
  useLayoutEffect(() => {
    // What was found begins at the top.
    if (shown.current !== ids) list.current?.scrollTo(0, 0);
    shown.current = ids;
  }, [ids]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = moveOf(event, document.dir === 'rtl');
    if (!move) return;
    event.preventDefault();
    const sizes = groups.map(({ emojis }) => emojis.length);
    const next = moveIn(sizes, at, move);
    if (next) buttonAt(list.current, next)?.focus();
    else leave();
  };
  return (
    <div class="emojis" role="presentation" ref={list} onKeyDown={onKeyDown}>
      {groups.map(({ id, label, emojis }, group) => (
        <section key={id}>
          <h3 id={`emoji-${id}`}>{label}</h3>
          <div role="grid" aria-labelledby={`emoji-${id}`}>
            {rowsOf(emojis).map((row, index) => (
              <Row
                key={index}
                row={row}
                first={{ group, index: index * perRow }}
                at={at}
                goTo={goTo}
                choose={choose}
              />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
};
