import { sizes } from '@shopbell/protocol/limits';
import type { OutcomeData } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { ModalDialog } from '../controls/dialog.tsx';

const resolutions = ['solved', 'answered', 'referred', 'unsolved', 'spam'] as const;

type CloseProps = {
  /** Actions that were run in this conversation: they stand in the record with the outcome. */
  actions: OutcomeData['actions'];
  onClose: (outcome?: OutcomeData) => void;
  onCancel: () => void;
};

const Resolutions = ({
  chosen,
  onChoose,
}: {
  chosen: string;
  onChoose: (one: OutcomeData['resolution']) => void;
}) => {
  const { text } = useDesk();
  return (
    <fieldset class="choices">
      <legend>{text.manage.resolution}</legend>
      {resolutions.map((each) => (
        <label key={each} class="choice">
          <input type="radio" name="resolution" checked={each === chosen} onChange={() => onChoose(each)} />
          {text.manage.resolutions[each]}
        </label>
      ))}
    </fieldset>
  );
};

/** Closes a conversation with what came of it. */
export const CloseDialog = ({ actions, onClose, onCancel }: CloseProps): JSX.Element => {
  const { text } = useDesk();
  const [outcome, setOutcome] = useState({
    reason: '',
    note: '',
    resolution: 'solved' as OutcomeData['resolution'],
  });
  const [isMissing, setMissing] = useState(false);
  const ids = { reason: useId(), note: useId(), hint: useId() };
  const submit = (): void => {
    const reason = outcome.reason.trim();
    const note = outcome.note.trim();
    setMissing(reason === '');
    if (reason === '') return document.querySelector<HTMLElement>(`#${CSS.escape(ids.reason)}`)?.focus();
    onClose({
      reason,
      resolution: outcome.resolution,
      ...(note ? { note } : {}),
      ...(actions && actions.length > 0 ? { actions } : {}),
    });
  };
  return (
    <ModalDialog title={text.manage.closeTitle} lead={text.manage.closeLead} onClose={onCancel}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <label for={ids.reason}>{text.manage.reason}</label>
        <input
          id={ids.reason}
          class="input"
          autofocus
          maxLength={sizes.labelMaxChars}
          value={outcome.reason}
          aria-describedby={ids.hint}
          aria-invalid={isMissing}
          onInput={(event) => setOutcome({ ...outcome, reason: event.currentTarget.value })}
        />
        <p id={ids.hint} class={isMissing ? 'problem' : 'muted'}>
          {isMissing ? text.action.problems.required : text.manage.reasonHint}
        </p>
        <Resolutions
          chosen={outcome.resolution}
          onChoose={(resolution) => setOutcome({ ...outcome, resolution })}
        />
        <label for={ids.note}>
          {text.manage.note} <span class="muted">{text.action.optional}</span>
        </label>
        <textarea
          id={ids.note}
          class="input"
          rows={3}
          maxLength={sizes.noteMaxChars}
          value={outcome.note}
          onInput={(event) => setOutcome({ ...outcome, note: event.currentTarget.value })}
        />
        <footer class="dialog-foot">
          <button type="button" class="button button-quiet" onClick={() => onClose()}>
            {text.manage.closeWithout}
          </button>
          <button type="submit" class="button button-accent">
            {text.manage.closeSubmit}
          </button>
        </footer>
      </form>
    </ModalDialog>
  );
};
