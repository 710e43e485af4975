import { counted } from '@shopbell/look';
import type { JSX, RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Chat } from '../panel/chat.ts';
import { unreadCount } from '../panel/panel-state.ts';
import { part, usePart } from '../panel/part.ts';
import { trapFocus } from '../panel/views/trap-focus.ts';
import type { ViewProps } from '../panel/views/view-props.ts';
import { Waiting } from '../panel/views/waiting.tsx';
import { ArticleList, useFound, type Found, type Looking } from './article-list.tsx';
import { ArticleView } from './article-view.tsx';
import { articlesWordsFor } from './articles-words.ts';
import { useLayer } from './use-layer.ts';
import { useSteps } from './use-steps.ts';

const orders = part(() => import('../orders/orders.tsx'), 'orders');

const Orders = (props: ViewProps & { done: () => void }): JSX.Element => {
  const late = usePart(orders);
  return late ? <late.OrderView {...props} /> : <Waiting late={late} words={props.words} />;
};

type HeadProps = ViewProps & {
  back: () => void;
  label: string;
  name: string;
  /** Where the focus goes, if that is what has come. */
  title: RefObject<HTMLHeadingElement | null> | null;
};

const Head = ({ back, label, name, title, ...props }: HeadProps): JSX.Element => (
  <header class="head">
    <button type="button" class="close back" aria-label={label} onClick={back}>
      <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
        <path d="M14.5 5 7.5 12l7 7" />
      </svg>
    </button>
    <div class="who">
      <h1 ref={title} tabIndex={-1}>
        {name}
      </h1>
    </div>
    <button type="button" class="close" aria-label={props.words.close} onClick={props.chat.close}>
      <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
        <path d="M5 5l14 14M19 5 5 19" />
      </svg>
    </button>
  </header>
);

const Foot = ({ state, write }: ViewProps & { write: () => void }): JSX.Element => {
  const own = articlesWordsFor(state.locale);
  const unread = unreadCount(state);
  return (
    <footer class="foot">
      <p role="status">{unread > 0 ? counted(own.unread, unread, state.locale) : own.unanswered}</p>
      <button type="button" class="small" onClick={write}>
        {unread > 0 ? own.toChat : own.write}
      </button>
    </footer>
  );
};

/** What is open: an article, what asks for an order, or the list. */
type Opened = Found | 'order' | null;

/** The focus goes to what has come: an article's title, or back in the list the row it was opened from. */
const useTurns = (open: Opened, isModal: boolean) => {
  const field = useRef<HTMLInputElement>(null);
  const row = useRef<HTMLButtonElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const isFirst = useRef(true);
  // On phones a field with the focus would bring the keyboard along, over half the list.
  const first = () => title.current ?? row.current ?? (isModal ? scroller.current : field.current);
  useLayoutEffect(() => {
    if (!isFirst.current) first()?.focus();
    isFirst.current = false;
    if (open) scroller.current?.scrollTo(0, 0);
  }, [open]);
  return { field, row, title, scroller, first };
};

/** The browser’s back button leads from an article or an order to the list, and from there to the chat. */
const useBackButton = ({ state, chat }: ViewProps, isDeep: boolean, toList: () => void): void => {
  const { isModal, isOpen } = state;
  // Beside the page the list is no step of its own: the back button is the page’s.
  const covering = isModal ? 1 : 0;
  const place = { page: chat.presence.visitor.page.url, isModal, isOpen };
  useSteps(covering + (isDeep ? 1 : 0), place, (left) => {
    toList();
    if (left < covering) chat.store.set({ isReading: false });
  });
};

type BodyProps = ViewProps & {
  open: Opened;
  done: () => void;
  looking: Looking;
  title: RefObject<HTMLHeadingElement | null>;
  order: () => void;
};

const Body = ({ open, done, looking, title, order, ...props }: BodyProps): JSX.Element => {
  if (open === 'order') return <Orders done={done} {...props} />;
  if (open) return <ArticleView key={open.id} article={open} title={title} {...props} />;
  return <ArticleList looking={looking} order={order} {...props} />;
};

/** Back to the chat: where one was, to write, or to see what has come. */
const waysOut = ({ store }: Chat, leaveTo: (selector: string) => void) => {
  const leave = (): void => store.set({ isReading: false });
  const to = (selector: string) => (): void => {
    leaveTo(selector);
    leave();
  };
  return { leave, write: to('textarea'), see: to('.scroller') };
};

/** Help articles above the chat: all of them, or one. Escape, the arrow and the back button lead back one step. */
export const ArticlesView = (props: ViewProps): JSX.Element => {
  const { state, words, chat } = props;
  const own = articlesWordsFor(state.locale);
  const layer = useRef<HTMLElement>(null);
  const [query, setQuery] = useState('');
  const [open, setOpen] = useState<Opened>(state.isReading === 'order' ? 'order' : null);
  const [lastId, setLastId] = useState<string>();
  const found = useFound(props, query);
  const { field, row, title, scroller, first } = useTurns(open, state.isModal);
  const leaveTo = useLayer({ layer, first, isOpen: state.isOpen });
  const { leave, write, see } = waysOut(chat, leaveTo);
  const isAsking = open === 'order';
  const hasList = state.service?.articles === true;
  const back = (): void => (open && hasList ? setOpen(null) : leave());
  useBackButton(props, open !== null && hasList, () => setOpen(null));
  const read = (article: Found): void => {
    setLastId(article.id);
    setOpen(article);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // The panel beneath is not to hear of it: it would close, or lead Tab into what is covered.
    event.stopPropagation();
    if (event.key === 'Tab' && state.isModal && layer.current) trapFocus(event, layer.current);
    // A field with words in it is emptied by Escape.
    if (event.key === 'Escape' && !event.isComposing && (event.target !== field.current || query === ''))
      back();
  };
  const looking: Looking = { query, setQuery, read, lastId, field, row, ...found };
  const name = isAsking ? own.orders : words.articles;
  const label = open && hasList ? own.toList : own.toChat;
  return (
    <section class="articles" ref={layer} aria-label={name} onKeyDown={onKeyDown}>
      <Head back={back} label={label} name={name} title={isAsking ? title : null} {...props} />
      <div
        class="scroller"
        ref={scroller}
        role="region"
        aria-label={open && !isAsking ? open.title : name}
        tabIndex={0}
      >
        <Body {...props} {...{ open, looking, title }} done={see} order={() => setOpen('order')} />
      </div>
      <Foot write={write} {...props} />
    </section>
  );
};
