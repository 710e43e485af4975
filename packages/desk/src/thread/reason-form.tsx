import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { DecisionForm } from '../controls/decision-form.tsx';

type ReasonProps = {
  words: { label: string; hint: string; submit: string };
  maxChars: number;
  onReason: (reason: string) => void;
  onBack: () => void;
};

/** Why not: whoever asked reads it. Escape leaves it. */
export const ReasonForm = ({ words, maxChars, onReason, onBack }: ReasonProps): JSX.Element => {
  const { text } = useDesk();
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => field.current?.focus(), []);
  const submit = (): void => {
    setMissing(reason.trim() === '');
    if (reason.trim() === '') field.current?.focus();
    else onReason(reason.trim());
  };
  return (
    <DecisionForm submit={words.submit} onSubmit={submit} onBack={onBack}>
      <label for={id}>{words.label}</label>
      <input
        ref={field}
        id={id}
        class="input"
        maxLength={maxChars}
        value={reason}
        aria-invalid={isMissing}
        aria-describedby={`${id}-hint`}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <p id={`${id}-hint`} class={isMissing ? 'problem' : 'muted'}>
        {isMissing ? text.action.problems.required : words.hint}
      </p>
    </DecisionForm>
  );
};
