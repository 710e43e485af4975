import type { AnyEntry, Conversation } from '@shopbell/protocol';
import { withoutMarks } from '@shopbell/protocol/prose';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { KeyHint } from '../app/key-label.tsx';
import { useStore } from '../app/store.ts';
import type { Texts } from '../text/en.ts';
import { HeldView } from '../held/held-view.tsx';
import { ActionView } from './action-view.tsx';
import { draftSentence } from '../held/story.ts';
import { DayView, LineView, OutcomeView, UnknownView } from './lines.tsx';
import { authorName, MessageView, NoteView } from './message.tsx';
import { useReading } from './reading.ts';
import { useScroll } from './scroll.ts';
import { ServiceView } from './service-view.tsx';
import type { Thread } from './thread.ts';
import { timeline, type TimelineItem } from './timeline.ts';
import { UnsentView } from './unsent-view.tsx';

const ItemView = ({ item, isSeen }: { item: TimelineItem; isSeen: boolean }): JSX.Element => {
  switch (item.kind) {
    case 'day':
      return <DayView at={item.at} />;
    case 'message':
      return <MessageView entry={item.entry} isFirstOfGroup={item.isFirstOfGroup} isSeen={isSeen} />;
    case 'note':
      return <NoteView entry={item.entry} />;
    case 'line':
      return <LineView entry={item.entry} />;
    case 'service':
      return <ServiceView entry={item.entry} />;
    case 'outcome':
      return <OutcomeView entry={item.entry} />;
    case 'action':
      return <ActionView story={item.story} />;
    case 'held':
      return <HeldView story={item.story} isFollowed={item.isFollowed} />;
    case 'unknown':
      return <UnknownView entry={item.entry} />;
    default:
      return item satisfies never;
  }
};

/** The key of the last message of the shop's that the shopper has seen. */
export const seenKey = (items: readonly TimelineItem[], seenPublicSeq: number): string | null =>
  items.findLast(
    (item) =>
      item.kind === 'message' &&
      item.entry.by.kind !== 'shopper' &&
      (item.entry.publicSeq ?? Infinity) <= seenPublicSeq,
  )?.key ?? null;

/** An entry as it is said; `null`: nobody has to hear of it at once. */
const spokenOf = (entry: AnyEntry, text: Texts): string | null => {
  const name = authorName(entry.by, text);
  if (entry.type === 'action') return `${entry.data.title}: ${text.action.told[entry.data.step](name)}`;
  if (entry.type === 'draft') return draftSentence(entry, text);
  if (entry.type !== 'message') return null;
  const words = entry.data.parts
    .map((part) => (part.kind === 'text' ? withoutMarks(part.text) : ''))
    .join(' ');
  return `${name}: ${words}`;
};

/** What a screen reader is told: messages of others, and steps of actions, that came while the conversation was open. */
const useSpoken = (entries: readonly AnyEntry[]): string => {
  const { agent, text } = useDesk();
  const from = useRef<number | null>(null);
  const last = entries.at(-1);
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    if (!last) return;
    const isNew = from.current !== null && last.seq > from.current;
    from.current = last.seq;
    if (!isNew || last.by.id === agent.me.id) return;
    const said = spokenOf(last, text);
    if (said !== null) setSpoken(said);
  }, [last?.seq]);
  return spoken;
};

const TypingLine = ({ thread }: { thread: Thread }): JSX.Element => {
  const { text } = useDesk();
  const { typing } = useStore(thread.state);
  return (
    <output class="typing">{typing.map((by) => text.thread.typing(authorName(by, text))).join(' ')}</output>
  );
};

type LogProps = { thread: Thread; summary: Conversation };

/** The conversation's entries in order, a bounded part of them drawn at a time. */
export const LogView = ({ thread, summary }: LogProps): JSX.Element => {
  const { text } = useDesk();
  const state = useStore(thread.state);
  const unsent = useStore(thread.sending.unsent);
  const items = useMemo(() => timeline(state.entries), [state.entries]);
  const scroll = useScroll(items, () => void thread.loadEarlier(), unsent);
  const spoken = useSpoken(state.entries);
  const seen = seenKey(items, summary.seenPublicSeq);
  useReading(thread, summary, scroll.isAtEnd);
  return (
    <div class="log-frame">
      <div
        ref={scroll.element}
        class="log"
        role="log"
        aria-live="off"
        aria-label={text.thread.log}
        tabIndex={0}
      >
        <p class="log-top">{state.hasEarlier ? text.thread.older : text.thread.beginning}</p>
        {scroll.items.map((item) => (
          <div key={item.key} data-key={item.key} class="item">
            <ItemView item={item} isSeen={item.key === seen} />
          </div>
        ))}
        <UnsentView sending={thread.sending} lastSeq={state.entries.at(-1)?.seq ?? 0} />
        <TypingLine thread={thread} />
      </div>
      {scroll.isAtEnd ? null : (
        <button type="button" class="button to-end" onClick={scroll.toEnd} id="to-latest">
          {text.thread.latest} <KeyHint command="latest" />
        </button>
      )}
      <p class="sb-hidden" aria-live="polite">
        {spoken}
      </p>
    </div>
  );
};
