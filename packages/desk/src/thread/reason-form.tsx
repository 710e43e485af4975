import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';

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
    <form
      class="decision-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onBack();
      }}
    >
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
      <div class="decision-buttons">
        <button type="submit" class="button button-accent">
          {words.submit}
        </button>
        <button type="button" class="button" onClick={onBack}>
          {text.action.back}
        </button>
      </div>
    </form>
  );
};
