import { sizes } from '@shopbell/protocol/limits';
import type { JSX, RefObject } from 'preact';
import { useState } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { KeyHint } from '../app/key-label.tsx';
import { ReasonForm } from '../thread/reason-form.tsx';
import { releaseAt, type Releasing } from './decide.ts';
import { EditForm } from './edit-form.tsx';
import { wordsOf, type HeldStory } from './story.ts';

/** What one decides on: a draft as far as releasing it goes. */
export type Releasable = Pick<HeldStory, 'draft' | 'step' | 'by' | 'parts'>;

type DecisionProps = {
  story: Releasable;
  element: RefObject<HTMLElement | null>;
  onDecide?: () => void;
};

/** What the person at the desk may do about a draft. */
export const useMay = ({ by, step }: Releasable) => {
  const { agent, rights } = useDesk();
  const isOwn = by?.id === agent.me.id;
  return {
    isOwn,
    release: step === 'held' && by !== null && !isOwn && rights.canApprove,
    withdraw: step === 'held' && isOwn && rights.canNote,
    takeBack: step === 'returned' && isOwn && rights.canNote,
  };
};

type ButtonsProps = {
  may: ReturnType<typeof useMay>;
  work: Releasing;
  onForm: (form: 'edit' | 'return') => void;
};

const Buttons = ({ may, work, onForm }: ButtonsProps): JSX.Element => {
  const { text } = useDesk();
  return (
    <div class="decision-buttons">
      {may.release ? (
        <>
          <button type="button" class="button button-accent" data-command="approve" onClick={work.release}>
            {text.held.release} <KeyHint command="approve" />
          </button>
          <button type="button" class="button" onClick={() => onForm('edit')}>
            {text.held.edit}
          </button>
          <button type="button" class="button" data-command="reject" onClick={() => onForm('return')}>
            {text.held.giveBack} <KeyHint command="reject" />
          </button>
        </>
      ) : null}
      {may.withdraw ? (
        <button type="button" class="button" data-command="cancel" onClick={work.withdraw}>
          {text.held.withdraw} <KeyHint command="cancel" />
        </button>
      ) : null}
      {may.takeBack ? (
        <button type="button" class="button" data-command="open" onClick={work.takeBack}>
          {text.held.takeBack} <KeyHint command="open" />
        </button>
      ) : null}
    </div>
  );
};

/** Does it, and the focus goes to the story, where what came of it is told. */
const useReleasing = ({ story, element, onDecide }: DecisionProps): Releasing => {
  const work = releaseAt(story, useDesk());
  const leaving =
    <T extends readonly unknown[]>(doing: (...given: T) => void) =>
    (...given: T): void => {
      element.current?.focus();
      onDecide?.();
      doing(...given);
    };
  return {
    release: leaving(work.release),
    releaseAs: leaving(work.releaseAs),
    giveBack: leaving(work.giveBack),
    withdraw: leaving(work.withdraw),
    takeBack: work.takeBack,
  };
};

/** The buttons and forms of a draft, for whoever may do something about it. */
export const HeldDecision = (props: DecisionProps): JSX.Element | null => {
  const { story, element } = props;
  const { text } = useDesk();
  const may = useMay(story);
  const work = useReleasing(props);
  const [form, setForm] = useState<'edit' | 'return' | null>(null);
  const onBack = (): void => {
    setForm(null);
    element.current?.focus();
  };
  if (!may.release && !may.withdraw && !may.takeBack) return null;
  if (form === 'edit' && may.release)
    return (
      <EditForm
        words={wordsOf(story.parts)}
        isMore={story.parts.some(({ kind }) => kind !== 'text')}
        author={story.by?.name ?? ''}
        onRelease={work.releaseAs}
        onBack={onBack}
      />
    );
  if (form === 'return' && may.release)
    return (
      <ReasonForm
        words={{ label: text.held.why, hint: text.held.whyHint, submit: text.held.giveBack }}
        maxChars={sizes.noteMaxChars}
        onReason={work.giveBack}
        onBack={onBack}
      />
    );
  return <Buttons may={may} work={work} onForm={setForm} />;
};
