import { fill, formatDay } from '@shopbell/look';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useLate } from '../late-part.ts';
import { isApart, unreadCount } from '../panel-state.ts';
import { timeline, type Item } from '../timeline.ts';
import { Identity } from './identity.tsx';
import { Message } from './message.tsx';
import { Offers } from './offers.tsx';
import { Story } from './story.tsx';
import type { ViewProps } from './view-props.ts';
import { Waiting } from './waiting.tsx';

/** Nearer to the end than this, the list stays at the end as messages come. */
const nearPx = 64;
/** What stays free above it. */
const gapPx = 16;

const ItemView = ({ item, ...props }: ViewProps & { item: Item }): JSX.Element => {
  switch (item.kind) {
    case 'day':
      return <li class="day">{formatDay(item.at, props.state.locale, Date.now() + props.state.skewMs)}</li>;
    case 'line':
      return <li class="line">{item.text}</li>;
    case 'story':
      return <Story story={item} {...props} />;
    case 'identity':
      return <Identity item={item} {...props} />;
    case 'message':
      return <Message item={item} {...props} />;
    default:
      return item satisfies never;
  }
};

const Empty = ({ state, words, chat }: ViewProps): JSX.Element => (
  <div class="empty">
    <h2>{words.empty}</h2>
    <p>{words.emptyHint}</p>
    {state.service?.articles ? (
      <button type="button" class="small" onClick={chat.read}>
        {words.articles}
      </button>
    ) : null}
  </div>
);

const Typing = ({ state, words }: ViewProps): JSX.Element | null =>
  state.typing === null ? null : (
    <p class="typing">
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {fill(words.typing, state.typing || words.shop)}
    </p>
  );

/** So many entries are drawn before what is drawn is looked after. */
const fewEntries = 200;

/** What was said earlier, as the shopper scrolls up. */
const Earlier = (props: ViewProps): JSX.Element => {
  const late = useLate('history');
  return (
    <div class="earlier">{late ? <late.Earlier key={props.state.conversation?.id} {...props} /> : null}</div>
  );
};

/** The end of the list, or the beginning of what has just come where that does not fit into the view. */
const newestPlace = (list: HTMLElement, isNews: boolean): number => {
  const last = list.querySelector<HTMLElement>('.items > :last-child');
  // While nothing was said, its words begin at the top.
  if (!last) return 0;
  if (!isNews || last.offsetHeight <= list.clientHeight) return list.scrollHeight;
  return list.scrollTop + last.getBoundingClientRect().top - list.getBoundingClientRect().top - gapPx;
};

/** Keeps the end in view as long as the shopper is there; tells when they are further up. */
const useEnd = ({ chat, state }: ViewProps, items: readonly Item[]) => {
  const scroller = useRef<HTMLDivElement>(null);
  const stays = useRef(true);
  const size = useRef('');
  const [isAway, setAway] = useState(false);
  const newest = items.at(-1);
  const isIncoming = newest?.kind === 'message' && !newest.isOwn;
  const onScroll = (): void => {
    const list = scroller.current;
    if (!list) return;
    stays.current =
      list.scrollHeight - list.scrollTop - list.clientHeight < nearPx && !isApart(chat.store.value);
    setAway(!stays.current);
    chat.settle(stays.current);
  };
  const toEnd = (isNews: boolean): void => {
    const list = scroller.current;
    if (!list) return;
    list.scrollTop = newestPlace(list, isNews);
    size.current = `${list.scrollHeight} ${list.clientHeight}`;
    onScroll();
  };
  useLayoutEffect(() => {
    // What one writes oneself is always looked at.
    if (stays.current || (state.pending.length > 0 && !isApart(state))) toEnd(isIncoming);
  }, [newest?.key]);
  useLayoutEffect(() => {
    if (stays.current) toEnd(false);
  }, [state.isOpen, state.isReading, state.typing]);
  useEffect(() => {
    const list = scroller.current;
    if (!list) return;
    // The view shrinks under a virtual keyboard; the list grows with what loads late.
    const watch = new ResizeObserver(() => {
      if (stays.current && size.current !== `${list.scrollHeight} ${list.clientHeight}`) toEnd(false);
    });
    for (const part of [list, ...list.children]) watch.observe(part);
    return () => watch.disconnect();
  }, []);
  const jump = (): void => {
    stays.current = true;
    if (isApart(state)) chat.store.set({ from: state.entries[0]?.seq ?? 0, to: Infinity });
    else toEnd(false);
  };
  return { scroller, isAway, jump, onScroll };
};

/** What was said. At the end it stays at the end; further up it stays where it is, and offers the way down. */
export const Transcript = (props: ViewProps): JSX.Element => {
  const { state, words } = props;
  const items = timeline(state, words);
  const unread = unreadCount(state);
  const { scroller, isAway, jump, onScroll } = useEnd(props, items);
  const { entries } = state;
  const hasEarlier = (entries[0]?.seq ?? 1) > 1 || entries.length > fewEntries;
  const hasNewest = !isApart(state);
  return (
    <div class="middle">
      {/* Scrolled by keyboard too, hence focusable. */}
      <div
        class="scroller"
        ref={scroller}
        onScroll={onScroll}
        role="region"
        aria-label={words.messages}
        tabIndex={0}
      >
        {hasEarlier ? <Earlier {...props} /> : null}
        {items.length > 0 ? null : state.conversation ? (
          <Waiting late={undefined} words={words} />
        ) : (
          <Empty {...props} />
        )}
        <ol class="items">
          {items.map((item) => (
            <ItemView key={item.key} item={item} {...props} />
          ))}
        </ol>
        <div>{hasNewest ? <Offers {...props} /> : null}</div>
        {hasNewest ? <Typing {...props} /> : null}
      </div>
      {(isAway && items.length > 0) || !hasNewest ? (
        <button type="button" class="newest" onClick={jump}>
          {words.newest} {unread > 0 ? <span class="count">{unread}</span> : null}
        </button>
      ) : null}
      <p class="sb-hidden" role="status">
        {state.announcement}
      </p>
    </div>
  );
};
