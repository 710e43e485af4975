import { fill, formatDay } from '@shopbell/look';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
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

/** Keeps the end in view as long as the shopper is there; tells when they are further up. */
const useEnd = ({ state, chat }: ViewProps, items: readonly Item[]) => {
  const scroller = useRef<HTMLDivElement>(null);
  const stays = useRef(true);
  const [isAway, setAway] = useState(false);
  const settle = (doesStay: boolean): void => {
    stays.current = doesStay;
    setAway(!doesStay);
    if (doesStay) chat.markRead();
  };
  const toEnd = (): void => {
    const list = scroller.current;
    if (!list) return;
    list.scrollTop = list.scrollHeight;
    settle(true);
  };
  const onScroll = (): void => {
    const list = scroller.current;
    if (list) settle(list.scrollHeight - list.scrollTop - list.clientHeight < nearPx);
  };
  useLayoutEffect(() => {
    // What one writes oneself is always looked at.
    if (stays.current || state.pending.length > 0) toEnd();
  }, [items.length, state.isOpen, state.typing, state.pending.length]);
  useEffect(() => {
    const list = scroller.current;
    if (!list) return;
    // The list shrinks under a virtual keyboard.
    const watch = new ResizeObserver(() => {
      if (stays.current) toEnd();
    });
    watch.observe(list);
    return () => watch.disconnect();
  }, []);
  return { scroller, isAway, toEnd, onScroll };
};

/** What was said. At the end it stays at the end; further up it stays where it is, and offers the way down. */
export const Transcript = (props: ViewProps): JSX.Element => {
  const { state, words } = props;
  const items = timeline(state, words);
  const unread = unreadCount(state);
  const { scroller, isAway, toEnd, onScroll } = useEnd(props, items);
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
