import type { JSX } from 'preact';
import { emojis, kinds, type Kind } from './emojis.ts';
import type { EmojiWords } from './emoji-words.ts';

type Bar = { current: string | undefined; words: EmojiWords; show: (kind: Kind) => void };

/** Where the kinds are: one place for Tab, arrows between them. */
export const KindBar = ({ current, words, show }: Bar): JSX.Element => {
  const inTab = kinds.find((kind) => kind === current) ?? kinds[0];
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLElement }): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    const isOn = (event.key === 'ArrowRight') !== (document.dir === 'rtl');
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    buttons[(at + (isOn ? 1 : buttons.length - 1)) % buttons.length]?.focus();
  };
  return (
    <div class="kinds" role="toolbar" tabIndex={-1} aria-label={words.groupList} onKeyDown={onKeyDown}>
      {kinds.map((kind) => (
        <button
          key={kind}
          type="button"
          class="emoji"
          tabIndex={kind === inTab ? 0 : -1}
          aria-current={kind === current}
          aria-label={words.groups[kind]}
          onClick={() => show(kind)}
        >
          {emojis[kind][0]?.[1].split(' ')[0]}
        </button>
      ))}
    </div>
  );
};
