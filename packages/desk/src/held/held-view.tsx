import type { HeldDraft } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { useStore } from '../app/store.ts';
import { waitClock } from '../inbox/waiting.ts';
import { authorName, PartView, When } from '../thread/message.tsx';
import { HeldDecision, useMay } from './held-decision.tsx';
import type { HeldStory } from './story.ts';

const tones = { held: 'warning', released: 'good', returned: 'bad', withdrawn: 'plain' } as const;

/** How long a draft has been held, ticking; `dueAt`: from then on it is too long. */
export const HeldTime = ({ heldAt, dueAt }: { heldAt: number; dueAt: number | null }): JSX.Element => {
  const { now, text } = useDesk();
  const at = useStore(now);
  const clock = waitClock(at - heldAt, text.app);
  const isLate = dueAt !== null && at >= dueAt;
  return (
    <span class={isLate ? 'wait wait-late' : 'wait wait-fresh'} role="timer">
      {isLate ? text.held.late(clock) : text.held.waits(clock)}
    </span>
  );
};

/** What a draft says, as the shopper would read it. */
export const HeldParts = ({ parts }: { parts: HeldDraft['parts'] }): JSX.Element => (
  <div class="held-parts">
    {parts.map((part, index) => (
      <PartView key={index} part={part} />
    ))}
  </div>
);

const Ended = ({ story }: { story: HeldStory }): JSX.Element => {
  const { text } = useDesk();
  const { step, endedBy, comment, isEdited } = story;
  return (
    <>
      <p>{text.held.told[isEdited ? 'edited' : step](endedBy ?? '')}</p>
      {comment === null ? null : (
        <p class="held-comment words" dir="auto">
          {comment}
        </p>
      )}
    </>
  );
};

/** What was said instead stands below as a message; what nobody said is kept out of the way. */
const AsWritten = ({ story }: { story: HeldStory }): JSX.Element | null => {
  const { text } = useDesk();
  if (story.parts.length === 0 || (story.step === 'released' && !story.isEdited)) return null;
  return (
    <details class="action-details">
      <summary>{text.held.asWritten}</summary>
      <HeldParts parts={story.parts} />
    </details>
  );
};

/** A reply that waits to be released, in the conversation; later, what came of it. */
export const HeldView = ({ story, isFollowed }: { story: HeldStory; isFollowed: boolean }): JSX.Element => {
  const { text } = useDesk();
  const element = useRef<HTMLElement>(null);
  const may = useMay(story);
  const { step, by, parts, heldAt } = story;
  const isOpen = step === 'held' || (may.takeBack && !isFollowed);
  const isWaiting = may.release || may.withdraw || (may.takeBack && !isFollowed);
  return (
    <article
      ref={element}
      class={`action held held-${step}${isWaiting ? ' action-waiting' : ''}`}
      tabIndex={-1}
      aria-label={`${text.held.title}: ${text.held.states[step]}`}
    >
      <header class="action-head">
        <strong>{text.held.title}</strong>
        {by ? <bdi>{may.isOwn ? text.inbox.you : authorName(by, text)}</bdi> : null}
        <span class={`state state-${tones[step]}`}>{text.held.states[step]}</span>
        {step === 'held' ? <HeldTime heldAt={heldAt} dueAt={story.dueAt} /> : null}
        <When at={heldAt} />
      </header>
      {step === 'held' ? null : <Ended story={story} />}
      {isOpen ? <HeldParts parts={parts} /> : <AsWritten story={story} />}
      {step === 'held' ? (
        <p class="muted">
          {may.isOwn ? text.held.own : ''} {text.held.staffOnly}
        </p>
      ) : null}
      <HeldDecision story={story} element={element} />
    </article>
  );
};
