import type { ComponentChildren, JSX } from 'preact';
import { useDesk } from '../app/desk.ts';

type DecisionProps = {
  /** What the way on is called. */
  submit: string;
  onSubmit: () => void;
  onBack: () => void;
  children: ComponentChildren;
};

/** What is asked before a decision goes out, in its place: Enter sends it, Escape leaves it. */
export const DecisionForm = ({ submit, onSubmit, onBack, children }: DecisionProps): JSX.Element => {
  const { text } = useDesk();
  return (
    <form
      class="decision-form"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onBack();
      }}
    >
      {children}
      <div class="decision-buttons">
        <button type="submit" class="button button-accent">
          {submit}
        </button>
        <button type="button" class="button" onClick={onBack}>
          {text.action.back}
        </button>
      </div>
    </form>
  );
};
