import type { JSX } from 'preact';
import { useDesk } from '../app/desk.ts';
import { KeyHint } from '../app/key-label.tsx';
import { useStore } from '../app/store.ts';
import { Empty, Failed } from '../controls/empty.tsx';
import type { Tab } from './order.ts';

/** What the relay takes. */
const queryMaxChars = 200;

type FieldProps = { first: string | null; onOpen: (id: string) => void };

/** The search field: ↓ goes to what was found, Enter opens the first of it, Escape empties it. */
export const SearchField = ({ first, onOpen }: FieldProps): JSX.Element => {
  const { text, look } = useDesk();
  const { search } = useStore(look);
  const press = (event: KeyboardEvent): void => {
    if (first === null || event.isComposing) return;
    if (event.key === 'ArrowDown') {
      look.set((before) => ({ ...before, cursor: first }));
      document.querySelector<HTMLElement>('#inbox-list')?.focus();
    } else if (event.key === 'Enter' && search.trim() !== '') onOpen(first);
    else return;
    event.preventDefault();
  };
  return (
    <div class="search">
      <input
        id="inbox-search"
        class="input"
        type="search"
        value={search}
        maxLength={queryMaxChars}
        placeholder={text.inbox.search}
        aria-label={text.inbox.search}
        onKeyDown={press}
        onInput={(event) => {
          const words = event.currentTarget.value;
          look.set((before) => ({ ...before, search: words, cursor: null }));
        }}
      />
      <KeyHint command="search" />
    </div>
  );
};

/** How the search stands: under way, failed, or, for a screen reader, how much was found. */
export const Searching = ({ count }: { count: number }): JSX.Element | null => {
  const { text, search } = useDesk();
  const { phase } = useStore(search.state);
  if (phase === 'failed')
    return (
      <Failed sentence={text.inbox.searchFailed} retry={text.app.retry} onRetry={() => search.again()} />
    );
  if (phase === 'loading') return <output class="searching">{text.inbox.searching}</output>;
  return <output class="sb-hidden">{phase === 'ready' ? text.inbox.found(count) : ''}</output>;
};

const NothingFound = ({ words }: { words: string }): JSX.Element | null => {
  const { text, search } = useDesk();
  const { phase, hasMore } = useStore(search.state);
  if (phase !== 'ready') return null;
  const further = (
    <button type="button" class="button" onClick={() => void search.more()}>
      {text.inbox.searchFurther}
    </button>
  );
  return (
    <Empty title={text.inbox.emptySearch(words)} next={hasMore ? further : text.inbox.emptySearchNext} />
  );
};

/** A list without rows: what is so, and what to do next. */
export const EmptyInbox = ({ tab }: { tab: Tab }): JSX.Element | null => {
  const { text, look } = useDesk();
  const { search } = useStore(look);
  const { inbox } = text;
  if (search.trim() !== '') return <NothingFound words={search.trim()} />;
  const said = {
    waiting: [inbox.emptyWaiting, inbox.emptyWaitingNext],
    mine: [inbox.emptyMine, inbox.emptyMineNext],
    all: [inbox.emptyAll, inbox.emptyAllNext],
  } as const;
  return <Empty title={said[tab][0]} next={said[tab][1]} />;
};
