import { Bell, fill } from '@shopbell/look';
import type { JSX } from 'preact';
import { attach } from '../attach.ts';
import { useLate } from '../late-part.ts';
import { stateWords } from '../state-words.ts';
import { Composer } from './composer.tsx';
import { trapFocus } from './trap-focus.ts';
import { Transcript } from './transcript.tsx';
import type { ViewProps } from './view-props.ts';
import { Waiting } from './waiting.tsx';

/** The way to the shopper’s other conversations, or in the place of what was said the list of them. */
const Talks = (props: ViewProps & { isList: boolean }): JSX.Element | null => {
  const late = useLate('talks');
  return late ? <late.Talks {...props} /> : null;
};

const Header = (props: ViewProps): JSX.Element => {
  const { state, words, chat } = props;
  return (
    <header class="head">
      <span class="mark">
        <Bell size={24} />
      </span>
      <div class="who">
        <h1>
          <bdi>{state.shop}</bdi>
        </h1>
        <p class={`state ${state.connection.name}`} role="status">
          {stateWords(state, words)}
        </p>
      </div>
      {state.conversations.length > 0 ? <Talks {...props} isList={false} /> : null}
      {state.service?.articles ? (
        <button type="button" class="close" aria-label={words.articles} onClick={chat.read}>
          <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
            <path d="M8.5 9a3.5 3.5 0 1 1 5 3q-1.5 1-1.5 3M12 19v.01" />
          </svg>
        </button>
      ) : null}
      <button type="button" class="close" aria-label={words.close} onClick={chat.close}>
        <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
          <path d="M5 5l14 14M19 5 5 19" />
        </svg>
      </button>
    </header>
  );
};

const Articles = (props: ViewProps): JSX.Element => {
  const late = useLate('articles');
  return late ? <late.ArticlesView {...props} /> : <Waiting late={late} words={props.words} />;
};

/** The whole panel: who answers, what was said, and where to write. */
export const Panel = (props: ViewProps): JSX.Element => {
  const { state, words, chat } = props;
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLElement }): void => {
    if (event.key === 'Escape' && !event.isComposing) chat.close();
    if (event.key === 'Tab' && state.isModal) trapFocus(event, event.currentTarget);
  };
  return (
    <div
      class="panel"
      role="dialog"
      aria-modal={state.isModal}
      aria-label={fill(words.dialog, state.shop)}
      onKeyDown={onKeyDown}
      onDragOver={(event) => state.uploads && event.preventDefault()}
      onDrop={(event) => attach(chat, event.dataTransfer?.files) && event.preventDefault()}
    >
      <Header {...props} />
      {state.isListing ? (
        <Talks {...props} isList />
      ) : (
        <>
          <Transcript {...props} />
          <Composer {...props} />
        </>
      )}
      {state.isReading ? <Articles {...props} /> : null}
    </div>
  );
};
