import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { part, usePart } from '../panel/part.ts';
import type { ViewProps } from '../panel/views/view-props.ts';
import { Waiting } from '../panel/views/waiting.tsx';
import { recentEmojis, rememberEmoji } from './recent-emojis.ts';

const emoji = part(() => import('../emoji/emoji.tsx'), 'emoji');

type OpenProps = ViewProps & { choose: (emoji: string, isLast: boolean) => void; close: () => void };

const Open = ({ state, words, chat, choose, close }: OpenProps): JSX.Element => {
  const late = usePart(emoji);
  if (!late)
    return (
      <div class="tool-waiting">
        <Waiting late={late} words={words} />
      </div>
    );
  const recent = recentEmojis(chat.keeping);
  return (
    <late.Picker
      key={state.locale}
      locale={state.locale}
      label={words.emoji}
      isPhone={state.isModal}
      recent={recent}
      choose={choose}
      close={close}
    />
  );
};

/** Opens the emojis; what is chosen comes where the caret is. */
export const EmojiButton = (props: ViewProps): JSX.Element => {
  const { state, words, chat } = props;
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => setOpen(false), [state.isOpen]);
  useEffect(() => {
    if (!isOpen) return;
    const onPress = ({ target }: Event): void => {
      if (!place.current?.contains(target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', onPress);
    return () => document.removeEventListener('pointerdown', onPress);
  }, [isOpen]);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const choose = (chosen: string, isLast: boolean): void => {
    const field = place.current?.parentElement?.querySelector('textarea');
    if (!field) return;
    field.setRangeText(chosen, field.selectionStart, field.selectionEnd, 'end');
    chat.type(field.value);
    rememberEmoji(chat.keeping, chosen);
    if (!isLast) return;
    setOpen(false);
    field.focus();
  };
  return (
    <div ref={place}>
      <button
        ref={button}
        type="button"
        class="send emoji-open"
        aria-label={words.emoji}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
          <path d="M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 1 0 0-17M9 9.5v.01M15 9.5v.01M8.5 14a4.5 4.5 0 0 0 7 0" />
        </svg>
      </button>
      {isOpen ? <Open {...props} choose={choose} close={close} /> : null}
    </div>
  );
};
