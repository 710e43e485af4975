import { fill, formatNumber } from '@shopbell/look';
import { sizes } from '@shopbell/protocol/limits';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { attach } from '../attach.ts';
import { fetchLate, useLate } from '../late-part.ts';
import { firstFormOf } from '../offers.ts';
import type { ViewProps } from './view-props.ts';
import { Waiting } from './waiting.tsx';

const warnChars = 200;

const Limit = ({ state, words }: ViewProps): JSX.Element | null => {
  const left = sizes.textMaxChars - state.draft.length;
  if (left > warnChars) return null;
  const label = left < 0 ? words.tooLong : words.charactersLeft;
  return (
    <p class={left < 0 ? 'limit over' : 'limit'} role="status">
      {fill(label, formatNumber(Math.abs(left), state.locale))}
    </p>
  );
};

type FieldProps = ViewProps & { send: () => void };

/** The field: grows with the words; Enter sends, Shift and Enter begins a line. */
const Field = ({ state, words, chat, send }: FieldProps): JSX.Element => {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (state.isOpen) field.current?.focus({ preventScroll: true });
  }, [state.isOpen]);
  useLayoutEffect(() => {
    const area = field.current;
    // Browsers without `field-sizing` need telling.
    if (!area || CSS.supports('field-sizing', 'content')) return;
    area.style.blockSize = 'auto';
    area.style.blockSize = `${area.scrollHeight}px`;
  }, [state.draft]);
  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method composes, Enter picks a word.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <textarea
      ref={field}
      rows={1}
      value={state.draft}
      dir="auto"
      aria-label={words.composer}
      placeholder={words.placeholder}
      enterkeyhint="send"
      autoComplete="off"
      onPaste={(event) => {
        const { files, types } = event.clipboardData ?? {};
        // What can be pasted as words, too, is meant as words.
        if (!types?.includes('text/plain') && attach(chat, files)) event.preventDefault();
      }}
      onInput={(event) => chat.type(event.currentTarget.value)}
      onFocus={() => chat.look()}
      onKeyDown={onKeyDown}
    />
  );
};

const Files = (props: ViewProps): JSX.Element => {
  const late = useLate('files');
  return late ? <late.Tray {...props} /> : <Waiting late={late} words={props.words} />;
};

/** Where the shopper writes. */
export const Composer = (props: ViewProps): JSX.Element => {
  const { state, words, chat } = props;
  const text = state.draft.trim();
  const late = useLate('net');
  const { isOpen, files } = state.attachments;
  const first = firstFormOf(state);
  const isAsked = first !== null && state.filled?.form !== first;
  const isSomething = text !== '' || files.length > 0;
  const canSend = isSomething && state.draft.length <= sizes.textMaxChars && !isAsked;
  const send = (): void => {
    if (!canSend) return;
    if (files.length > 0) return void fetchLate('files').then(({ sendAttached }) => sendAttached(chat));
    chat.send(text);
    chat.type('');
  };
  // A sandbox may forbid forms, and `submit` with them: there a click is still a click.
  const onClick = (event: Event & { currentTarget: HTMLElement }): void => {
    send();
    event.currentTarget.parentElement?.querySelector('textarea')?.focus();
  };
  return (
    <div class="composer">
      <Limit {...props} />
      {isOpen || files.length > 0 ? <Files {...props} /> : null}
      <div class="field">
        {late ? <late.Tools {...props} /> : null}
        <Field {...props} send={send} />
        <button type="button" class="send" aria-label={words.send} aria-disabled={!canSend} onClick={onClick}>
          <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
            <path d="M12 20V5M5.5 11.5 12 5l6.5 6.5" />
          </svg>
        </button>
      </div>
    </div>
  );
};
