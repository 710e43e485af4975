import type { Conversation } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { KeyHint } from '../app/key-label.tsx';
import { useStore } from '../app/store.ts';
import { Empty, Failed } from '../controls/empty.tsx';
import { tabs, type Tab } from './order.ts';
import { Row, rowPx } from './row.tsx';
import { rowWindow } from './window.ts';

type InboxProps = {
  conversations: readonly Conversation[];
  count: Record<Tab, number>;
  onOpen: (id: string) => void;
};

const TabList = ({ count }: { count: Record<Tab, number> }): JSX.Element => {
  const { text, look } = useDesk();
  const { tab } = useStore(look);
  const choose = (next: Tab): void => look.set((before) => ({ ...before, tab: next }));
  return (
    <div class="tabs" role="tablist" aria-label={text.inbox.title}>
      {tabs.map((each, index) => (
        <button
          key={each}
          type="button"
          role="tab"
          id={`tab-${each}`}
          aria-selected={each === tab}
          aria-controls="inbox-panel"
          tabIndex={each === tab ? 0 : -1}
          class="tab"
          onClick={() => choose(each)}
          onKeyDown={(event) => {
            const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
            const next = step ? tabs[(index + step + tabs.length) % tabs.length] : undefined;
            if (!next) return;
            event.preventDefault();
            choose(next);
            document.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
          }}
        >
          {text.inbox.tabs[each]}
          <span class="tab-count">{count[each]}</span>
          <KeyHint command={each} />
        </button>
      ))}
    </div>
  );
};

const Search = (): JSX.Element => {
  const { text, look } = useDesk();
  const { search } = useStore(look);
  return (
    <div class="search">
      <input
        id="inbox-search"
        class="input"
        type="search"
        value={search}
        placeholder={text.inbox.search}
        aria-label={text.inbox.search}
        onInput={(event) => {
          const words = event.currentTarget.value;
          look.set((before) => ({ ...before, search: words }));
        }}
      />
      <KeyHint command="search" />
    </div>
  );
};

const EmptyInbox = (): JSX.Element => {
  const { text, look } = useDesk();
  const { tab, search } = useStore(look);
  const { inbox } = text;
  if (search.trim() !== '') {
    return <Empty title={inbox.emptySearch(search.trim())} next={inbox.emptySearchNext} />;
  }
  const said = {
    waiting: [inbox.emptyWaiting, inbox.emptyWaitingNext],
    mine: [inbox.emptyMine, inbox.emptyMineNext],
    all: [inbox.emptyAll, inbox.emptyAllNext],
  } as const;
  return <Empty title={said[tab][0]} next={said[tab][1]} />;
};

/** Follows a scrolling element: what of it is in view. */
const useScrolling = () => {
  const element = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ scrollPx: 0, heightPx: 800 });
  useEffect(() => {
    const list = element.current;
    if (!list) return;
    const look = (): void => setView({ scrollPx: list.scrollTop, heightPx: list.clientHeight });
    look();
    list.addEventListener('scroll', look, { passive: true });
    addEventListener('resize', look);
    return () => {
      list.removeEventListener('scroll', look);
      removeEventListener('resize', look);
    };
  }, []);
  return { element, view };
};

/** Keeps the row the keyboard stands on in view. */
const useCursorInView = (element: { current: HTMLDivElement | null }, index: number): void => {
  useEffect(() => {
    const list = element.current;
    if (!list || index < 0) return;
    const top = index * rowPx;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (top + rowPx > list.scrollTop + list.clientHeight)
      list.scrollTop = top + rowPx - list.clientHeight;
  }, [index]);
};

/** Loads closed conversations page by page as the end of the whole list comes into view. */
const useOlder = (isAtEnd: boolean): void => {
  const { book, look } = useDesk();
  const { tab, search } = useStore(look);
  const { hasOlder, phase } = useStore(book.state);
  const isWanted = isAtEnd && hasOlder && phase === 'ready' && tab === 'all' && search === '';
  useEffect(() => {
    if (isWanted) void book.loadOlder();
  }, [isWanted]);
};

const List = ({ conversations, onOpen }: Omit<InboxProps, 'count'>): JSX.Element => {
  const { text, look } = useDesk();
  const { open, cursor, tab } = useStore(look);
  const { element, view } = useScrolling();
  const cursorIndex = conversations.findIndex(({ id }) => id === cursor);
  useCursorInView(element, cursorIndex);
  const rows = rowWindow(conversations.length, rowPx, view);
  useOlder(rows.last >= conversations.length);
  return (
    <div
      ref={element}
      id="inbox-list"
      class="inbox-list"
      role="listbox"
      tabIndex={0}
      aria-label={`${text.inbox.list}: ${text.inbox.tabs[tab]}`}
      aria-activedescendant={cursorIndex >= 0 ? `row-${cursor}` : undefined}
    >
      <div role="presentation" style={{ height: `${rows.heightPx}px`, position: 'relative' }}>
        <div role="presentation" style={{ transform: `translateY(${rows.topPx}px)` }}>
          {conversations.slice(rows.first, rows.last).map((conversation, offset) => (
            <Row
              key={conversation.id}
              conversation={conversation}
              isOpen={conversation.id === open}
              isCursor={conversation.id === cursor}
              place={{ index: rows.first + offset, count: conversations.length }}
              onOpen={onOpen}
            />
          ))}
        </div>
      </div>
    </div>
  );
};

/** The left column: who waits, what is mine, everything. */
export const InboxView = ({ conversations, count, onOpen }: InboxProps): JSX.Element => {
  const { text, book, look } = useDesk();
  const { phase } = useStore(book.state);
  const { tab } = useStore(look);
  return (
    <nav class="inbox" aria-label={text.inbox.title}>
      <TabList count={count} />
      <Search />
      <div id="inbox-panel" class="inbox-panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        {phase === 'failed' ? (
          <Failed sentence={text.inbox.failed} retry={text.app.retry} onRetry={() => void book.reload()} />
        ) : null}
        {phase === 'loading' ? <output class="loading">{text.app.loading}</output> : null}
        {phase !== 'loading' && conversations.length === 0 ? <EmptyInbox /> : null}
        {conversations.length > 0 ? <List conversations={conversations} onOpen={onOpen} /> : null}
      </div>
    </nav>
  );
};
