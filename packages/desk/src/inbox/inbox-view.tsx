import type { Conversation, SearchMatch } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { KeyHint } from '../app/key-label.tsx';
import { useStore } from '../app/store.ts';
import { Failed } from '../controls/empty.tsx';
import { ApprovalsView } from '../approvals/approvals-view.tsx';
import { tabs, type Column, type Tab } from './order.ts';
import { Row, rowPx } from './row.tsx';
import { EmptyInbox, SearchField, Searching } from './search-view.tsx';
import { rowWindow } from './window.ts';

type InboxProps = {
  conversations: readonly Conversation[];
  count: Record<Tab, number>;
  found: ReadonlyMap<string, readonly SearchMatch[]>;
  onOpen: (id: string) => void;
};

/** How many drafts wait too long, as time goes by. */
const useLate = (): number => {
  const { held, now } = useDesk();
  const { drafts } = useStore(held.state);
  const at = useStore(now);
  return drafts.filter(({ dueAt }) => dueAt <= at).length;
};

/** Who may release hears, and sees, that somebody waits too long for it. */
const Late = (): JSX.Element => {
  const { text } = useDesk();
  const late = useLate();
  return (
    <output class={late > 0 ? 'tabs-late' : 'sb-hidden'}>{late > 0 ? text.held.lateCount(late) : ''}</output>
  );
};

type TabProps = { column: Column; count: number; isLate: boolean; onMove: (step: 1 | -1) => void };

const TabButton = ({ column, count, isLate, onMove }: TabProps): JSX.Element => {
  const { text, look } = useDesk();
  const { tab } = useStore(look);
  const isApprovals = column === 'approvals';
  const due = isLate ? ' tab-count-late' : ' tab-count-due';
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${column}`}
      aria-selected={column === tab}
      aria-controls="inbox-panel"
      tabIndex={column === tab ? 0 : -1}
      class={isApprovals ? 'tab tab-approvals' : 'tab'}
      onClick={() => look.set((before) => ({ ...before, tab: column }))}
      onKeyDown={(event) => {
        const step = { ArrowRight: 1 as const, ArrowLeft: -1 as const }[event.key];
        if (!step) return;
        event.preventDefault();
        onMove(step);
      }}
    >
      {isApprovals ? text.approvals.tab : text.inbox.tabs[column]}
      <span class={`tab-count${isApprovals && count > 0 ? due : ''}`}>{count}</span>
      <KeyHint command={column} />
    </button>
  );
};

const TabList = ({ count }: { count: Record<Tab, number> }): JSX.Element => {
  const { text, look, rights, queue, held } = useDesk();
  const waiting = useStore(queue.state).waiting + useStore(held.state).waiting;
  const late = useLate();
  const columns: readonly Column[] = rights.canApprove ? [...tabs, 'approvals'] : tabs;
  const move = (index: number) => (step: 1 | -1) => {
    const next = columns[(index + step + columns.length) % columns.length];
    if (!next) return;
    look.set((before) => ({ ...before, tab: next }));
    document.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={text.inbox.title}>
      {columns.map((column, index) => (
        <TabButton
          key={column}
          column={column}
          count={column === 'approvals' ? waiting : count[column]}
          isLate={column === 'approvals' && late > 0}
          onMove={move(index)}
        />
      ))}
    </div>
  );
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

/** Loads closed conversations, or further ones that were found, as the end of the list comes into view. */
const useOlder = (isAtEnd: boolean): void => {
  const { book, look, search: finding } = useDesk();
  const found = useStore(finding.state);
  const isFindable = isAtEnd && found.phase === 'ready' && found.hasMore;
  const { tab, search } = useStore(look);
  const { hasOlder, phase } = useStore(book.state);
  const isWanted = isAtEnd && hasOlder && phase === 'ready' && tab === 'all' && search === '';
  useEffect(() => {
    if (isWanted) void book.loadOlder();
  }, [isWanted]);
  useEffect(() => {
    if (isFindable) void finding.more();
  }, [isFindable]);
};

type ListProps = Omit<InboxProps, 'count'> & { tab: Tab };

const List = ({ conversations, found, onOpen, tab }: ListProps): JSX.Element => {
  const { text, look } = useDesk();
  const { open, cursor } = useStore(look);
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
              matches={found.get(conversation.id)}
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

const Conversations = (props: ListProps): JSX.Element => {
  const { conversations, tab } = props;
  const { text, book } = useDesk();
  const { phase } = useStore(book.state);
  return (
    <>
      {phase === 'failed' ? (
        <Failed sentence={text.inbox.failed} retry={text.app.retry} onRetry={() => void book.reload()} />
      ) : null}
      {phase === 'loading' ? <output class="loading">{text.app.loading}</output> : null}
      <Searching count={conversations.length} />
      {phase !== 'loading' && conversations.length === 0 ? <EmptyInbox tab={tab} /> : null}
      {conversations.length > 0 ? <List {...props} /> : null}
    </>
  );
};

/** The left column: who waits, what is mine, everything, and what waits for an approval. */
export const InboxView = ({ conversations, count, found, onOpen }: InboxProps): JSX.Element => {
  const { text, look } = useDesk();
  const { tab } = useStore(look);
  return (
    <nav class="inbox" aria-label={text.inbox.title}>
      <TabList count={count} />
      <Late />
      {tab === 'approvals' ? null : <SearchField first={conversations[0]?.id ?? null} onOpen={onOpen} />}
      <div id="inbox-panel" class="inbox-panel" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        {tab === 'approvals' ? (
          <ApprovalsView onOpen={onOpen} />
        ) : (
          <Conversations conversations={conversations} found={found} onOpen={onOpen} tab={tab} />
        )}
      </div>
    </nav>
  );
};
