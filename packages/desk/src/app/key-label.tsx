import type { JSX } from 'preact';
import type { Texts } from '../text/en.ts';
import { useDesk } from './desk.ts';
import { keyRow, type KeyCommand, type KeyRow } from './keys.ts';

const names: Readonly<Record<string, (text: Texts) => string>> = {
  Enter: (text) => text.keys.enter,
  Escape: (text) => text.keys.escape,
  ArrowDown: () => '↓',
  ArrowUp: () => '↑',
  End: () => 'End',
};

const isMac = (): boolean => /mac|iphone|ipad/i.test(navigator.userAgent);

/** A row's keys as they stand on the keyboard. */
export const keyNames = (row: KeyRow, text: Texts): string[] =>
  row.keys.map((key) => {
    const name = names[key]?.(text) ?? key.toUpperCase();
    if (!row.isMod) return name;
    return isMac() ? `${text.keys.command}${name}` : `${text.keys.control} ${name}`;
  });

/** The key of a command, drawn on its button. Single letters are not shown while they are turned off. */
export const KeyHint = ({ command }: { command: KeyCommand }): JSX.Element | null => {
  const { text, preferences } = useDesk();
  const row = keyRow(command);
  const [name] = keyNames(row, text);
  const isSingle = !row.isMod && row.keys[0]?.length === 1;
  if (!name || (isSingle && !preferences.hasSingleKeys)) return null;
  return (
    <kbd class="key" aria-hidden="true">
      {name}
    </kbd>
  );
};
