import { sizes } from '@shopbell/protocol/limits';
import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { DecisionForm } from '../controls/decision-form.tsx';

type EditProps = {
  words: string;
  /** Whether there is something to send without words. */
  isMore: boolean;
  author: string;
  onRelease: (words: string, comment: string) => void;
  onBack: () => void;
};

type CommentProps = { author: string; comment: string; onComment: (comment: string) => void };

const Comment = ({ author, comment, onComment }: CommentProps): JSX.Element => {
  const { text } = useDesk();
  const id = useId();
  return (
    <>
      <label for={id}>{text.held.comment(author)}</label>
      <input
        id={id}
        class="input"
        dir="auto"
        maxLength={sizes.noteMaxChars}
        value={comment}
        aria-describedby={`${id}-hint`}
        onInput={(event) => onComment(event.currentTarget.value)}
      />
      <p id={`${id}-hint`} class="muted">
        {text.held.optional}
      </p>
    </>
  );
};

/** A draft, changed in its place, with a word to its author. Escape leaves it. */
export const EditForm = ({ words, isMore, author, onRelease, onBack }: EditProps): JSX.Element => {
  const { text } = useDesk();
  const [written, setWritten] = useState(words);
  const [comment, setComment] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => field.current?.focus(), []);
  const isMissing = written.trim() === '' && !isMore;
  const submit = (): void => {
    if (isMissing) field.current?.focus();
    else onRelease(written, comment);
  };
  return (
    <DecisionForm submit={text.held.release} onSubmit={submit} onBack={onBack}>
      <label for={id}>{text.held.message}</label>
      <textarea
        ref={field}
        id={id}
        class="input held-words"
        rows={4}
        dir="auto"
        maxLength={sizes.textMaxChars}
        value={written}
        aria-invalid={isMissing}
        onInput={(event) => setWritten(event.currentTarget.value)}
      />
      <Comment author={author} comment={comment} onComment={setComment} />
    </DecisionForm>
  );
};
