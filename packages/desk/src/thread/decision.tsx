import { formatDateTime } from '@shopbell/look';
import { sizes } from '@shopbell/protocol/limits';
import type { JSX, RefObject } from 'preact';
import { useState } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { KeyHint } from '../app/key-label.tsx';
import { useStore } from '../app/store.ts';
import { ReasonForm } from './reason-form.tsx';
import { isBeforeRunning, type ActionStory } from './stories.ts';
import { decideOn, type Deciding } from './work.ts';

/** What one decides on: an action as far as agreeing to it goes. */
export type Decidable = Pick<ActionStory, 'action' | 'name' | 'plan' | 'step' | 'askedBy' | 'waitsFor'>;

type DecisionProps = {
  story: Decidable;
  element: RefObject<HTMLElement | null>;
  /** Until when it can be agreed to is said elsewhere, and only one’s own is called off from here. */
  isBrief?: boolean;
  onDecide?: () => void;
};

/** What the person at the desk may do about an action that does not run yet. */
const useMay = (story: Decidable): { cancel: boolean; decide: boolean; isOwn: boolean } => {
  const { agent, rights, shop } = useDesk();
  const { offers } = useStore(shop);
  const isOwn = story.askedBy?.id === agent.me.id;
  // A read is over before anybody could press the button.
  const isWrite = story.plan !== null || offers.find(({ name }) => name === story.name)?.effect === 'write';
  return {
    isOwn,
    cancel: isWrite && isBeforeRunning(story) && rights.canNote && (isOwn || rights.canApprove),
    decide: story.waitsFor.supervisor && story.askedBy !== null && !isOwn && rights.canApprove,
  };
};

/** Approval, rejection and cancelling; the focus goes to the story, where what came of it is told. */
const useDeciding = ({ story, element, onDecide }: DecisionProps): Deciding => {
  const desk = useDesk();
  const deciding = decideOn(story, desk);
  const leave = (): void => {
    element.current?.focus();
    onDecide?.();
  };
  return {
    approve: () => {
      leave();
      deciding.approve();
    },
    reject: (reason) => {
      leave();
      deciding.reject(reason);
    },
    cancel: () => {
      leave();
      deciding.cancel();
    },
  };
};

type ButtonsProps = { may: ReturnType<typeof useMay>; deciding: Deciding; onReject: () => void };

const Buttons = ({ may, deciding, onReject }: ButtonsProps): JSX.Element => {
  const { text } = useDesk();
  return (
    <div class="decision-buttons">
      {may.decide ? (
        <>
          <button
            type="button"
            class="button button-accent"
            data-command="approve"
            onClick={deciding.approve}
          >
            {text.action.approve} <KeyHint command="approve" />
          </button>
          <button type="button" class="button" data-command="reject" onClick={onReject}>
            {text.action.reject} <KeyHint command="reject" />
          </button>
        </>
      ) : null}
      {may.cancel ? (
        <button type="button" class="button" data-command="cancel" onClick={deciding.cancel}>
          {text.action.cancel} <KeyHint command="cancel" />
        </button>
      ) : null}
    </div>
  );
};

/** Until when an action can be agreed to, who has to, and the buttons for whoever may decide or call it off. */
export const Decision = (props: DecisionProps): JSX.Element => {
  const { story, element, isBrief = false } = props;
  const { text, locale, rights } = useDesk();
  const [isRejecting, setRejecting] = useState(false);
  const may = useMay(story);
  const deciding = useDeciding(props);
  const { waitsFor, plan } = story;
  const isBarred = may.isOwn && rights.canApprove;
  const approver = isBarred ? text.action.othersApprove : text.action.supervisorApproves;
  const isRefusing = isRejecting && may.decide;
  return (
    <div class="decision">
      {plan && !isBrief && (waitsFor.shopper || waitsFor.supervisor) ? (
        <p class="muted">{text.action.until(formatDateTime(plan.expiresAt, locale))}</p>
      ) : null}
      {waitsFor.supervisor && !may.decide ? <p>{approver}</p> : null}
      {isRefusing ? (
        <ReasonForm
          words={{ label: text.action.reason, hint: text.action.reasonHint, submit: text.action.reject }}
          maxChars={sizes.reasonMaxChars}
          onReason={deciding.reject}
          onBack={() => {
            setRejecting(false);
            element.current?.focus();
          }}
        />
      ) : (
        <Buttons
          may={{ ...may, cancel: may.cancel && (!isBrief || may.isOwn) }}
          deciding={deciding}
          onReject={() => setRejecting(true)}
        />
      )}
    </div>
  );
};
