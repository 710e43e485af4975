import { formatDay } from '@shopbell/look';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { fill } from '@shopbell/look';
import { unreadCount } from '../panel-state.ts';
import { timeline, type Item } from '../timeline.ts';
import { Message } from './message.tsx';
import type { ViewProps } from './view-props.ts';

/** Nearer to the end than this, the list stays at the end as messages come. */
const nearPx = 64;

const ItemView = ({ item, ...props }: ViewProps & { item: Item }): JSX.Element => {
  switch (item.kind) {
    case 'day':
      return <li class="day">{formatDay(item.at, props.state.locale)}</li>;
    case 'line':
      return <li class="line">{item.text}</li>;
    case 'message':
      return <Message item={item} {...props} />;
    default:
      return item satisfies never;
  }
};

const Empty = ({ words }: ViewProps): JSX.Element => (
  <div class="empty">
    <h2>{words.empty}</h2>
    <p>{words.emptyHint}</p>
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

/** The list with its scroll: at the end it stays at the end; further up it stays where it is, and offers the way down. */
export const Transcript = (props: ViewProps): JSX.Element => {
  const { state, words, chat } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const stays = useRef(true);
  const [isAway, setAway] = useState(false);
  const items = timeline(state, words);
  const unread = unreadCount(state);

  const toEnd = (): void => {
    const list = scroller.current;
    if (!list) return;
    list.scrollTop = list.scrollHeight;
    stays.current = true;
    setAway(false);
    chat.markRead();
  };
  const look = (): void => {
    const list = scroller.current;
    if (!list) return;
    stays.current = list.scrollHeight - list.scrollTop - list.clientHeight < nearPx;
    setAway(!stays.current);
    if (stays.current) chat.markRead();
  };
  useLayoutEffect(() => {
    if (stays.current) toEnd();
  }, [items.length, state.isOpen, state.typing, state.pending.length]);
  useEffect(() => {
    const list = scroller.current;
    if (!list) return;
    // The list shrinks under a virtual keyboard and grows with late pictures.
    const watch = new ResizeObserver(() => stays.current && toEnd());
    watch.observe(list);
    return () => watch.disconnect();
  }, []);

  return (
    <div class="middle">
      {/* Scrolled by keyboard too, hence focusable. */}
      <div
        class="scroller"
        ref={scroller}
        onScroll={look}
        role="region"
        aria-label={words.messages}
        tabIndex={0}
      >
        {items.length === 0 ? <Empty {...props} /> : null}
        <ol class="items">
          {items.map((item) => (
            <ItemView key={item.key} item={item} {...props} />
          ))}
        </ol>
        <Typing {...props} />
      </div>
      {isAway ? (
        <button type="button" class="newest" onClick={toEnd}>
          {words.newest}
          {unread > 0 ? <span class="count">{unread}</span> : null}
        </button>
      ) : null}
      <p class="sb-hidden" role="status">
        {state.announcement}
      </p>
    </div>
  );
};
