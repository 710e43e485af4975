import { counted, formatDay, formatNumber, formatTime, isSameDay } from '@shopbell/look';
import type { ShopperConversation } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Chat } from '../panel/chat.ts';
import { unreadCount } from '../panel/panel-state.ts';
import type { ViewProps } from '../panel/views/view-props.ts';
import { unreadIn } from './elsewhere.ts';
import { talksWordsFor } from './talks-words.ts';

/** Asks for the list as it is now; where that fails, what is known stays. */
const refresh = async ({ store, presence }: Chat): Promise<void> => {
  const answer = await presence.session?.connection.call('conversation:list', {});
  if (answer) store.set({ conversations: answer.conversations });
};

/** Shows one of them, or the place for a new one. */
const pick = ({ store, presence }: Chat, conversation: ShopperConversation | null): void => {
  const isShown = conversation !== null && store.value.conversation?.id === conversation.id;
  store.set({ isListing: false });
  if (isShown || !presence.session) return;
  store.set({ picked: conversation?.id ?? '', acknowledged: [], filled: null, announcement: '' });
  presence.session.show(conversation);
};

const Row = ({ talk, ...props }: ViewProps & { talk: ShopperConversation }): JSX.Element => {
  const { state, words, chat } = props;
  const own = talksWordsFor(state.locale);
  const now = Date.now() + state.skewMs;
  const { preview, updatedAt, status, agent } = talk;
  const isShown = talk.id === state.conversation?.id;
  const unread = isShown ? unreadCount(state) : unreadIn(chat, talk.id);
  const last = preview?.by === 'shopper' ? `${words.you}: ${preview.text}` : preview?.text;
  return (
    <>
      <span class="talk-head">
        <bdi class="talk-who">{agent?.name ?? state.shop}</bdi>
        <time dateTime={new Date(updatedAt).toISOString()}>
          {isSameDay(updatedAt, now)
            ? formatTime(updatedAt, state.locale)
            : formatDay(updatedAt, state.locale, now)}
        </time>
      </span>
      <span class="talk-last" dir="auto">
        {last ?? own.noWords}
      </span>
      <span class="talk-state">
        {own.states[status]}
        {unread > 0 ? (
          <>
            <span class="count" aria-hidden="true">
              {formatNumber(unread, state.locale)}
            </span>
            <span class="sb-hidden"> {counted(own.unread, unread, state.locale)}</span>
          </>
        ) : null}
      </span>
    </>
  );
};

/** Chooses, unless files are on their way into the one they were picked for. */
const useChoice = ({ state, chat }: ViewProps) => {
  const [isHeld, setHeld] = useState(false);
  const choose = (conversation: ShopperConversation | null): void => {
    const isFree = state.attachments.files.length === 0 || conversation?.id === state.conversation?.id;
    setHeld(!isFree);
    if (isFree) pick(chat, conversation);
  };
  return { isHeld, choose };
};

/** The shopper’s conversations, what was said last on top, and the way to begin another. */
export const TalksList = (props: ViewProps): JSX.Element => {
  const { state, chat } = props;
  const own = talksWordsFor(state.locale);
  const head = useRef<HTMLHeadingElement>(null);
  const { isHeld, choose } = useChoice(props);
  useEffect(() => {
    head.current?.focus();
    refresh(chat).catch(() => {});
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    chat.store.set({ isListing: false });
  };
  const newest = state.conversations.toSorted((one, other) => other.updatedAt - one.updatedAt);
  return (
    <section class="talks" aria-labelledby="talks" onKeyDown={onKeyDown}>
      <h2 id="talks" ref={head} tabIndex={-1}>
        {own.talks}
      </h2>
      <button type="button" class="small" onClick={() => choose(null)}>
        {own.begin}
      </button>
      <p class="talk-held" role="status">
        {isHeld ? own.filesFirst : ''}
      </p>
      <ul>
        {newest.map((talk) => (
          <li key={talk.id}>
            <button
              type="button"
              class="talk"
              aria-current={talk.id === state.conversation?.id}
              onClick={() => choose(talk)}
            >
              <Row talk={talk} {...props} />
            </button>
          </li>
        ))}
      </ul>
      <p class="sb-hidden" role="status">
        {state.announcement}
      </p>
    </section>
  );
};
