import { useEffect, useRef } from 'preact/hooks';

/** Everything a key does at the desk. */
export type KeyCommand =
  | 'next'
  | 'previous'
  | 'open'
  | 'waiting'
  | 'mine'
  | 'all'
  | 'approvals'
  | 'actions'
  | 'search'
  | 'back'
  | 'sheet'
  | 'reply'
  | 'note'
  | 'palette'
  | 'take'
  | 'identify'
  | 'hand'
  | 'close'
  | 'orders'
  | 'approve'
  | 'reject'
  | 'cancel'
  | 'state'
  | 'latest';

/** One row of the sheet: its keys as `KeyboardEvent.key` says them; `mod` is ⌘ or Ctrl. */
export type KeyRow = { command: KeyCommand; keys: readonly string[]; isMod?: true; isEverywhere?: true };

/** The one table of keys: what is pressed, what is shown on the buttons, and what the sheet lists. */
export const keyTable: Readonly<Record<'move' | 'write' | 'work', readonly KeyRow[]>> = {
  move: [
    { command: 'next', keys: ['j', 'ArrowDown'] },
    { command: 'previous', keys: ['k', 'ArrowUp'] },
    { command: 'open', keys: ['Enter'] },
    { command: 'waiting', keys: ['1'] },
    { command: 'mine', keys: ['2'] },
    { command: 'all', keys: ['3'] },
    { command: 'approvals', keys: ['4'] },
    { command: 'actions', keys: ['g'] },
    { command: 'search', keys: ['/'] },
    { command: 'latest', keys: ['End'] },
    { command: 'back', keys: ['Escape'], isEverywhere: true },
    { command: 'sheet', keys: ['?'] },
  ],
  write: [
    { command: 'reply', keys: ['r'] },
    { command: 'note', keys: ['n'] },
  ],
  work: [
    { command: 'palette', keys: ['k'], isMod: true, isEverywhere: true },
    { command: 'take', keys: ['a'] },
    { command: 'hand', keys: ['h'] },
    { command: 'close', keys: ['e'] },
    { command: 'orders', keys: ['o'] },
    { command: 'identify', keys: ['i'] },
    { command: 'approve', keys: ['y'] },
    { command: 'reject', keys: ['x'] },
    { command: 'cancel', keys: ['c'] },
    { command: 'state', keys: ['v'] },
  ],
};

const rows: readonly KeyRow[] = Object.values(keyTable).flat();

/** The row of a command. */
export const keyRow = (command: KeyCommand): KeyRow => {
  const row = rows.find((each) => each.command === command);
  if (!row) throw new Error(`No key for ${command}`);
  return row;
};

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;

/** Whether what has the focus already does something with the key: Enter presses a button, the arrows scroll the messages. */
const hasOwnUse = (target: EventTarget | null, key: string): boolean =>
  target instanceof HTMLElement &&
  target.closest(key === 'Enter' ? 'button, a, summary' : '[role=tab], [role=log]') !== null;

/** The command a key press means, or `null`. Single letters mean nothing while somebody types or has turned them off. */
export const commandOf = (event: KeyboardEvent, hasSingleKeys: boolean): KeyCommand | null => {
  const isMod = event.metaKey || event.ctrlKey;
  const row = rows.find(
    (each) =>
      (each.isMod ?? false) === isMod &&
      !event.altKey &&
      each.keys.some((key) => key === event.key || (key.length === 1 && key === event.key.toLowerCase())),
  );
  if (!row) return null;
  if (row.isEverywhere) return row.command;
  if (isTyping(event.target)) return null;
  if (event.key.length === 1) return hasSingleKeys ? row.command : null;
  if (event.key === 'End') return row.command;
  return hasOwnUse(event.target, event.key) ? null : row.command;
};

/** Listens on the page. A handler that answers `false` leaves the key to the browser. */
export const useKeys = (hasSingleKeys: boolean, handle: (command: KeyCommand) => boolean): void => {
  const latest = useRef({ hasSingleKeys, handle });
  latest.current = { hasSingleKeys, handle };
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      // An open dialog has the keyboard to itself.
      if (document.querySelector('dialog[open]')) return;
      const command = commandOf(event, latest.current.hasSingleKeys);
      if (command && latest.current.handle(command)) event.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
};
