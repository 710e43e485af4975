import type { HeldDraft } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { KeyHint } from '../app/key-label.tsx';
import { shopperName } from '../shopper/name.ts';
import { HeldDecision } from './held-decision.tsx';
import { HeldParts, HeldTime } from './held-view.tsx';

type CardProps = {
  held: HeldDraft;
  place: { index: number; count: number };
  onStand: () => void;
  onDecide: () => void;
  onOpen: (conversation: string) => void;
};

/** One draft that waits to be released: who wrote it, to whom, how long it waits, and the answer. */
export const HeldCard = (props: CardProps): JSX.Element => {
  const { held, place, onStand, onDecide, onOpen } = props;
  const { text, agent } = useDesk();
  const element = useRef<HTMLElement>(null);
  const { id, by, parts, heldAt, dueAt, shopper } = held;
  return (
    <article
      ref={element}
      id={`approval-${id}`}
      class="approval"
      tabIndex={-1}
      aria-label={text.held.by(by.name)}
      aria-posinset={place.index + 1}
      aria-setsize={place.count}
      onFocusCapture={onStand}
    >
      <header class="approval-head">
        <strong>{text.held.title}</strong>
        <HeldTime heldAt={heldAt} dueAt={dueAt} />
      </header>
      <HeldParts parts={parts} />
      <dl class="facts approval-facts">
        <div>
          <dt>{text.approvals.askedBy}</dt>
          <dd>
            <bdi>{by.id === agent.me.id ? text.inbox.you : by.name}</bdi>
          </dd>
        </div>
        <div>
          <dt>{text.approvals.for}</dt>
          <dd>
            <bdi>{shopperName(shopper, text)}</bdi>
          </dd>
        </div>
      </dl>
      <HeldDecision story={{ draft: id, step: 'held', by, parts }} element={element} onDecide={onDecide} />
      <button
        type="button"
        class="button button-small approval-open"
        data-command="open"
        onClick={() => onOpen(held.conversation)}
      >
        {text.approvals.open} <KeyHint command="open" />
      </button>
    </article>
  );
};
