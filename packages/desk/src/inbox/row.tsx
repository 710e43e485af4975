import { formatDate, formatTime, isSameDay } from '@shopbell/look';
import type { Conversation, SearchMatch } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useDesk } from '../app/desk.ts';
import { WaitTime } from '../controls/wait-time.tsx';
import { shopperName } from '../shopper/name.ts';
import { MatchView } from './match-view.tsx';

/** A row's height in CSS pixels; `inbox.css` holds the rows to it. */
export const rowPx = 76;

type RowProps = {
  conversation: Conversation;
  isOpen: boolean;
  isCursor: boolean;
  place: { index: number; count: number };
  /** Where what is looked for stands in it. */
  matches: readonly SearchMatch[] | undefined;
  onOpen: (id: string) => void;
};

const hasUnread = ({ preview, lastPublicSeq, readPublicSeq }: Conversation): boolean =>
  preview?.by === 'shopper' && lastPublicSeq > readPublicSeq;

const Preview = ({ conversation }: { conversation: Conversation }): JSX.Element => {
  const { text } = useDesk();
  const { preview } = conversation;
  if (!preview) return <span class="row-preview">{text.inbox.noMessage}</span>;
  return (
    <span class="row-preview">
      {preview.by === 'shopper' ? '' : text.inbox.staff}
      {preview.text}
    </span>
  );
};

const At = ({ at }: { at: number }): JSX.Element => {
  const { locale, now } = useDesk();
  return (
    <time class="row-time" dateTime={new Date(at).toISOString()}>
      {isSameDay(at, now.get()) ? formatTime(at, locale) : formatDate(at, locale)}
    </time>
  );
};

const When = ({ conversation }: { conversation: Conversation }): JSX.Element => {
  const { waitingSince, status, updatedAt } = conversation;
  if (waitingSince !== null && status !== 'closed') return <WaitTime since={waitingSince} />;
  return <At at={updatedAt} />;
};

const Holder = ({ conversation }: { conversation: Conversation }): JSX.Element => {
  const { text, agent } = useDesk();
  const { assignee, status } = conversation;
  const name = assignee?.id === agent.me.id ? text.inbox.you : (assignee?.name ?? text.inbox.nobody);
  return (
    <span class={assignee ? 'row-holder' : 'row-holder row-holder-nobody'}>
      {status === 'closed' ? text.inbox.closed : name}
    </span>
  );
};

/** One conversation in the inbox. */
export const Row = ({ conversation, isOpen, isCursor, place, matches, onOpen }: RowProps): JSX.Element => {
  const { text } = useDesk();
  const isUnread = hasUnread(conversation);
  const match = matches?.find((each) => each.in === 'entry') ?? matches?.[0];
  const classes = ['row', isOpen && 'row-open', isCursor && 'row-cursor', isUnread && 'row-unread'];
  return (
    <div
      id={`row-${conversation.id}`}
      class={classes.filter(Boolean).join(' ')}
      role="option"
      tabIndex={-1}
      aria-selected={isOpen}
      aria-posinset={place.index + 1}
      aria-setsize={place.count}
      onClick={() => onOpen(conversation.id)}
    >
      <span class="row-head">
        <span class="row-name">
          {isUnread ? <span class="dot" role="img" aria-label={text.inbox.unread} /> : null}
          <bdi>{shopperName(conversation.shopper, text)}</bdi>
        </span>
        {match?.in === 'entry' ? <At at={match.at} /> : <When conversation={conversation} />}
      </span>
      {match ? (
        <MatchView match={match} />
      ) : (
        <>
          <Preview conversation={conversation} />
          <Holder conversation={conversation} />
        </>
      )}
    </div>
  );
};
