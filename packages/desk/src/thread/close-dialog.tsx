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

type Draft = { reason: string; note: string; resolution: OutcomeData['resolution'] };
type FieldsProps = { draft: Draft; isMissing: boolean; onChange: (values: Partial<Draft>) => void };

const Reason = ({ draft, isMissing, onChange }: FieldsProps): JSX.Element => {
  const { text } = useDesk();
  const hintId = useId();
  return (
    <>
      <label for="close-reason">{text.manage.reason}</label>
      <input
        id="close-reason"
        class="input"
        autofocus
        maxLength={sizes.labelMaxChars}
        value={draft.reason}
        aria-describedby={hintId}
        aria-invalid={isMissing}
        onInput={(event) => onChange({ reason: event.currentTarget.value })}
      />
      <p id={hintId} class={isMissing ? 'problem' : 'muted'}>
        {isMissing ? text.action.problems.required : text.manage.reasonHint}
      </p>
    </>
  );
};

const Note = ({ draft, onChange }: Omit<FieldsProps, 'isMissing'>): JSX.Element => {
  const { text } = useDesk();
  return (
    <>
      <label for="close-note">
        {text.manage.note} <span class="muted">{text.action.optional}</span>
      </label>
      <textarea
        id="close-note"
        class="input"
        rows={3}
        maxLength={sizes.noteMaxChars}
        value={draft.note}
        onInput={(event) => onChange({ note: event.currentTarget.value })}
      />
    </>
  );
};

const outcomeOf = ({ reason, note, resolution }: Draft, actions: OutcomeData['actions']): OutcomeData => ({
  reason: reason.trim(),
  resolution,
  ...(note.trim() ? { note: note.trim() } : {}),
  ...(actions && actions.length > 0 ? { actions } : {}),
});

/** Closes a conversation with what came of it. */
export const CloseDialog = ({ actions, onClose, onCancel }: CloseProps): JSX.Element => {
  const { text } = useDesk();
  const [draft, setDraft] = useState<Draft>({ reason: '', note: '', resolution: 'solved' });
  const [isMissing, setMissing] = useState(false);
  const change = (values: Partial<Draft>): void => setDraft((before) => ({ ...before, ...values }));
  const submit = (): void => {
    setMissing(draft.reason.trim() === '');
    if (draft.reason.trim() !== '') onClose(outcomeOf(draft, actions));
    else document.querySelector<HTMLElement>('#close-reason')?.focus();
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
        <Reason draft={draft} isMissing={isMissing} onChange={change} />
        <Resolutions chosen={draft.resolution} onChoose={(resolution) => change({ resolution })} />
        <Note draft={draft} onChange={change} />
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
