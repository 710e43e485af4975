import { CardView, formatMoney } from '@shopbell/look';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { KeyHint } from '../app/key-label.tsx';
import { useStore } from '../app/store.ts';
import { waitClock } from '../inbox/waiting.ts';
import { shopperName } from '../shopper/name.ts';
import { JsonView } from '../thread/action-view.tsx';
import { Decision, type Decidable } from '../thread/decision.tsx';
import type { Approval } from './queue.ts';

const decidable = ({ action, name, by, plan, confirmed }: Approval): Decidable => ({
  action,
  name,
  plan,
  step: 'planned',
  askedBy: by,
  waitsFor: { shopper: plan.confirm && !confirmed, supervisor: true },
});

/** The last minutes of a plan are marked. */
const soonMs = 2 * 60_000;

const Left = ({ expiresAt }: { expiresAt: number }): JSX.Element => {
  const { now, text } = useDesk();
  const leftMs = expiresAt - useStore(now);
  const clock = waitClock(leftMs, text.app);
  return (
    <span class={leftMs < soonMs ? 'wait wait-soon' : 'wait wait-fresh'} role="timer">
      {leftMs > 0 ? text.approvals.left(clock) : text.approvals.over}
    </span>
  );
};

const Facts = ({ approval }: { approval: Approval }): JSX.Element => {
  const { text, agent } = useDesk();
  const { by, role, shopper, plan, confirmed } = approval;
  const asker = by.id === agent.me.id ? text.inbox.you : by.name;
  return (
    <dl class="facts approval-facts">
      <div>
        <dt>{text.approvals.askedBy}</dt>
        <dd>
          <bdi>{asker}</bdi> <span class="muted">{text.roles[role]}</span>
        </dd>
      </div>
      <div>
        <dt>{text.approvals.for}</dt>
        <dd>
          <bdi>{shopperName(shopper, text)}</bdi>{' '}
          {plan.confirm ? (
            <span class={`state ${confirmed ? 'state-good' : 'state-warning'}`}>
              {confirmed ? text.approvals.agreed : text.approvals.notAgreed}
            </span>
          ) : null}
        </dd>
      </div>
    </dl>
  );
};

const Details = ({ approval }: { approval: Approval }): JSX.Element => {
  const { text, locale } = useDesk();
  const { plan, input } = approval;
  return (
    <details class="action-details">
      <summary>{text.action.details}</summary>
      {plan.card ? <CardView card={plan.card} locale={locale} /> : null}
      <h4>{text.action.askedWith}</h4>
      <JsonView value={input} />
    </details>
  );
};

type ApprovalProps = {
  approval: Approval;
  place: { index: number; count: number };
  onStand: () => void;
  onDecide: () => void;
  onOpen: (conversation: string) => void;
};

/** One plan that waits for an approval: what, for how much, who asks, for whom, how long, and the answer. */
export const ApprovalView = (props: ApprovalProps): JSX.Element => {
  const { approval, place, onStand, onDecide, onOpen } = props;
  const { text, locale } = useDesk();
  const element = useRef<HTMLElement>(null);
  const { action, title, plan, amount, conversation } = approval;
  return (
    <article
      ref={element}
      id={`approval-${action}`}
      class="approval"
      tabIndex={-1}
      aria-label={title}
      aria-posinset={place.index + 1}
      aria-setsize={place.count}
      onFocusCapture={onStand}
    >
      <header class="approval-head">
        <strong>{title}</strong>
        {amount ? <strong class="approval-amount">{formatMoney(amount, locale)}</strong> : null}
      </header>
      <p class="words" dir="auto">
        {plan.summary}
      </p>
      <Facts approval={approval} />
      <p class="approval-time">
        <Left expiresAt={plan.expiresAt} />
      </p>
      <Decision story={decidable(approval)} element={element} isBrief onDecide={onDecide} />
      <Details approval={approval} />
      <button
        type="button"
        class="button button-small approval-open"
        data-command="open"
        onClick={() => onOpen(conversation)}
      >
        {text.approvals.open} <KeyHint command="open" />
      </button>
    </article>
  );
};
